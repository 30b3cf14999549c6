import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FitError } from '../../core/error.js';
import { openArrays } from '../../models/array-source.js';
import { type Random, seededRandom } from '../../models/build/random.js';
import { parseBody } from '../../models/load-body.js';
import { writeNpz } from '../../models/npz.js';
import { writePickle } from '../../models/write-pickle.js';
import { bodyArrays } from '../support/body-file.js';
import { goldenBody } from '../support/golden-body.js';

const CASES = 200;

/** One to eight changes: a byte or a word overwritten, bytes taken out, copied to elsewhere or cut off. */
function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  let changed = Buffer.from(bytes);
  for (let changes = 1 + random.integer(8); changes > 0 && changed.length > 0; changes--) {
    const at = random.integer(changed.length);
    const length = 1 + random.integer(16);
    const part = changed.subarray(at, at + length);
    switch (random.integer(6)) {
      case 0:
        changed[at] = random.integer(256);
        break;
      case 1:
        changed[at] ^= 1 << random.integer(8);
        break;
      case 2:
        part.fill([0, 0x7f, 0xff][random.integer(3)]);
        break;
      case 3:
        changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at + length)]);
        break;
      case 4: {
        const to = random.integer(changed.length);
        changed = Buffer.concat([changed.subarray(0, to), part, changed.subarray(to)]);
        break;
      }
      default:
        // Rarely: what is cut off is soon refused, and nothing behind the cut is tried.
        if (random.integer(10) === 0) changed = changed.subarray(0, at);
    }
  }
  return changed;
}

/** Reads everything in a file. */
function readAll(bytes: Uint8Array): void {
  const source = openArrays('x', bytes);
  for (const { names, array, strings } of [source, ...source.dicts().values()]) {
    for (const name of names) {
      strings(name);
      try {
        array(name);
      } catch (error) {
        if (!(error instanceof FitError)) throw error;
      }
    }
  }
}

const golden = (name: string): Uint8Array => readFileSync(new URL(`../golden/${name}`, import.meta.url));
const files = bodyArrays(goldenBody({ nose: 3 }));
const small = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] };

/** What is mutated, and how the file is made of it and read. */
const KINDS: Readonly<Record<string, (mutate: (bytes: Uint8Array) => Uint8Array, random: Random) => void>> = {
  'a body of Python 2': (mutate) => parseBody('x.pkl', mutate(golden('smpl_python2.pkl'))),
  'a body of Python 3': (mutate) => parseBody('x.pkl', mutate(golden('smpl_python3.pkl'))),
  'a zip': (mutate) => parseBody('x.npz', mutate(golden('smplh.npz'))),
  // Behind the checksums.
  'an array of a zip': (mutate, random) => {
    const names = Object.keys(files);
    const name = names[random.integer(names.length)];
    parseBody('x.npz', writeNpz({ ...files, [name]: mutate(files[name]) }));
  },
  // So short that most changes hit what is no number.
  'a short pickle': (mutate) => readAll(mutate(writePickle({ a: small, n: 1, t: 'female', l: ['nose'] }))),
  'the start of a pickle of SciPy': (mutate) => {
    const bytes = golden('smpl_python2.pkl');
    readAll(Buffer.concat([mutate(bytes.subarray(0, 600)), bytes.subarray(600)]));
  },
};

test.each(Object.entries(KINDS))('%s, mutated: it is read, or refused in words', (_, read) => {
  let refused = 0;
  for (let seed = 1; seed <= CASES; seed++) {
    const random = seededRandom(seed);
    try {
      read((bytes) => mutated(bytes, random), random);
    } catch (error) {
      if (!(error instanceof FitError)) throw new Error(`seed ${seed}`, { cause: error });
      expect(error.message, `seed ${seed}`).toMatch(/^x[^\n]*$/);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(CASES / 10);
});

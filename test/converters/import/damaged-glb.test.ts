import { expect, test } from 'vitest';
import { toGlb } from '../../../converters/export/glb.js';
import { toVrm } from '../../../converters/export/vrm.js';
import { toVrma } from '../../../converters/export/vrma.js';
import { inspectGlb } from '../../../converters/import/inspect-glb.js';
import { readParameters } from '../../../converters/import/read-parameters.js';
import { FitError } from '../../../core/error.js';
import { type Random, seededRandom } from '../../../models/build/random.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const SEED = 8;
const CASES = 150;
const body = tinyRiggedBody(SEED);

const one = <T>(random: Random, of: readonly T[]): T => of[random.integer(of.length)];

/** Values that something else was expected in place of. */
const STRANGE: readonly unknown[] = [
  ...[null, true, 0, -1, 0.5, 7, 1e9, 2 ** 32, 1e308, -1e-320, '', 'x', '__proto__', 'data:,x'],
  ...[[], {}, [[]], [null], [0], [-1], [1e308, 1e308, 1e308], [0, 0, 0, 0], { toString: 1, valueOf: 1 }],
];

type Place = [holder: Record<string, unknown>, key: string];

/** Everything in a JSON value, by what holds it. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [[holder, key], ...placesIn(holder[key])]);
}

/** Puts one to three values of a JSON text where they do not belong, or leaves them out. */
function spoiltJson(text: string, random: Random): string {
  const json: unknown = JSON.parse(text);
  for (let i = random.integer(3); i >= 0; i--) {
    const places = placesIn(json);
    const [holder, key] = one(random, places);
    const [other, otherKey] = one(random, places);
    const changes = [
      () => delete holder[key],
      () => Object.assign(holder, { [key]: structuredClone(other[otherKey]) }),
      () => Object.assign(holder, { [key]: structuredClone(one(random, STRANGE)) }),
    ];
    one(random, changes)();
  }
  return JSON.stringify(json);
}

const HEADER = 20;

/** A GLB whose JSON is spoilt, or some of its bytes, or which is cut. */
function spoilt(glb: Uint8Array, random: Random): Uint8Array {
  const view = new DataView(glb.buffer, glb.byteOffset, glb.byteLength);
  const end = HEADER + view.getUint32(12, true);
  if (random.uniform() < 0.2) {
    const bytes = glb.slice(0, random.uniform() < 0.3 ? random.integer(glb.length) : glb.length);
    for (let i = random.integer(4); i >= 0; i--) {
      bytes[random.integer(random.uniform() < 0.3 ? HEADER : bytes.length)] = random.integer(256);
    }
    return bytes;
  }
  const text = spoiltJson(new TextDecoder().decode(glb.subarray(HEADER, end)), random);
  const json = new TextEncoder().encode(text);
  const padded = 4 * Math.ceil(json.length / 4);
  const out = new Uint8Array(HEADER + padded + glb.length - end).fill(32, HEADER, HEADER + padded);
  out.set(glb.subarray(0, HEADER));
  out.set(json, HEADER);
  out.set(glb.subarray(end), HEADER + padded);
  const header = new DataView(out.buffer);
  header.setUint32(8, out.length, true);
  header.setUint32(12, padded, true);
  return out;
}

/** What an engine says, and no sentence of ours. */
const ENGINE = /undefined|is not a function|is not iterable|Cannot |Invalid |object Object|\n/;

test.each([
  ['GLB', () => toGlb([body])],
  ['VRM', () => toVrm(body)],
  ['VRM animation', () => toVrma(body)],
])(`a %s that is damaged in any way is read or refused, in our words, seed ${SEED}`, async (_, write) => {
  const whole = await write();
  const random = seededRandom(SEED);
  let refused = 0;
  for (let i = 0; i < CASES; i++) {
    const bytes = spoilt(whole, random);
    for (const read of [inspectGlb, readParameters]) {
      const failure = await read('x.glb', bytes).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null) continue;
      expect(failure, `case ${i}: ${(failure as Error).stack}`).toBeInstanceOf(FitError);
      expect((failure as Error).message, `case ${i}`).not.toMatch(ENGINE);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(CASES / 4); // else nothing was damaged
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readClips } from '../../../../models/build/prior/clips.js';

describe('readClips', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clips-'));
    const rest = new Array(117).fill('0').join(',');
    writeFileSync(join(folder, 'walk.txt'), `${rest}\n${rest}\n`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads what the list names and knows who is held out', () => {
    writeFileSync(join(folder, 'CLIPS.tsv'), 'file\tsubject\tsplit\nwalk.txt\t61\theld-out\nwalk.txt\t01\ttrain\n');
    const clips = readClips(folder);
    expect(clips.map(({ subject, heldOut }) => [subject, heldOut])).toEqual([
      ['61', true],
      ['01', false],
    ]);
    expect(clips[0].poses).toHaveLength(2 * 72);
    expect(clips[0].frameTime).toBe(0.05);
  });

  it('refuses a list it cannot read and a clip of another kind', () => {
    writeFileSync(join(folder, 'CLIPS.tsv'), 'path\twho\nwalk.txt\t61\n');
    expect(() => readClips(folder)).toThrow(/columns/);
    writeFileSync(join(folder, 'CLIPS.tsv'), 'file\tsubject\nwalk.txt.c3d\t61\n');
    writeFileSync(join(folder, 'walk.txt.c3d'), '');
    expect(() => readClips(folder)).toThrow(/not supported/);
  });
});

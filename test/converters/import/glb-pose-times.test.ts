import { type Accessor, type AnimationSampler, type Document, WebIO } from '@gltf-transform/core';
import { resample } from '@gltf-transform/functions';
import { describe, expect, test } from 'vitest';
import { riggedDocument } from '../../../converters/export/gltf-document.js';
import { readGlbParameters } from '../../../converters/import/glb-pose.js';
import { frameTimes } from '../../../converters/import/glb-pose-times.js';
import { readParameters } from '../../../converters/import/read-parameters.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { rigMotion } from '../../../core/body/rigged-motion.js';
import { seededRandom } from '../../../models/build/random.js';
import { tinyBody } from '../../support/tiny-body.js';

const J = SMPL_JOINTS.length;
const ELBOW = 3 * SMPL_JOINTS.indexOf('left_elbow');
/** Metres and radians: what float32 of times, translations and quaternions leaves of a motion that a tool has thinned out. */
const TOLERANCE = 1e-4;

/** Somebody who slides aside at 1 m/s and, once the first second is over, bends an elbow by half a radian a second. */
function motion(T: number, frameRate: number): Document {
  const poses = new Float64Array(3 * J * T);
  const translations = new Float64Array(3 * T);
  for (let frame = 0; frame < T; frame++) {
    const seconds = frame / frameRate;
    poses[3 * J * frame] = Math.PI;
    poses[3 * J * frame + ELBOW + 1] = 0.5 * Math.max(0, seconds - 1);
    translations.set([seconds, 0, 3], 3 * frame);
  }
  return riggedDocument([rigMotion(tinyBody(), { betas: [], poses, translations }, frameRate)]);
}

const bytesOf = (document: Document): Promise<Uint8Array> => new WebIO().writeBinary(document);
const samplersOf = (document: Document): AnimationSampler[] => document.getRoot().listAnimations()[0].listSamplers();

/** Frame by frame: how far somebody slid, metres, and by what the elbow is bent, radians. */
function shown({ poses, translations }: { poses: Float64Array; translations: Float64Array }) {
  const T = translations.length / 3;
  return Array.from({ length: T }, (_, frame) => ({
    slid: translations[3 * frame] - translations[0],
    bent: poses[3 * J * frame + ELBOW + 1],
  }));
}

function expectMotion(read: Parameters<typeof shown>[0], T: number, frameRate: number): void {
  const frames = shown(read);
  expect(frames).toHaveLength(T);
  frames.forEach(({ slid, bent }, frame) => {
    expect(Math.abs(slid - frame / frameRate)).toBeLessThan(TOLERANCE);
    expect(Math.abs(bent - 0.5 * Math.max(0, frame / frameRate - 1))).toBeLessThan(TOLERANCE);
  });
}

/** The keys of these numbers alone, in every track. In place. */
function keepKeys(document: Document, kept: readonly number[]): void {
  const [buffer] = document.getRoot().listBuffers();
  const thinned = (accessor: Accessor): Accessor => {
    const values = kept.flatMap((key) => accessor.getElement(key, []));
    return document.createAccessor().setType(accessor.getType()).setArray(Float32Array.from(values)).setBuffer(buffer);
  };
  for (const sampler of samplersOf(document)) {
    sampler.setInput(thinned(sampler.getInput() as Accessor)).setOutput(thinned(sampler.getOutput() as Accessor));
  }
}

describe('clips whose keys are not evenly spaced keep their motion and its time', () => {
  test('one that resample() thinned out', async () => {
    const document = motion(121, 30);
    // A jerk near the beginning: without it three keys would do for all.
    for (const sampler of samplersOf(document)) {
      const output = sampler.getOutput();
      if (output?.getType() === 'VEC3') output.setElement(7, [0, 0, 0]).setElement(8, [0, 0, 0]);
    }
    const bytes = await bytesOf(document);
    const before = await readGlbParameters(bytes);
    const thinned = await new WebIO().readBinary(bytes);
    await thinned.transform(resample());
    const keys = samplersOf(thinned).map((sampler) => sampler.getInput()?.getCount() ?? 0);
    expect(Math.max(...keys)).toBeLessThan(20);

    const read = await readGlbParameters(await bytesOf(thinned));
    expect(read.frameRate).toBe(30);
    expect(read.notes.join()).toContain('not evenly spaced: sampled as 121 frames at 30 a second');
    expect(before.notes).toEqual([]);
    const frames = shown(before);
    shown(read).forEach(({ slid, bent }, frame) => {
      expect(Math.abs(slid - frames[frame].slid)).toBeLessThan(TOLERANCE);
      expect(Math.abs(bent - frames[frame].bent)).toBeLessThan(TOLERANCE);
    });
  });

  test('one that lost keys at no rate at all, as its own and at a rate that is asked for', async () => {
    const document = motion(121, 30);
    keepKeys(document, [0, 2, 30, 31, 32, 97, 120]);
    const bytes = await bytesOf(document);
    expectMotion(await readGlbParameters(bytes), 121, 30);
    const [asked] = await readParameters('x.glb', bytes, { frameRate: 50 });
    expect(asked.frameRate).toBe(50);
    expect(asked.notes?.join()).toContain('sampled as 201 frames at 50 a second');
    expectMotion(asked, 201, 50);
  });

  test('one whose keys have taken either of the two quaternions of a rotation turns the shorter way', async () => {
    const document = motion(121, 30);
    keepKeys(document, [0, 2, 30, 31, 32, 97, 120]);
    for (const sampler of samplersOf(document)) {
      const output = sampler.getOutput();
      if (output?.getType() !== 'VEC4') continue;
      const values = Array.from(output.getArray() as Float32Array, (value, i) =>
        Math.floor(i / 4) % 2 === 0 ? value : -value,
      );
      output.setArray(Float32Array.from(values));
    }
    expectMotion(await readGlbParameters(await bytesOf(document)), 121, 30);
  });

  test('one in steps holds each key until the next', async () => {
    const document = motion(11, 30);
    keepKeys(document, [0, 1, 2, 7, 10]);
    for (const sampler of samplersOf(document)) sampler.setInterpolation('STEP');
    const slid = shown(await readGlbParameters(await bytesOf(document))).map(({ slid }) => Math.round(30 * slid));
    expect(slid).toEqual([0, 1, 2, 2, 2, 2, 2, 7, 7, 7, 10]);
  });

  test('one of cubic splines bends as they do', async () => {
    const document = motion(61, 30);
    keepKeys(document, [0, 1, 30, 60]);
    for (const sampler of samplersOf(document)) {
      const [times, output] = [sampler.getInput()?.getArray() as Float32Array, sampler.getOutput()];
      sampler.setInterpolation('CUBICSPLINE');
      const values = Array.from(times).flatMap((t, key) => {
        const value: number[] = output?.getElement(key, []) ?? [];
        if (output?.getType() === 'VEC4') return [0, 0, 0, 0, ...value, 0, 0, 0, 0];
        return [2 * t, 0, 0, t * t, 0, 0, 2 * t, 0, 0]; // x = t², which a cubic spline meets everywhere
      });
      output?.setArray(Float32Array.from(values));
    }
    const frames = shown(await readGlbParameters(await bytesOf(document)));
    expect(frames).toHaveLength(61);
    frames.forEach(({ slid }, frame) => {
      expect(Math.abs(slid - (frame / 30) ** 2)).toBeLessThan(TOLERANCE);
    });
  });

  test('one key is a pose, two keys are two frames', async () => {
    for (const [kept, rate] of [
      [[60], undefined],
      [[30, 60], 1],
    ] as const) {
      const document = motion(61, 30);
      keepKeys(document, kept);
      const read = await readGlbParameters(await bytesOf(document));
      expect(shown(read).map(({ bent }) => bent)).toHaveLength(kept.length);
      expect(Math.abs(shown(read)[kept.length - 1].bent - 0.5)).toBeLessThan(TOLERANCE);
      expect(read.frameRate).toBe(rate);
      expect(read.notes).toEqual([]);
    }
  });

  test('evenly spaced keys are the frames, whatever else asks for a rate', async () => {
    const [read] = await readParameters('x.glb', await bytesOf(motion(9, 30)), { frameRate: 60 });
    expect(read).toMatchObject({ frameRate: 60, translations: { length: 27 } });
    expect(read).not.toHaveProperty('notes');
    await expect(readGlbParameters(new Uint8Array(0), { frameRate: 0 })).rejects.toThrow('0 is not a frame rate');
  });
});

describe('the times of frames', () => {
  const grid = (n: number, rate: number, first = 0): Float32Array =>
    Float32Array.from({ length: n }, (_, i) => first + i / rate);

  test.each<[string, ArrayLike<number>[], number, number | null, boolean]>([
    ['no key', [], 1, null, false],
    ['one key', [[2]], 1, null, false],
    ['an even track that starts late, and one key at 0', [[0], grid(121, 29.97, 100)], 121, 29.97, false],
    ['tracks of one rate and another half as fast', [grid(61, 30), grid(31, 15)], 61, 30, false],
    ['a gap', [[0, 1 / 25, 2 / 25, 1]], 26, 25, true],
    ['seldom keys: a whole number of times as many', [[0, 0.08, 0.16, 0.8]], 21, 25, true],
    ['keys a millisecond apart: no more than 240 a second', [[0, 0.001, 1]], 201, 200, true],
    ['an hour of seldom keys, each rounded', [grid(3601, 1).filter((_, i) => i !== 7)], 72001, 20, true],
    ['keys a quarter of an hour apart', [[0, 1000, 3000]], 60_001, 20, true],
    ['ten minutes at 240 a second, each rounded', [grid(144_001, 240)], 144_001, 240, false],
    ['an hour at 60 a second', [grid(216_001, 60)], 216_001, 60, false],
    [
      'film as television has it, thinned out',
      [grid(200, 23.976).filter((_, i) => i < 3 || i > 190)],
      200,
      23.976,
      true,
    ],
  ])('%s', (_, keys, frames, frameRate, isSampled) => {
    const found = frameTimes('x', keys);
    expect(found).toMatchObject({ frameRate, isSampled });
    expect(found.times).toHaveLength(frames);
    expect(found.times.every((time, i) => i === 0 || time > found.times[i - 1])).toBe(true);
  });

  test.each([24, 30, 60, 120, 240])('%d frames a second of a clip that was thinned out are found again', (rate) => {
    const random = seededRandom(rate);
    for (let T = 90; T < 400; T += 7) {
      const kept = grid(T, rate).filter((_, i) => i < 2 || i === T - 1 || random.uniform() < 0.3);
      const { times, frameRate } = frameTimes('x', [kept]);
      expect([times.length, frameRate], `${T} frames, seed ${rate}`).toEqual([T, rate]);
    }
  });

  test('rare keys of a clip that does not go straight from one to the next are sampled', () => {
    expect(frameTimes('x', [[0, 1, 2]])).toMatchObject({ times: [0, 1, 2], frameRate: 1, isSampled: false });
    const found = frameTimes('x', [[0, 1, 2]], undefined, false);
    expect([found.times.length, found.frameRate, found.isSampled]).toEqual([41, 20, true]);
    expect(frameTimes('x', [grid(31, 30)], undefined, false).isSampled).toBe(false);
  });

  test.each<[string, ArrayLike<number>[], RegExp]>([
    ['falling', [[0, 2, 1]], /key at 1 s after one at 2 s/],
    ['not a number', [[Number.NaN]], /key at NaN s/],
    ['endless', [[0, Number.POSITIVE_INFINITY]], /key at Infinity s/],
    ['too many', [[0, 1, 1e9]], /20000000001 frames, more than the 250000/],
  ])('%s: refused', (_, keys, message) => {
    expect(() => frameTimes('x.glb', keys)).toThrow(message);
  });
});

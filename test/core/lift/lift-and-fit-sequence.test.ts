import { expect, test } from 'vitest';
import { openBody, openPrior } from '../../../converters/cli/node-models.js';
import { liftAndFitSequence } from '../../../core/lift/lift-and-fit-sequence.js';
import { createSequenceFitter } from '../../../core/sequence/sequence.js';
import type { Camera } from '../../../core/types.js';
import { paramsOf, shippedFitter, shippedLifter } from '../../support/shipped.js';

const CAMERA: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
const OPTIONS = { frameRate: 20 };
const { fitter, project } = await shippedFitter();
const sequences = createSequenceFitter(await openBody('neutral'), await openPrior(), fitter);
const lifter = await shippedLifter({ fitter });

/** Somebody who raises an arm; nobody is found in the third frame. */
const frames = Array.from({ length: 6 }, (_, t) => {
  const pose = { pelvis: [Math.PI, 0, 0], left_shoulder: [0, 0, -1.1 + 0.2 * t], right_shoulder: [0, 0, 1.1] };
  return t === 2 ? null : { keypoints: project(paramsOf([0, 0.2, 4], pose), CAMERA) };
});

test('every frame in which the person was found is fitted from its lifted pose', async () => {
  const fit = await liftAndFitSequence(sequences, lifter, frames, CAMERA, OPTIONS);
  const byHand = await Promise.all(
    frames.map(async (frame) => {
      if (frame === null) return null;
      const lifted = await lifter.lift(frame.keypoints, CAMERA);
      return lifted === null ? frame : { ...frame, evidence: { lifted } };
    }),
  );
  const poses = (of: typeof fit): number[][] => of.frames.map(({ pose }) => [...pose]);
  expect(poses(fit)).toEqual(poses(sequences.fit(byHand, CAMERA, OPTIONS)));
  expect(poses(fit)).not.toEqual(poses(sequences.fit(frames, CAMERA, OPTIONS)));
  expect(fit.frames).toHaveLength(frames.length);
});

test('a signal stops it between two frames', async () => {
  const stop = new AbortController();
  let asked = 0;
  const stopping = {
    lift: async (...person: Parameters<typeof lifter.lift>) => {
      asked++;
      stop.abort(new Error('enough'));
      return lifter.lift(...person);
    },
  };
  const fitting = liftAndFitSequence(sequences, stopping, frames, CAMERA, { ...OPTIONS, signal: stop.signal });
  await expect(fitting).rejects.toThrow('enough');
  expect(asked).toBe(1);
});

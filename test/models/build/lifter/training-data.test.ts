import { expect, test } from 'vitest';
import { openBody } from '../../../../converters/cli/node-models.js';
import { skeletonOf } from '../../../../core/body/skeleton.js';
import { trainingData } from '../../../../models/build/lifter/training-data.js';
import { readNpz } from '../../../../models/npz.js';

test('the tables place the joints and the surface keypoints of the body, linear in betas', async () => {
  const body = await openBody('neutral');
  const empty = { captured: new Float32Array(72), seated: new Float32Array(0), standing: new Float32Array(0) };
  const sets = { ...empty, raised: new Float32Array(144).fill(0.5) };
  const arrays = readNpz('training', trainingData({ train: sets, heldOut: sets }, { neutral: body }));
  expect(arrays.train_raised.shape).toEqual([2, 72]);
  expect(arrays.held_out_captured.shape).toEqual([1, 72]);

  const skeleton = skeletonOf(body);
  expect(arrays.neutral_joints.data).toEqual(skeleton.joints);
  const heel = skeleton.points.find(({ name }) => name === 'left_heel')!;
  // Nose, eyes, ears, then heels and toes: the left heel is the sixth.
  expect([...arrays.neutral_points.data.subarray(15, 18)]).toEqual([...heel.rest]);
  expect([...arrays.neutral_point_dirs.data.subarray(150, 180)]).toEqual([...heel.shapeDirs]);
  // Head, and ankles and feet, carry them.
  expect([...arrays.point_joints.data]).toEqual([15, 15, 15, 15, 15, 7, 8, 10, 11]);
});

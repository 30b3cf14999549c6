import { expect, test } from 'vitest';
import { JOINT_SETS, jointIndex, SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import type { SequenceFrame } from '../../../core/sequence/frame.js';
import { looseWhereUnseen } from '../../../core/sequence/loose-where-unseen.js';
import { standing } from '../../support/standing.js';

const J = SMPL_JOINTS.length;

/** A frame with a lifted pose of deviation 1 that does not show some keypoints. */
function frameWithout(hidden: RegExp, pinned: number[] = []): SequenceFrame {
  const { keypoints } = standing();
  const confidence = keypoints.confidence.map((own, k) => (hidden.test(JOINT_SETS.coco17[k]) ? 0 : own));
  const lifted = {
    pose: new Float64Array(3 * J),
    sigma: new Float64Array(3 * J).fill(1),
    betas: new Float64Array(10),
    translation: new Float64Array(3),
  };
  return { keypoints: { ...keypoints, confidence }, evidence: { lifted, pinned } };
}

/** The joints that a frame holds less firmly than the network does. */
const looseIn = (frame: SequenceFrame | null): string[] =>
  SMPL_JOINTS.filter((_, j) => frame?.evidence?.lifted?.sigma.subarray(3 * j, 3 * j + 3).every((sigma) => sigma > 1));

test('what is hidden for a while is left to the frames around', () => {
  const given = [frameWithout(/^$/), frameWithout(/left_(elbow|wrist)|right_ankle/), null, frameWithout(/left_wrist/)];
  const frames = looseWhereUnseen(given);
  expect(frames.map(looseIn)).toEqual([
    [],
    ['left_collar', 'left_shoulder', 'left_elbow', 'left_wrist', 'right_knee', 'right_ankle', 'right_foot'].sort(
      (a, b) => jointIndex(a as 'pelvis') - jointIndex(b as 'pelvis'),
    ),
    [],
    ['left_elbow', 'left_wrist'],
  ]);
  expect(given[1]?.evidence?.lifted?.sigma.every((sigma) => sigma === 1)).toBe(true); // what was given stays
});

test('of what no frame shows the network knows most', () => {
  const frames = looseWhereUnseen([frameWithout(/wrist/), frameWithout(/wrist/)]);
  expect(frames.map(looseIn)).toEqual([[], []]);
});

test('a keypoint that a hand has placed is seen', () => {
  const wrist = JOINT_SETS.coco17.indexOf('left_wrist');
  const frames = looseWhereUnseen([frameWithout(/^$/), frameWithout(/left_wrist/, [wrist])]);
  expect(frames.map(looseIn)).toEqual([[], []]);
});

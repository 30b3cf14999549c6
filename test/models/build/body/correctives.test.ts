import { expect, test } from 'vitest';
import {
  applyCorrectives,
  correctingJoints,
  correctiveTarget,
  learnCorrectives,
  type RestBody,
} from '../../../../models/build/body/correctives.js';
import { heldOutError, skinThreeWays } from '../../../../models/build/body/evaluate.js';
import { sparseSkin } from '../../../../models/build/body/skinning.js';
import { seededRandom } from '../../../../models/build/random.js';

/** A tube around the left leg: rings of eight vertices at nine heights, hip at 0, knee at −0.4 m. */
const RINGS = 9;
const joints = new Float64Array(72);
joints[3 * 4 + 1] = joints[3 * 7 + 1] = -0.4;
const vertices = new Float64Array(RINGS * 8 * 3);
const weights = new Float32Array(RINGS * 8 * 24);
for (let v = 0; v < RINGS * 8; v++) {
  const y = -0.3 - 0.025 * (v >> 3);
  const angle = ((v & 7) * Math.PI) / 4;
  vertices.set([0.06 * Math.cos(angle), y, 0.06 * Math.sin(angle)], 3 * v);
  const knee = Math.min(Math.max((-0.35 - y) / 0.1, 0), 1);
  weights[24 * v + 1] = 1 - knee;
  weights[24 * v + 4] = knee;
}
const body: RestBody = { vertices, joints, skin: sparseSkin(weights, 24) };
const neighbours = Array.from({ length: RINGS * 8 }, (_, v) =>
  [v - 8, v + 8].filter((other) => other >= 0 && other < RINGS * 8),
);

test('displaced by its target, linear skinning lands on dual quaternions', () => {
  const pose = new Float64Array(72);
  pose.set([-0.5, 0.4, 0.3], 3 * 1);
  pose.set([1.2, 0.3, -0.2], 3 * 4);
  const target = correctiveTarget(body, pose);
  const displaced = { ...body, vertices: vertices.map((value, k) => value + target[k]) };
  const zero = new Float32Array(vertices.length * 207);
  const { linear } = skinThreeWays(displaced, zero, pose);
  const { dualQuaternion } = skinThreeWays(body, zero, pose);
  expect(Math.max(...target.map(Math.abs))).toBeGreaterThan(0.001);
  linear.forEach((value, k) => {
    expect(value).toBeCloseTo(dualQuaternion[k], 10);
  });
});

test('a joint corrects what it moves and two rings around it', () => {
  const chain = [[1], [0, 2], [1, 3], [2, 4], [3]];
  const held = new Float32Array(5 * 24);
  held[0] = 1; // vertex 0 by the root, which corrects nothing
  for (const v of [1, 2, 3]) held[24 * v + 1] = 1;
  held[24 * 4 + 4] = 1;
  expect(correctingJoints(held, 24, chain)).toEqual([[1], [1], [1, 4], [1, 4], [1, 4]]);
});

test('correctives learnt from poses bring unseen poses closer (seed 9)', () => {
  const random = seededRandom(9);
  const jointsOf = correctingJoints(weights, 24, neighbours);
  const correctives = learnCorrectives(body, jointsOf, 207, 40, random);
  const [plain, corrected] = heldOutError(body, correctives, 20, random);
  expect(corrected).toBeLessThan(0.5 * plain); // 0.44 here, where every vertex is near the knee; 0.3 on a whole body
  // Features of joints that are not the vertex's own stay out.
  for (let k = 0; k < correctives.length; k++) {
    if (correctives[k] === 0) continue;
    const joint = Math.floor((k % 207) / 9) + 1;
    expect(jointsOf[Math.floor(k / 621)]).toContain(joint);
  }
});

test('correctives are linear in the features', () => {
  const features = new Float64Array(207);
  features[3] = 2;
  features[100] = -1;
  const correctives = new Float32Array(3 * 207);
  correctives[207 + 3] = 0.5;
  correctives[207 + 100] = 0.25;
  const out = new Float64Array(3);
  applyCorrectives(Float64Array.of(7, 8, 9), correctives, features, out);
  expect([...out]).toEqual([7, 8.75, 9]);
});

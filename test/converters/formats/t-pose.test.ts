import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { T_POSE } from '../../../converters/formats/t-pose.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { shapeBody } from '../../../core/body/shape.js';

test('the limbs of the shipped body rest as the table says', async () => {
  const { joints } = shapeBody(await openBody('neutral'), []);
  const at = (joint: (typeof SMPL_JOINTS)[number]) => joints.subarray(3 * SMPL_JOINTS.indexOf(joint));
  expect(T_POSE).toHaveLength(8);
  for (const { from, to, direction } of T_POSE) {
    const limb = [0, 1, 2].map((axis) => at(to)[axis] - at(from)[axis]);
    const along = limb.reduce((sum, value, axis) => sum + value * direction[axis], 0) / Math.hypot(...limb);
    // Legs stand 2.5 degrees apart, arms slant a little more; the checks allow 10 degrees.
    expect(along, `${from} to ${to}`).toBeGreaterThan(Math.cos((10 * Math.PI) / 180));
  }
});

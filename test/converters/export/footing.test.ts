import { expect, test } from 'vitest';
import { footing } from '../../../converters/export/footing.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const body = tinyRiggedBody(1);

test('the lower corners of both feet, of boxes as those of the tiny body', () => {
  const found = footing(body);
  const names = [...found].map((v) => SMPL_JOINTS[body.skinJoints[4 * v]]);
  for (const name of names) expect(name).toMatch(/^(left|right)_(ankle|foot)$/);
  for (const side of ['left', 'right']) {
    const feet = [...body.skinJoints.keys()].filter(
      (slot) => slot % 4 === 0 && [`${side}_ankle`, `${side}_foot`].includes(SMPL_JOINTS[body.skinJoints[slot]]),
    );
    const heights = feet.map((slot) => body.restVertices[(3 * slot) / 4 + 1]);
    const own = [...found].filter((v) => SMPL_JOINTS[body.skinJoints[4 * v]].startsWith(side));
    expect(Math.min(...own.map((v) => body.restVertices[3 * v + 1]))).toBe(Math.min(...heights));
    // One of each corner at least: a foot that is tilted to any side stands on one of them.
    expect(own.length).toBeGreaterThanOrEqual(4);
  }
});

test('a body without feet of these names stands on nothing', () => {
  expect(footing({ ...body, jointNames: body.jointNames.map(() => 'joint') }).size).toBe(0);
});

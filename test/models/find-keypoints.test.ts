import { describe, expect, test } from 'vitest';
import { openBody } from '../../converters/cli/node-models.js';
import { SURFACE_POINTS } from '../../core/body/joint-sets.js';
import { findKeypoints } from '../../models/find-keypoints.js';
import { goldenBody } from '../support/golden-body.js';

/** Metres. The points named by hand are not extremes everywhere: an eye's is its lid, a little toe's its tip. */
const TOLERANCE = 0.025;

describe.each(['neutral', 'female', 'male'] as const)('the %s body', async (name) => {
  const body = await openBody(name);
  const found = findKeypoints(body);

  test.each([...SURFACE_POINTS])('%s is found near the vertex named by hand', (point) => {
    const [is, wanted] = [found[point], body.keypointVertices[point]].map((vertex) =>
      body.template.subarray(3 * (vertex ?? Number.NaN), 3 * (vertex ?? Number.NaN) + 3),
    );
    expect(is).toHaveLength(3);
    expect(Math.hypot(...is.map((value, axis) => value - wanted[axis]))).toBeLessThan(TOLERANCE);
  });
});

test('a body without a head or feet to speak of has no such points', () => {
  expect(findKeypoints(goldenBody())).toEqual({});
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { shapeBody } from '../../core/body/shape.js';
import { poseVertices } from '../../core/body/skinning.js';
import type { BodyModel } from '../../core/types.js';
import { parseBody } from '../../models/load-body.js';
import { goldenCases } from '../support/golden-body.js';
import { largestDifference } from '../support/numeric-jacobian.js';

/** Metres; float32 bodies of a metre against float64 results. */
const TOLERANCE = 1e-6;

interface Case {
  readonly betas: number[];
  readonly pose: number[];
  readonly translation: number[];
  readonly vertices: number[][];
}

const golden = (name: string): Uint8Array => readFileSync(new URL(`../golden/${name}`, import.meta.url));
const larger = JSON.parse(new TextDecoder().decode(golden('body-files.json'))) as Record<'smplh' | 'smplx', Case[]>;

function expectForward(body: BodyModel, { betas, pose, translation, vertices }: Case): void {
  const all = Float64Array.from({ length: 72 }, (_, i) => pose[i] ?? 0);
  const posed = poseVertices(body, shapeBody(body, betas), all, translation);
  expect(largestDifference(posed, vertices.flat())).toBeLessThan(TOLERANCE);
}

describe.each(['smpl_python2.pkl', 'smpl_python3.pkl'])('%s', (file) => {
  const body = parseBody(`models/${file}`, golden(file));

  test('is named for its file and keeps all its betas', () => {
    expect(body.name).toBe(file.replace('.pkl', ''));
    expect(body.betaCount).toBe(3);
  });

  test.each(goldenCases.map((golden, i) => [i, golden] as const))('forward result %d equals the golden one', (_, one) =>
    expectForward(body, one),
  );
});

describe.each(['smplh', 'smplx'] as const)('%s', (name) => {
  const body = parseBody(`${name}.npz`, golden(`${name}.npz`));

  test('is read in 24 joints, with ten betas of more', () => {
    expect(body.parents).toHaveLength(24);
    expect(body.betaCount).toBe(10);
  });

  test.each([0, 1])('forward result %d, flat hands, equals that of the whole model', (i) =>
    expectForward(body, larger[name][i]),
  );

  test('hand joints lie among the knuckles', () => {
    const rows = [22, 23].map((hand) => {
      const { start, values } = body.jointRegressor;
      return values.subarray(start[hand], start[hand + 1]).reduce((sum, value) => sum + value, 0);
    });
    for (const sum of rows) expect(sum).toBeCloseTo(1, 6);
  });
});

test('more betas on request, not more than there are', () => {
  const file = golden('smplh.npz');
  expect(parseBody('smplh.npz', file, { betas: 16 }).betaCount).toBe(16);
  expect(() => parseBody('smplh.npz', file, { betas: 17 })).toThrow('it has 16 shape components, 17 were asked for');
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { toAmassNpz } from '../../../converters/export/amass-npz.js';
import { toSmplifyPickle } from '../../../converters/export/smplify-pickle.js';
import { type Parameters, restPelvis } from '../../../converters/formats/parameters.js';
import { shapeBody } from '../../../core/body/shape.js';
import { poseVertices } from '../../../core/body/skinning.js';
import { writeBodyNpz, writeBodyPickle } from '../../../models/write-body.js';
import { largestDifference } from '../../support/numeric-jacobian.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

/** Metres: float32 bodies and sums on both sides. */
const TOLERANCE = 1e-5;

const SCRIPT = fileURLToPath(new URL('../../support/evaluate_smpl.py', import.meta.url));
const python = ['python3', '/usr/bin/python3'].find(
  (name) => spawnSync(name, ['-c', 'import numpy, scipy.spatial']).status === 0,
);

const body = tinyBody();
const { betas, pose, translation, camera } = randomParameters(3);
const parameters: Parameters = {
  betas: Float64Array.from(betas),
  poses: Float64Array.from(pose),
  translations: Float64Array.from(translation),
  gender: 'female',
  ...(camera && { camera }),
};
const pelvis = restPelvis(body, parameters.betas);
const expected = poseVertices(body, shapeBody(body, betas), pose, translation);
/** The camera's vertices with z, or y, up: a turn about x. */
const upright = (up: 'y' | 'z'): number[] =>
  Array.from({ length: expected.length / 3 }, (_, v) => expected.slice(3 * v, 3 * v + 3)).flatMap(([x, y, z]) =>
    up === 'y' ? [x, -y, -z] : [x, z, -y],
  );

describe.skipIf(python === undefined)('Python with NumPy and SciPy (skipped where it is not installed)', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'photorig-python-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function evaluate(bodyFile: string, resultFile: string): { frames: number[][][]; told: Record<string, unknown> } {
    const files = [bodyFile, resultFile].map((name) => path.join(folder, name));
    return JSON.parse(execFileSync(python ?? '', [SCRIPT, ...files], { encoding: 'utf8', maxBuffer: 2 ** 26 }));
  }

  for (const [name, bytes] of Object.entries({
    'body.npz': writeBodyNpz(body),
    'body.pkl': writeBodyPickle(body),
    'result.pkl': toSmplifyPickle(parameters),
    'y.npz': toAmassNpz(parameters, { pelvis, up: 'y' }),
    'z.npz': toAmassNpz(parameters, { pelvis }),
  })) {
    writeFileSync(path.join(folder, name), bytes);
  }

  test.each([
    ['body.npz', 'result.pkl', [...expected]],
    ['body.pkl', 'result.pkl', [...expected]],
    ['body.pkl', 'z.npz', upright('z')],
    ['body.npz', 'y.npz', upright('y')],
  ])('%s with %s: the vertices are ours', (bodyFile, resultFile, vertices) => {
    const { frames } = evaluate(bodyFile, resultFile);
    expect(frames).toHaveLength(1);
    expect(largestDifference(frames[0].flat(), vertices)).toBeLessThan(TOLERANCE);
  });

  test('what else the files say', () => {
    expect(evaluate('body.npz', 'z.npz').told).toEqual({ gender: 'female', mocap_framerate: 30, f: [1000, 1000] });
    expect(evaluate('body.npz', 'result.pkl').told).toEqual({ gender: 'female', f: [1000, 1000] });
  });
});

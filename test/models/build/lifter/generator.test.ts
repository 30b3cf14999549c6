import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBody } from '../../../../converters/cli/node-models.js';
import { createKinematics } from '../../../../core/body/kinematics.js';
import { type Skeleton, skeletonOf } from '../../../../core/body/skeleton.js';
import { namedKeypoints } from '../../../../core/keypoints/named-keypoints.js';
import { rowsByName } from '../../../../core/keypoints/observe.js';
import { FEATURE_COUNT, LIFTED_KEYPOINTS, liftFeatures } from '../../../../core/lift/features.js';
import type { Camera } from '../../../../core/types.js';
import { trainingData } from '../../../../models/build/lifter/training-data.js';
import { seededRandom } from '../../../../models/build/random.js';
import { standing } from '../../../support/standing.js';

const SOURCES = fileURLToPath(new URL('../../../../models/build/lifter', import.meta.url));
const SEED = 9;
const CAMERA: Camera = { focalLength: 700, principalPoint: [100, 400], width: 640, height: 480 };
const PYTHON = ['python3', '/usr/bin/python3'].find(
  (python) => spawnSync(python, ['-c', 'import torch, numpy']).status === 0,
);
if (PYTHON === undefined) console.warn('generator.test.ts is skipped: no Python with numpy and torch was found.');

/** What Python answers: one process, because loading torch takes longer than all of its work here. */
const SCRIPT = `
import json, sys
sys.dont_write_bytecode = True
given = json.load(sys.stdin)
sys.path.insert(0, given["sources"])
import numpy as np, torch
torch.set_num_threads(1)
from body import Body, Pose, global_rotations, rotation
from generator import Generator, features, normalise
data = np.load(given["data"])
t = lambda name: torch.tensor([given[name]])
view, flat, size = normalise(t("rays"), t("confidence"))
depth = (t("landmarks") @ view.transpose(1, 2))[..., 2]
rest = Body(data, "neutral").rest(t("betas"))
joints, keypoints = Pose(data)(global_rotations(rotation(t("pose").reshape(1, 24, 3))), *rest)
batches = [Generator(data, "train", 4)(16) for _ in range(2)]
print(json.dumps({
    "features": features(flat, t("confidence"), size, depth, torch.ones(1, 1))[0].tolist(),
    "view": view[0].flatten().tolist(),
    "joints": joints[0].tolist(),
    "keypoints": keypoints[0].tolist(),
    "repeats": all(torch.equal(batches[0][name], batches[1][name]) for name in batches[0]),
    "finite": all(bool(torch.isfinite(values).all()) for values in batches[0].values()),
    "shape": list(batches[0]["features"].shape),
}))
`;

interface Answer {
  readonly features: number[];
  readonly view: number[];
  readonly joints: number[][];
  readonly keypoints: number[][];
  readonly repeats: boolean;
  readonly finite: boolean;
  readonly shape: number[];
}

describe.skipIf(PYTHON === undefined)('training speaks of the same things as core', () => {
  const random = seededRandom(SEED);
  const person = namedKeypoints(standing().keypoints);
  person.set('nose', { ...person.get('nose')!, confidence: 0.4 });
  person.delete('left_wrist');
  const landmarks = new Map(LIFTED_KEYPOINTS.map((name) => [name, [0, 0, random.normal()] as const]));
  // Translation 0, a random pose with hands at rest, random betas.
  const params = Float64Array.from({ length: 85 }, (_, n) =>
    n < 3 || (n >= 69 && n < 75) ? 0 : 0.5 * random.normal(),
  );
  let skeleton: Skeleton;
  let answer: Answer;

  beforeAll(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lifter-'));
    const data = path.join(folder, 'training.npz');
    const body = await openBody('neutral');
    skeleton = skeletonOf(body);
    const poses = (count: number) => Float32Array.from({ length: 72 * count }, () => 0.3 * random.normal());
    const sets = { captured: poses(8), seated: poses(4), standing: poses(4), raised: poses(4) };
    writeFileSync(data, trainingData({ train: sets, heldOut: sets }, { neutral: body, female: body, male: body }));
    const [cx, cy] = CAMERA.principalPoint;
    const input = {
      sources: SOURCES,
      data,
      rays: LIFTED_KEYPOINTS.map((name) => {
        const { x, y } = person.get(name) ?? { x: cx, y: cy };
        return [(x - cx) / CAMERA.focalLength, (y - cy) / CAMERA.focalLength];
      }),
      confidence: LIFTED_KEYPOINTS.map((name) => person.get(name)?.confidence ?? 0),
      landmarks: [...landmarks.values()],
      pose: [...params.subarray(3, 75)],
      betas: [...params.subarray(75)],
    };
    const { stdout, stderr, status } = spawnSync(PYTHON!, ['-c', SCRIPT], {
      input: JSON.stringify(input),
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    if (status !== 0) throw new Error(stderr);
    answer = JSON.parse(stdout);
  });

  test('features', () => {
    const { values, view } = liftFeatures(person, CAMERA, landmarks)!;
    expect(answer.features.length).toBe(FEATURE_COUNT);
    // One side computes in single precision.
    answer.features.forEach((value, i) => {
      expect(Math.abs(values[i] - value), `seed ${SEED}, feature ${i}`).toBeLessThan(1e-5);
    });
    answer.view.forEach((value, i) => {
      expect(Math.abs(view[i] - value)).toBeLessThan(1e-6);
    });
  });

  test('joints and keypoints of a posed body', () => {
    const { joints } = createKinematics(skeleton).pose(params, false);
    const rows = rowsByName(skeleton);
    const distance = (row: number, point: readonly number[]): number =>
      Math.hypot(...point.map((value, axis) => joints[3 * row + axis] - joints[axis] - value));
    answer.joints.forEach((point, j) => {
      expect(distance(j, point), `seed ${SEED}, joint ${j}`).toBeLessThan(1e-5);
    });
    answer.keypoints.forEach((point, k) => {
      // Training carries a point of the skin by one joint alone and without correctives; that moves it a little.
      expect(distance(rows.get(LIFTED_KEYPOINTS[k])!, point), LIFTED_KEYPOINTS[k]).toBeLessThan(0.02);
    });
  });

  test('the same seed draws the same examples, and they are finite', () => {
    expect(answer.repeats).toBe(true);
    expect(answer.finite).toBe(true);
    expect(answer.shape).toEqual([16, FEATURE_COUNT]);
  });
});

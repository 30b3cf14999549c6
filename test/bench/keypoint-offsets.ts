/**
 * Where the detector sees keypoints beside the body's joints, from rendered people whose bodies are known: the numbers of
 * core/keypoints/detector-offsets.ts.
 *
 *   npx tsx test/bench/keypoint-offsets.ts POSES.npz [--count 300]
 */

import { Command } from 'commander';
import { Matrix, solve } from 'ml-matrix';
import { openBody } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { JOINT_SETS, withoutSide } from '../../core/body/joint-sets.js';
import { createKinematics } from '../../core/body/kinematics.js';
import { skeletonOf } from '../../core/body/skeleton.js';
import { findPeople } from '../../core/detect/people.js';
import { boneOf } from '../../core/keypoints/detector-offsets.js';
import { rowsByName } from '../../core/keypoints/observe.js';
import { renderCase } from './silhouette-people.js';
import { mean, table } from './statistics.js';
import { makeCases } from './synthetic-cases.js';
import { posesOfFile, spreadOver } from './synthetic-poses.js';

const SEED = 11;
/** The detector says so of keypoints that it sees. */
const SEEN = 0.5;
/** Farther away, metres, the detector has taken something else for the joint. */
const MISTAKEN = 0.12;

/** Two equations: where a keypoint was seen beside its joint, in the plane of the picture. */
interface Sight {
  /** First two rows of the bone's rotation, mirrored for the right side. */
  readonly rows: readonly (readonly number[])[];
  /** 2, metres. */
  readonly beside: readonly [number, number];
}

async function main(file: string, { count }: { count: number }): Promise<void> {
  const model = await openBody('neutral');
  const skeleton = skeletonOf(model);
  const kinematics = createKinematics(skeleton);
  const runtime = nodeRuntime({ threads: 1 });
  const rows = rowsByName(skeleton);
  const sights = new Map<string, Sight[]>();
  for (const [i, truth] of makeCases(spreadOver(posesOfFile(file).poses, count), kinematics, SEED).entries()) {
    const { picture } = renderCase(truth, model, kinematics, i % 2 === 0 ? 'loose' : 'painted');
    const [found] = await findPeople(picture, runtime);
    if (found === undefined) continue;
    const { set, xy, confidence } = found.keypoints;
    const { joints, rotations } = kinematics.pose(truth.params, false);
    const { focalLength: f, principalPoint } = truth.camera;
    JOINT_SETS[set].forEach((name, k) => {
      const row = name === null ? undefined : rows.get(name);
      if (name === null || row === undefined || !(confidence[k] > SEEN)) return;
      const [X, Y, Z] = joints.subarray(3 * row, 3 * row + 3);
      const [x, y] = [X, Y].map((value, axis) => ((xy[2 * k + axis] - principalPoint[axis]) * Z) / f - value);
      if (Math.hypot(x, y) > MISTAKEN) return;
      const R = rotations.subarray(9 * boneOf(row, skeleton));
      const side = name.startsWith('right_') ? -1 : 1;
      const sight: Sight = { rows: [0, 3].map((at) => [side * R[at], R[at + 1], R[at + 2]]), beside: [x, y] };
      sights.set(withoutSide(name), [...(sights.get(withoutSide(name)) ?? []), sight]);
    });
  }
  const lines = [...sights].map(([part, all]) => {
    const A = new Matrix(all.flatMap((sight) => sight.rows.map((row) => [...row])));
    const b = Matrix.columnVector(all.flatMap((sight) => [...sight.beside]));
    const offset = solve(A, b, true);
    const left = Matrix.sub(b, A.mmul(offset));
    const rms = (residual: Matrix): string =>
      (1000 * Math.sqrt(mean(residual.to1DArray().map((r) => 2 * r * r)))).toFixed(0);
    return [
      part,
      `${all.length}`,
      offset
        .to1DArray()
        .map((value) => (1000 * value).toFixed(0))
        .join(', '),
      rms(b),
      rms(left),
    ];
  });
  console.log(table([['keypoint', 'seen', 'offset, mm', 'rms before, mm', 'after'], ...lines]));
}

const program = new Command()
  .argument('<poses>', 'npz with poses, N×72')
  .option('--count <n>', 'people', Number, 300)
  .action(main);
await program.parseAsync();

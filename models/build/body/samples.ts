import type { SparseRows } from '../../../core/types.js';
import type { Random } from '../random.js';
import type { Human } from './human.js';
import { smplJoints } from './joints.js';
import type { Vector3 } from './matrix3.js';
import { meshHeight, meshVolume } from './mesh.js';
import { drawPerson } from './population.js';
import type { Bone } from './rig.js';
import { BODY_DENSITY, sizing } from './sizing.js';
import { type Folding, MIRRORED_JOINT } from './symmetry.js';
import type { Topology } from './topology.js';
import { skinByMotions, tPoseMotions } from './tpose.js';

/** Bodies in the T-pose, pelvis at the origin, made left-right symmetric. N people. */
export interface Samples {
  readonly count: number;
  /** N×length of the folding: vertices in metres. */
  readonly folded: Float32Array;
  /** N×24×3, metres. */
  readonly joints: Float64Array;
  /** N, metres. */
  readonly stature: Float64Array;
  /** N, kg/m². */
  readonly bmi: Float64Array;
}

/** Draws people and poses each of them; `progress` is called with the number done. */
export function samplePopulation(
  human: Human,
  topology: Topology,
  folding: Folding,
  bones: readonly Bone[],
  rigWeights: SparseRows,
  count: number,
  random: Random,
  progress: (done: number) => void,
): Samples {
  const V = topology.source.length;
  const samples: Samples = {
    count,
    folded: new Float32Array(count * folding.length),
    joints: new Float64Array(count * 72),
    stature: new Float64Array(count),
    bmi: new Float64Array(count),
  };
  const { toSize } = sizing(human, topology);
  const vertices = new Float64Array(3 * V);
  for (let n = 0; n < count; n++) {
    const points = toSize(drawPerson(random, human.gender));
    const height = meshHeight(points, topology.skinVertexCount);
    samples.stature[n] = height;
    samples.bmi[n] = (meshVolume(points, topology.faces, topology.skinFaceCount) * BODY_DENSITY) / height ** 2;

    const cube = (name: string): Vector3 => {
      const p = 3 * human.cubePoint.get(name)!;
      return [points[p], points[p + 1], points[p + 2]];
    };
    const motions = tPoseMotions(bones, cube);
    skinByMotions(rigWeights, motions, points, vertices);
    const joints = smplJoints(cube, bones, motions);
    for (let v = 0; v < V; v++) for (let axis = 0; axis < 3; axis++) vertices[3 * v + axis] -= joints[axis];
    folding.fold(vertices, samples.folded, n * folding.length);
    samples.joints.set(symmetricJoints(joints), n * 72);
    progress(n + 1);
  }
  return samples;
}

/** 24×3 with the pelvis moved to the origin, averaged with the mirror image. */
function symmetricJoints(joints: Float64Array): Float64Array {
  return joints.map((_, index) => {
    const axis = index % 3;
    const own = joints[index] - joints[axis];
    const image = joints[3 * MIRRORED_JOINT[(index - axis) / 3] + axis] - joints[axis];
    return (own + (axis === 0 ? -image : image)) / 2;
  });
}

/** The first half of each of two populations. */
export function mixHalves(a: Samples, b: Samples): Samples {
  const half = a.count >> 1;
  const join = <T extends Float32Array | Float64Array>(x: T, y: T, out: T): T => {
    out.set(x.subarray(0, out.length / 2));
    out.set(y.subarray(0, out.length / 2), out.length / 2);
    return out;
  };
  const length = a.folded.length / a.count;
  return {
    count: 2 * half,
    folded: join(a.folded, b.folded, new Float32Array(2 * half * length)),
    joints: join(a.joints, b.joints, new Float64Array(2 * half * 72)),
    stature: join(a.stature, b.stature, new Float64Array(2 * half)),
    bmi: join(a.bmi, b.bmi, new Float64Array(2 * half)),
  };
}

/** Mean of each column of an N×width array. */
export function meanRow(rows: Float32Array | Float64Array, count: number): Float64Array {
  const width = rows.length / count;
  const mean = new Float64Array(width);
  for (let n = 0; n < count; n++) for (let k = 0; k < width; k++) mean[k] += rows[n * width + k] / count;
  return mean;
}

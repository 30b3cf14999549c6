import type { RiggedBody } from '../types.js';
import { frameCount, skinnedCoordinate, transformsOf } from './posed-body.js';
import { INFLUENCES } from './rigged-body.js';
import { turnUpright } from './upright.js';

/** In a long motion one frame in a hundred may sink below the floor: a single bad one must not lift all the others. */
const FLOOR_PERCENTILE = 0.01;

/** The height on which a body stands: that of its lowest vertex; in a motion the first percentile of its frames'. */
function floorOf(body: RiggedBody): number {
  const parts = partsOf(body);
  const lows = Float32Array.from({ length: frameCount(body) }, (_, frame) => lowestOf(body, parts, frame)).sort();
  return lows[Math.floor(FLOOR_PERCENTILE * lows.length)];
}

/** The vertices that one joint moves most. */
interface Part {
  readonly vertices: readonly number[];
  /** Joints that move any of them, and how far from each the furthest of them is in the rest pose. Metres. */
  readonly reaches: readonly (readonly [joint: number, reach: number])[];
}

function partsOf({ parents, restVertices, restJoints, poseCorrective, skinJoints, skinWeights }: RiggedBody): Part[] {
  const J = parents.length;
  const vertices = Array.from(parents, (): number[] => []);
  /** J×J, squared reaches by part and joint; −1 where the joint moves none. */
  const squares = new Float64Array(J * J).fill(-1);
  for (let v = 0; v < restVertices.length / 3; v++) {
    const part = skinJoints[INFLUENCES * v];
    vertices[part].push(v);
    const X = restVertices[3 * v] + (poseCorrective?.[3 * v] ?? 0);
    const Y = restVertices[3 * v + 1] + (poseCorrective?.[3 * v + 1] ?? 0);
    const Z = restVertices[3 * v + 2] + (poseCorrective?.[3 * v + 2] ?? 0);
    for (let slot = INFLUENCES * v; slot < INFLUENCES * (v + 1) && skinWeights[slot] > 0; slot++) {
      const j = skinJoints[slot];
      const x = X - restJoints[3 * j];
      const y = Y - restJoints[3 * j + 1];
      const z = Z - restJoints[3 * j + 2];
      squares[part * J + j] = Math.max(squares[part * J + j], x * x + y * y + z * z);
    }
  }
  return vertices.flatMap((own, part) => {
    const reaches = [...parents.keys()].map((j) => [j, Math.sqrt(squares[part * J + j])] as const);
    return own.length === 0 ? [] : [{ vertices: own, reaches: reaches.filter(([, reach]) => reach >= 0) }];
  });
}

/**
 * The lowest y of the mesh in a frame. A vertex is a mean of points that are no further from the joints which move it
 * than in the rest pose, hence no lower than the lowest of `joint − reach`. Parts are looked at in the order of these
 * bounds until none can be lower: most often the feet alone, a tenth of the work.
 */
function lowestOf(body: RiggedBody, parts: readonly Part[], frame: number): number {
  const transforms = transformsOf(body, frame);
  const boundOf = ({ reaches }: Part): number =>
    Math.min(...reaches.map(([j, reach]) => transforms.positions[3 * j + 1] - reach));
  const byBound = parts.map((part) => ({ ...part, bound: boundOf(part) })).sort((a, b) => a.bound - b.bound);
  let lowest = Number.POSITIVE_INFINITY;
  for (const { vertices, bound } of byBound) {
    if (bound >= lowest) break;
    for (const v of vertices) lowest = Math.min(lowest, skinnedCoordinate(body, transforms, v, 1));
  }
  return lowest;
}

/**
 * Turns people upright, where their camera knows how things fall (the same one for all, or none), and moves them together
 * so that the lowest posed vertex of all stands on y = 0 and the middle of their pelvises in the first frame over
 * x = z = 0; their places relative to each other, and their ways, are kept.
 */
export function standOnFloor(bodies: readonly RiggedBody[]): RiggedBody[] {
  const upright = bodies.map(turnUpright);
  const floor = Math.min(...upright.map(floorOf));
  const mean = (axis: number): number =>
    upright.reduce((sum, body) => sum + body.rootPosition[axis], 0) / upright.length;
  const shift = [-mean(0), -floor, -mean(2)];
  const moved = (positions: Float32Array): Float32Array => positions.map((value, i) => value + shift[i % 3]);
  return upright.map(({ motion, ...body }) => ({
    ...body,
    rootPosition: moved(body.rootPosition),
    ...(motion !== undefined && { motion: { ...motion, rootPositions: moved(motion.rootPositions) } }),
  }));
}

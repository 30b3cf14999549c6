import { pointOf, type Vector } from './vector.js';

/** Half the width of the block, metres. */
const HALF_WIDTH = 0.26;
/** Its front edge, as a share of the half width: behind the hollow of the knee. */
const FRONT = 0.6;
/** The person sits this deep in the block's top, metres: flesh and cloth give way. */
const SINK = 0.015;

/** A mesh of a plain block: corners in the world, faces counter-clockwise from outside. */
export interface Block {
  readonly vertices: readonly Vector[];
  readonly faces: readonly number[];
}

/**
 * The block under a person who sits over the origin: as high as the lowest vertex near the pelvis.
 *
 * @param vertices V×3, world, metres
 * @param forward unit vector on the ground, where the person faces
 */
export function blockUnder(vertices: Float32Array, forward: Vector): Block {
  let top = Number.POSITIVE_INFINITY;
  for (let v = 0; v < vertices.length / 3; v++) {
    const [x, y, z] = pointOf(vertices, v);
    if (Math.hypot(x, z) < HALF_WIDTH / 2) top = Math.min(top, y);
  }
  top += SINK;
  const side: Vector = [forward[2], 0, -forward[0]];
  const corner = (s: number, f: number, y: number): Vector => [
    HALF_WIDTH * (s * side[0] + f * forward[0]),
    y,
    HALF_WIDTH * (s * side[2] + f * forward[2]),
  ];
  const ring = [[1, FRONT] as const, [1, -1] as const, [-1, -1] as const, [-1, FRONT] as const];
  return {
    vertices: [...ring.map(([s, f]) => corner(s, f, top)), ...ring.map(([s, f]) => corner(s, f, 0))],
    faces: [0, 1, 2, 0, 2, 3, 0, 4, 5, 0, 5, 1, 1, 5, 6, 1, 6, 2, 2, 6, 7, 2, 7, 3, 3, 7, 4, 3, 4, 0],
  };
}

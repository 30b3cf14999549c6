import { INFLUENCES } from '../../core/body/rigged-body.js';
import type { RiggedBody } from '../../core/types.js';

/** The bones whose skin stands on the floor. */
const FEET = [
  ['left_ankle', 'left_foot'],
  ['right_ankle', 'right_foot'],
] as const;
/** Radians off straight down, and in how many directions around it: people stand on heels, toes and edges, too. */
const TILTS = [0, Math.PI / 9];
const AROUND = 8;

/** The vertices on which a body stands, however its feet are tilted: of each foot those that reach farthest down. */
export function footing(body: RiggedBody): Set<number> {
  const found = new Set<number>();
  for (const foot of FEET) {
    const vertices = verticesOf(body, foot);
    for (const tilt of TILTS) {
      for (let step = 0; step < AROUND; step++) {
        const turn = (2 * Math.PI * step) / AROUND;
        const down = [Math.sin(tilt) * Math.cos(turn), -Math.cos(tilt), Math.sin(tilt) * Math.sin(turn)] as const;
        const vertex = farthest(body.restVertices, vertices, down);
        if (vertex >= 0) found.add(vertex);
      }
    }
  }
  return found;
}

/** The vertices that follow one of these joints more than any other. */
function verticesOf({ jointNames, skinJoints }: RiggedBody, names: readonly string[]): number[] {
  const joints = names.map((name) => jointNames.indexOf(name));
  return [...skinJoints.keys()].flatMap((slot) =>
    slot % INFLUENCES === 0 && joints.includes(skinJoints[slot]) ? [slot / INFLUENCES] : [],
  );
}

/** Which of the vertices lies farthest in a direction; -1 where there are none. */
function farthest(
  restVertices: Float32Array,
  vertices: readonly number[],
  [dx, dy, dz]: readonly [number, number, number],
): number {
  let best = -1;
  let reach = Number.NEGATIVE_INFINITY;
  for (const v of vertices) {
    const along = dx * restVertices[3 * v] + dy * restVertices[3 * v + 1] + dz * restVertices[3 * v + 2];
    if (!(along > reach)) continue;
    reach = along;
    best = v;
  }
  return best;
}

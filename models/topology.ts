import type { SurfacePoint } from '../core/body/joint-sets.js';

type KeypointVertices = Readonly<Partial<Record<SurfacePoint, number>>>;

/** Our own mesh: MakeHuman's base mesh hm08, body vertices 0-13,379 and eyes. */
const PHOTORIG: KeypointVertices = {
  nose: 5054,
  left_eye: 6950,
  right_eye: 174,
  left_ear: 12038,
  right_ear: 5439,
  left_heel: 12815,
  right_heel: 6218,
  left_big_toe: 11551,
  right_big_toe: 4933,
  left_small_toe: 13209,
  right_small_toe: 6613,
  head_top: 881,
};

/** SMPL's mesh: published vertex numbers. */
const SMPL: KeypointVertices = {
  nose: 332,
  left_eye: 2800,
  right_eye: 6260,
  left_ear: 583,
  right_ear: 4071,
  left_heel: 3387,
  right_heel: 6787,
  left_big_toe: 3216,
  right_big_toe: 6617,
  left_small_toe: 3226,
  right_small_toe: 6624,
  head_top: 411,
};

const BY_VERTEX_COUNT: Readonly<Record<number, KeypointVertices | undefined>> = { 13524: PHOTORIG, 6890: SMPL };

/** Surface keypoints of a mesh that is known by its number of vertices; null for any other mesh. */
export function knownKeypointVertices(vertexCount: number): Record<string, number> | null {
  const known = BY_VERTEX_COUNT[vertexCount];
  return known === undefined ? null : { ...known };
}

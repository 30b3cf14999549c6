import type { Naming } from './names.js';

/**
 * Where the pose goes. The rest mesh and the bind pose are the T-pose in all three.
 *  - `clip`: nodes stand in the T-pose; the animation "Pose" holds the pose.
 *  - `rest`: T-pose only, no animation, no correctives.
 *  - `applied`: nodes and the corrective's weight are already in the pose; no animation. For viewers that play none.
 */
export type PoseMode = 'clip' | 'rest' | 'applied';

export interface GltfOptions {
  readonly naming?: Naming;
  readonly pose?: PoseMode;
  /** asset.generator. */
  readonly generator?: string;
}

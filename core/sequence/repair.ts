import type { Kinematics } from '../body/kinematics.js';
import { projectPoints } from '../camera/project.js';
import type { Objective } from '../fit/objective.js';
import type { Camera } from '../types.js';
import { exchangeSides } from './exchange.js';
import type { SequenceFrame } from './frame.js';

/**
 * The frames in which a detector took left and right for each other, put right: bodies that their neighbours hold show
 * it. null for the others.
 *
 * @param params of each frame
 * @param noise as a share of the person's size
 * @param rows of PosedBody.joints, by name
 */
export function repairSides(
  frames: readonly (SequenceFrame | null)[],
  params: readonly Float64Array[],
  objectives: readonly Objective[],
  noise: number,
  kinematics: Kinematics,
  rows: ReadonlyMap<string, number>,
): (SequenceFrame | null)[] {
  return frames.map((frame, t) => {
    if (frame === null) return null;
    const { camera, size } = objectives[t];
    const { joints } = kinematics.pose(params[t], false);
    return exchangeSides(frame, placesInPicture(joints, rows, camera), noise * size);
  });
}

/** Where joints and points are in the picture, by name, pixels. */
function placesInPicture(
  joints: Float64Array,
  rows: ReadonlyMap<string, number>,
  camera: Camera,
): Map<string, readonly [number, number]> {
  const pixels = projectPoints(joints, camera);
  return new Map([...rows].map(([name, j]) => [name, [pixels[2 * j], pixels[2 * j + 1]]]));
}

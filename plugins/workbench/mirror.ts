import { JOINT_SETS, otherSide, placesOfOtherSides, SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { axisAngleFromRotation, rotationFromAxisAngle } from '../../core/body/rotation.js';
import { otherDepth } from '../../core/fit/depth-order.js';
import type { Fit, Keypoints } from '../../core/types.js';
import type { KeypointEdit, Person } from './state.js';

/**
 * A person whose left was taken for their right, put right. In the picture nothing moves; names of left and right are
 * exchanged, and the body is reflected in depth: z → −z of the scene, x → −x of the body. With S_z, S_x these
 * reflections, the global orientation becomes S_z R S_x, and joint rotations of the other side S_x R S_x.
 */
export function mirrorPerson(person: Person): Person {
  const twins = keypointTwins(person.keypoints);
  const { detection } = person;
  return {
    ...person,
    sidesKnown: true,
    detection: detection && { ...detection, keypoints: exchange(detection.keypoints, twins) },
    keypoints: exchange(person.keypoints, twins),
    edits: twins.map((twin) => turned(person.edits[twin])),
    worldLandmarks: person.worldLandmarks && mirroredLandmarks(person.worldLandmarks, twins),
    fit: person.fit && mirroredFit(person.fit),
  };
}

/** What that fit had exchanged or left out is the user's matter now. */
const mirroredFit = ({ exchanged: _, outliers: __, ...fit }: Fit): Fit => ({ ...fit, pose: mirroredPose(fit.pose) });

/** In a picture of depths that are mirrored, what was nearer is farther. */
const turned = ({ depth, ...edit }: KeypointEdit): KeypointEdit =>
  depth ? { ...edit, depth: otherDepth(depth) } : edit;

/** K: where the keypoint of the other side stands in the set. */
function keypointTwins({ set }: Keypoints): number[] {
  const names: readonly (string | null)[] = JOINT_SETS[set];
  return names.map((name, k) => (name === null ? k : names.indexOf(otherSide(name))));
}

const exchange = ({ set, xy, confidence }: Keypoints, twins: readonly number[]): Keypoints => ({
  set,
  xy: Float64Array.from(twins.flatMap((twin) => [xy[2 * twin], xy[2 * twin + 1]])),
  confidence: Float64Array.from(twins, (twin) => confidence[twin]),
});

const mirroredLandmarks = (world: Float64Array, twins: readonly number[]): Float64Array =>
  Float64Array.from(twins.flatMap((twin) => [world[3 * twin], world[3 * twin + 1], -world[3 * twin + 2]]));

/** J×3 of J×3. An axis-angle (x, y, z) seen in a mirror across x is (x, −y, −z). */
function mirroredPose(pose: Fit['pose']): Float64Array {
  const mirrored = new Float64Array(pose.length);
  placesOfOtherSides(SMPL_JOINTS).forEach((other, j) => {
    const twin = 3 * other;
    mirrored.set([pose[twin], -pose[twin + 1], -pose[twin + 2]], 3 * j);
  });
  const R = new Float64Array(9);
  rotationFromAxisAngle(pose[0], pose[1], pose[2], R);
  // S_z R S_x: the last row and the first column change sign, their corner twice.
  for (const i of [0, 3, 7, 8]) R[i] = -R[i];
  mirrored.set(axisAngleFromRotation(R), 0);
  return mirrored;
}

import type { SparseRows } from '../../../core/types.js';
import {
  add,
  apply,
  IDENTITY,
  type Matrix3,
  multiply,
  rotationAbout,
  rotationBetween,
  subtract,
  type Vector3,
  X_AXIS,
  Z_AXIS,
} from './matrix3.js';
import type { Bone } from './rig.js';

/** MakeHuman's A-pose hangs the shoulders; in a T-pose the collar bones rise. */
const CLAVICLE_RAISE = (15 * Math.PI) / 180;
/** How far each leg is spread from the vertical in the T-pose. */
const LEG_ABDUCTION = (2.5 * Math.PI) / 180;
const FINGERS = ['thumb', 'index', 'middle', 'ring', 'pinky'];

/** Position of a joint cube in the A-pose, by name. Metres. */
export type CubePosition = (cube: string) => Vector3;

/** The motion of each bone from A-pose to T-pose: x → rotation·x + translation. */
export interface BoneMotion {
  readonly rotation: Matrix3;
  readonly translation: Vector3;
}

/**
 * Brings a body from MakeHuman's A-pose to SMPL's T-pose: arms along ±x with elbows that bend in the xz plane, palms
 * down, hands without a bend, legs nearly vertical. +x is the body's left.
 */
export function tPoseMotions(bones: readonly Bone[], cube: CubePosition): BoneMotion[] {
  const rotations = new Map([...armRotations('l', cube), ...armRotations('r', cube)]);
  const motions: BoneMotion[] = [];
  const heads: Vector3[] = []; // where each bone begins in the T-pose
  for (const bone of bones) {
    const head = cube(bone.headCube);
    const rotation = rotations.get(bone.name) ?? IDENTITY;
    let newHead = head;
    if (bone.parent >= 0) {
      const offset = subtract(head, cube(bones[bone.parent].headCube));
      newHead = add(heads[bone.parent], apply(motions[bone.parent].rotation, offset));
    }
    heads.push(newHead);
    motions.push({ rotation, translation: subtract(newHead, apply(rotation, head)) });
  }
  return motions;
}

/** Rotations of the limbs of one side, by bone; torso, head and feet keep theirs. */
function armRotations(side: 'l' | 'r', cube: CubePosition): [string, Matrix3][] {
  const sign = side === 'l' ? 1 : -1;
  const outwards: Vector3 = [sign, 0, 0];
  const at = (name: string): Vector3 => cube(`joint-${side}-${name}`);
  const upper = subtract(at('elbow'), at('shoulder'));
  const fore = subtract(at('hand'), at('elbow'));
  const palm = subtract(at('finger-3-1'), at('hand'));
  const knuckles = subtract(at('finger-2-1'), at('finger-5-1'));

  const clavicle = rotationAbout(Z_AXIS, sign * CLAVICLE_RAISE);
  // The forearm leaves the upper arm's axis a little: the twist that puts it in front makes z the way the elbow bends.
  const straightUpper = multiply(rotationBetween(apply(clavicle, upper), outwards), clavicle);
  const upperArm = multiply(twistIntoZ(apply(straightUpper, fore)), straightUpper);
  const straightFore = multiply(rotationBetween(apply(upperArm, fore), outwards), upperArm);
  const straightHand = multiply(rotationBetween(apply(straightFore, palm), outwards), straightFore);
  // Index knuckle in front of the little finger's: palm down. The forearm takes half of that twist, as bones do.
  const lineOfKnuckles = apply(straightHand, knuckles);
  const hand = multiply(twistIntoZ(lineOfKnuckles), straightHand);
  const forearm = multiply(twistIntoZ(lineOfKnuckles, 0.5), straightFore);

  const leg = subtract(at('ankle'), at('upper-leg'));
  const abduction = Math.atan2(sign * leg[0], -leg[1]);
  const legRotation = rotationAbout(Z_AXIS, sign * (LEG_ABDUCTION - abduction));
  const fingers = FINGERS.flatMap((finger) => [1, 2, 3].map((bone) => `${finger}_0${bone}_${side}`));
  return [
    [`clavicle_${side}`, clavicle],
    [`upperarm_${side}`, upperArm],
    [`lowerarm_${side}`, forearm],
    [`hand_${side}`, hand],
    ...fingers.map((name): [string, Matrix3] => [name, hand]),
    [`thigh_${side}`, legRotation],
    [`calf_${side}`, legRotation],
  ];
}

/** The rotation about x, or a share of it, that turns `direction` into the half plane y = 0, z > 0. */
const twistIntoZ = (direction: Vector3, share = 1): Matrix3 =>
  rotationAbout(X_AXIS, share * Math.atan2(direction[1], direction[2]));

/**
 * Linear blend skinning: each vertex moves by the weighted mean of its bones' motions. Overwrites `out` (V×3).
 *
 * @param points at least V×3, metres
 */
export function skinByMotions(
  weights: SparseRows,
  motions: readonly BoneMotion[],
  points: Float64Array,
  out: Float64Array,
): void {
  const { start, columns, values } = weights;
  for (let v = 0; v < start.length - 1; v++) {
    const x = points[3 * v];
    const y = points[3 * v + 1];
    const z = points[3 * v + 2];
    let X = 0;
    let Y = 0;
    let Z = 0;
    for (let k = start[v]; k < start[v + 1]; k++) {
      const { rotation: R, translation: t } = motions[columns[k]];
      const w = values[k];
      X += w * (R[0] * x + R[1] * y + R[2] * z + t[0]);
      Y += w * (R[3] * x + R[4] * y + R[5] * z + t[1]);
      Z += w * (R[6] * x + R[7] * y + R[8] * z + t[2]);
    }
    out[3 * v] = X;
    out[3 * v + 1] = Y;
    out[3 * v + 2] = Z;
  }
}

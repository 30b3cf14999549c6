import { type Direction, unitDown } from '../camera/gravity.js';
import { flipPoints, flipRotation } from '../frames.js';
import type { RiggedBody } from '../types.js';
import { multiplyQuaternions, multiplyRotations, type Quaternion, rotationFromQuaternion } from './rotation.js';

/**
 * The shortest turn, as a quaternion x, y, z, w of the glTF frame, after which things fall along −y: with d where they fell
 * before it, q ∝ (d × (−y), 1 + d·(−y)). None where that is not known.
 *
 * @param down in the camera frame
 */
export function uprightTurn(down: Direction | undefined): Quaternion {
  if (down === undefined) return [0, 0, 0, 1];
  const fall = Float64Array.from(unitDown('upright', down));
  flipPoints(fall);
  const [x, y, z] = fall;
  const length = Math.hypot(z, x, 1 - y);
  // Things that fall upwards tell no shortest turn: a picture on its head is turned about the line of sight.
  return length < 1e-9 ? [0, 0, 1, 0] : [z / length, 0, -x / length, (1 - y) / length];
}

/**
 * 3×3, row-major: from the camera frame to one with y up and z towards the viewer, in which things fall along −y. Before a
 * camera that does not say how they fall, it is taken to be level: the glTF frame, exactly.
 */
export function uprightFromCamera(down?: Direction): Float64Array {
  const R = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  flipRotation(R);
  if (down === undefined) return R;
  const out = new Float64Array(9);
  multiplyRotations(Float64Array.from(rotationFromQuaternion(...uprightTurn(down))), 0, R, 0, out, 0);
  return out;
}

/**
 * The body turned about the camera so that things fall along −y; as it is where its camera does not know how they fall, or
 * where that is done already. Its metadata stay in the camera frame and say that it was turned.
 */
export function turnUpright(body: RiggedBody): RiggedBody {
  const { rotations, rootPosition, motion, metadata } = body;
  const down = metadata.camera?.down;
  if (down === undefined || metadata.upright) return body;
  const turn = uprightTurn(down);
  const J = body.parents.length;
  return {
    ...body,
    rotations: turnedRoots(rotations, J, turn),
    rootPosition: turnedPoints(rootPosition, turn),
    ...(motion && {
      motion: {
        ...motion,
        rotations: turnedRoots(motion.rotations, J, turn),
        rootPositions: turnedPoints(motion.rootPositions, turn),
      },
    }),
    metadata: { ...metadata, upright: true },
  };
}

/** The first of every J quaternions after a turn: turn·q. All change their sign where the first would else have w < 0. */
function turnedRoots(rotations: Float32Array, J: number, turn: Quaternion): Float32Array {
  const out = rotations.slice();
  const turned = (at: number): Quaternion => {
    const [x, y, z, w] = rotations.subarray(at, at + 4);
    return multiplyQuaternions(turn, [x, y, z, w]);
  };
  const sign = turned(0)[3] < 0 ? -1 : 1;
  for (let at = 0; at < out.length; at += 4 * J) {
    out.set(
      turned(at).map((value) => sign * value),
      at,
    );
  }
  return out;
}

function turnedPoints(points: Float32Array, [x, y, z, w]: Quaternion): Float32Array {
  const R = rotationFromQuaternion(x, y, z, w);
  return points.map((_, i) => {
    const [row, first] = [3 * (i % 3), i - (i % 3)];
    return R[row] * points[first] + R[row + 1] * points[first + 1] + R[row + 2] * points[first + 2];
  });
}

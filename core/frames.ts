/**
 * Camera frame (OpenCV: x right, y down, z forward) to glTF frame (y up, z towards the viewer) and back: a half turn
 * about x, its own inverse. This is the only file where a sign flips.
 */

/** The diagonal of C: out = C·v. */
const Y_SIGN = -1;
const Z_SIGN = -1;

/** Turns points, n×3, from one frame to the other, in place. */
export function flipPoints(points: Float32Array | Float64Array): void {
  for (let i = 0; i < points.length; i += 3) {
    points[i + 1] *= Y_SIGN;
    points[i + 2] *= Z_SIGN;
  }
}

/** Turns a rotation (3×3 at `at`) of the body into the other frame, C·R, in place. */
export function flipRotation(R: Float64Array, at = 0): void {
  for (let column = 0; column < 3; column++) {
    R[at + 3 + column] *= Y_SIGN;
    R[at + 6 + column] *= Z_SIGN;
  }
}

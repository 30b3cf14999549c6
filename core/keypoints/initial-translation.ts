import type { Observations } from '../keypoints/observations.js';
import type { Camera } from '../types.js';

/** No start is closer to the camera than this. Metres. */
const NEAREST = 0.8;
/** Nor so far away that a metre is smaller than this: of such a dot nothing can be told, not how far it is. Pixels. */
const MIN_METRE = 1;
/** Where a body starts whose distance the keypoints do not tell. Metres. */
const UNKNOWN_DISTANCE = 3;
/** The second pass divides by depth, so that near and far joints count alike in pixels. */
const PASSES = 2;
/** A joint that the first pass puts nearer than this, or behind the camera, counts as if it were here. Metres. */
const NEAREST_JOINT = 0.3;

/** The distance at which a person is a dot, metres. */
export const farthestOf = ({ focalLength }: Camera): number => Math.max(NEAREST, focalLength / MIN_METRE);

/**
 * Translation t that brings a posed body closest to its keypoints, in closed form. With the ray of a keypoint
 * (a, b) = (pixel − principalPoint) / f, projection is linear in t:
 *
 *   X + t_x = a (Z + t_z)        Y + t_y = b (Z + t_z)
 *
 * solved by least squares weighted by confidence / depth, with t_z held between NEAREST and farthestOf(camera).
 *
 * @param joints rows of PosedBody.joints at t = 0, camera axes
 * @param out 3, overwritten
 */
export function initialTranslation(
  joints: Float64Array,
  observations: Observations,
  camera: Camera,
  out: Float64Array,
): void {
  const { jointOf, xy, confidence } = observations;
  const K = jointOf.length;
  const rays = Float64Array.from(xy, (pixel, i) => (pixel - camera.principalPoint[i & 1]) / camera.focalLength);
  out.fill(0);
  for (let pass = 0; pass < PASSES; pass++) {
    let w = 0;
    let wa = 0;
    let wb = 0;
    let waabb = 0;
    let p = 0;
    let q = 0;
    let r = 0;
    for (let k = 0; k < K; k++) {
      const j = 3 * jointOf[k];
      const Z = joints[j + 2];
      const depth = pass === 0 ? 1 : Math.max(NEAREST_JOINT, Z + out[2]);
      const weight = (confidence[k] / depth) ** 2;
      const a = rays[2 * k];
      const b = rays[2 * k + 1];
      const u = a * Z - joints[j];
      const v = b * Z - joints[j + 1];
      w += weight;
      wa += weight * a;
      wb += weight * b;
      waabb += weight * (a * a + b * b);
      p += weight * u;
      q += weight * v;
      r -= weight * (a * u + b * v);
    }
    // Rows t_x: w·t_x − wa·t_z = p, t_y: w·t_y − wb·t_z = q, t_z: −wa·t_x − wb·t_y + waabb·t_z = r.
    const spread = waabb - (wa * wa + wb * wb) / w;
    const z = (r + (wa * p + wb * q) / w) / spread;
    // No keypoint, or all in one place: the distance is not determined.
    out[2] = Number.isFinite(z) ? Math.min(farthestOf(camera), Math.max(NEAREST, z)) : UNKNOWN_DISTANCE;
    out[0] = w > 0 ? (p + wa * out[2]) / w : 0;
    out[1] = w > 0 ? (q + wb * out[2]) / w : 0;
  }
}

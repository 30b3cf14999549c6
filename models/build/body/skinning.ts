import type { SkeletonPose } from './skeleton-pose.js';

/** Influences a vertex may have. */
const INFLUENCES = 4;

/** Four influences per vertex; unused ones weigh 0. */
export interface Skin {
  /** V×4. */
  readonly joints: Uint8Array;
  /** V×4, rows sum to one. */
  readonly values: Float64Array;
}

/** The non-zero entries of V×J weights, at most four a row. */
export function sparseSkin(weights: Float32Array, jointCount: number): Skin {
  const V = weights.length / jointCount;
  const skin: Skin = { joints: new Uint8Array(INFLUENCES * V), values: new Float64Array(INFLUENCES * V) };
  for (let v = 0; v < V; v++) {
    let k = INFLUENCES * v;
    for (let j = 0; j < jointCount; j++) {
      const weight = weights[v * jointCount + j];
      if (weight === 0) continue;
      skin.joints[k] = j;
      skin.values[k++] = weight;
    }
  }
  return skin;
}

/** Σ w_j [R_j | t_j] of vertex v. Overwrites `out`: 9 numbers of the matrix, row-major, then 3 of the translation. */
export function blendMotion(skin: Skin, { rotations, translations }: SkeletonPose, v: number, out: Float64Array): void {
  out.fill(0);
  for (let k = INFLUENCES * v; k < INFLUENCES * (v + 1); k++) {
    const w = skin.values[k];
    if (w === 0) continue;
    const R = rotations[skin.joints[k]];
    const t = translations[skin.joints[k]];
    for (let i = 0; i < 9; i++) out[i] += w * R[i];
    for (let i = 0; i < 3; i++) out[9 + i] += w * t[i];
  }
}

/** Linear blend skinning. Overwrites `out` (V×3). */
export function linearSkinning(skin: Skin, pose: SkeletonPose, vertices: Float64Array, out: Float64Array): void {
  const M = new Float64Array(12);
  for (let v = 0; v < vertices.length / 3; v++) {
    blendMotion(skin, pose, v, M);
    const x = vertices[3 * v];
    const y = vertices[3 * v + 1];
    const z = vertices[3 * v + 2];
    for (let i = 0; i < 3; i++) out[3 * v + i] = M[3 * i] * x + M[3 * i + 1] * y + M[3 * i + 2] * z + M[9 + i];
  }
}

/**
 * Dual quaternion skinning (Kavan et al. 2007, "Skinning with dual quaternions"): blends rigid motions into a rigid
 * motion, so that bent limbs keep their thickness. Overwrites `out` (V×3).
 *
 *   q̂ = Σ w_j q̂_j / ‖Σ w_j q_j‖     x' = x + 2u×(u×x + w x) + 2(w d − d_w u + u×d)     q = (w, u), dual (d_w, d)
 */
export function dualQuaternionSkinning(
  skin: Skin,
  { quaternions, duals }: SkeletonPose,
  vertices: Float64Array,
  out: Float64Array,
): void {
  const blend = new Float64Array(8);
  for (let v = 0; v < vertices.length / 3; v++) {
    blend.fill(0);
    for (let k = INFLUENCES * v; k < INFLUENCES * (v + 1); k++) {
      const j = 4 * skin.joints[k];
      for (let i = 0; i < 4; i++) {
        blend[i] += skin.values[k] * quaternions[j + i];
        blend[4 + i] += skin.values[k] * duals[j + i];
      }
    }
    const norm = Math.hypot(blend[0], blend[1], blend[2], blend[3]);
    const [w, a, b, c, dw, d, e, f] = blend.map((value) => value / norm);
    const x = vertices[3 * v];
    const y = vertices[3 * v + 1];
    const z = vertices[3 * v + 2];
    const p = b * z - c * y + w * x; // u×x + w x
    const q = c * x - a * z + w * y;
    const r = a * y - b * x + w * z;
    out[3 * v] = x + 2 * (b * r - c * q) + 2 * (w * d - dw * a + b * f - c * e);
    out[3 * v + 1] = y + 2 * (c * p - a * r) + 2 * (w * e - dw * b + c * d - a * f);
    out[3 * v + 2] = z + 2 * (a * q - b * p) + 2 * (w * f - dw * c + a * e - b * d);
  }
}

import type { BodyModel } from '../types.js';
import { PART } from './part.js';

/** The triangles that enclose the body, F×3: all but the eyes', closed meshes of their own inside the head. */
export function skinFaces({ faces, part }: BodyModel): Uint32Array {
  return part === null ? faces : faces.filter((_, i) => part[faces[i - (i % 3)]] !== PART.eyes);
}

/**
 * Volume enclosed by a closed mesh, the sum of its signed tetrahedra with the origin, a·(b × c) / 6 (Gauss).
 *
 * @param vertices V×3, metres
 * @returns cubic metres
 */
export function meshVolume(vertices: Float32Array, faces: Uint32Array): number {
  let sixfold = 0;
  for (let f = 0; f < faces.length; f += 3) {
    const a = 3 * faces[f];
    const b = 3 * faces[f + 1];
    const c = 3 * faces[f + 2];
    sixfold +=
      vertices[a] * (vertices[b + 1] * vertices[c + 2] - vertices[b + 2] * vertices[c + 1]) +
      vertices[a + 1] * (vertices[b + 2] * vertices[c] - vertices[b] * vertices[c + 2]) +
      vertices[a + 2] * (vertices[b] * vertices[c + 1] - vertices[b + 1] * vertices[c]);
  }
  return sixfold / 6;
}

/** Derivative of meshVolume by the vertices, V×3, square metres: Σ (b × c) / 6 over the triangles a b c of a vertex. */
export function volumeGradient(vertices: Float32Array, faces: Uint32Array): Float64Array {
  const out = new Float64Array(vertices.length);
  for (let f = 0; f < faces.length; f += 3) {
    for (let corner = 0; corner < 3; corner++) {
      const a = 3 * faces[f + corner];
      const b = 3 * faces[f + ((corner + 1) % 3)];
      const c = 3 * faces[f + ((corner + 2) % 3)];
      out[a] += (vertices[b + 1] * vertices[c + 2] - vertices[b + 2] * vertices[c + 1]) / 6;
      out[a + 1] += (vertices[b + 2] * vertices[c] - vertices[b] * vertices[c + 2]) / 6;
      out[a + 2] += (vertices[b] * vertices[c + 1] - vertices[b + 1] * vertices[c]) / 6;
    }
  }
  return out;
}

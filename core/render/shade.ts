import { vertexNormals } from '../body/normals.js';

/** Towards the light, camera frame (y down): over the photographer's left shoulder. Unit length to three digits. */
const LIGHT = [-0.36, -0.62, -0.697];
/** Brightness of a surface that faces away from the light and of one that faces it. */
const DARKEST = 0.28;
const BRIGHTEST = 1.08;

/**
 * Brightness of each vertex by its smooth normal n: the wrapped cosine ((n·l + 1)/2)², which keeps form in the shadow
 * where Lambert's cosine is flat black.
 *
 * @param vertices V×3, camera frame, metres
 * @param faces F×3, counter-clockwise from outside
 * @returns V, about 0.28 to 1.08
 */
export function shadeVertices(vertices: Float32Array, faces: Uint32Array): Float32Array {
  const normals = vertexNormals(vertices, faces);
  const shade = new Float32Array(vertices.length / 3);
  for (let v = 0; v < shade.length; v++) {
    const cosine = normals[3 * v] * LIGHT[0] + normals[3 * v + 1] * LIGHT[1] + normals[3 * v + 2] * LIGHT[2];
    const wrapped = 0.5 + 0.5 * cosine;
    shade[v] = DARKEST + (BRIGHTEST - DARKEST) * wrapped * wrapped;
  }
  return shade;
}

/**
 * Vertex normals: the mean of the adjacent triangles' normals weighted by their area, unit length. A vertex of no
 * triangle gets +y, so that no normal is ever zero or NaN.
 *
 * @param vertices V×3
 * @param faces F×3, counter-clockwise from outside
 * @returns V×3
 */
export function vertexNormals(vertices: ArrayLike<number>, faces: Uint32Array): Float32Array {
  const normals = new Float32Array(vertices.length);
  for (let f = 0; f < faces.length; f += 3) {
    const a = 3 * faces[f];
    const b = 3 * faces[f + 1];
    const c = 3 * faces[f + 2];
    const ux = vertices[b] - vertices[a];
    const uy = vertices[b + 1] - vertices[a + 1];
    const uz = vertices[b + 2] - vertices[a + 2];
    const vx = vertices[c] - vertices[a];
    const vy = vertices[c + 1] - vertices[a + 1];
    const vz = vertices[c + 2] - vertices[a + 2];
    // The cross product's length is twice the area: the weight comes for free.
    const x = uy * vz - uz * vy;
    const y = uz * vx - ux * vz;
    const z = ux * vy - uy * vx;
    for (const vertex of [a, b, c]) {
      normals[vertex] += x;
      normals[vertex + 1] += y;
      normals[vertex + 2] += z;
    }
  }
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i], normals[i + 1], normals[i + 2]);
    if (length > 0) for (let axis = 0; axis < 3; axis++) normals[i + axis] /= length;
    else normals[i + 1] = 1;
  }
  return normals;
}

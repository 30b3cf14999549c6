/** Signed volume enclosed by the first `faceCount` triangles, positive when they wind outwards: Σ a·(b×c)/6. Cubic metres. */
export function meshVolume(vertices: ArrayLike<number>, faces: Uint32Array, faceCount = faces.length / 3): number {
  let sum = 0;
  for (let face = 0; face < 3 * faceCount; face += 3) {
    const a = 3 * faces[face];
    const b = 3 * faces[face + 1];
    const c = 3 * faces[face + 2];
    const ax = vertices[a];
    const ay = vertices[a + 1];
    const az = vertices[a + 2];
    const bx = vertices[b];
    const by = vertices[b + 1];
    const bz = vertices[b + 2];
    const cx = vertices[c];
    const cy = vertices[c + 1];
    const cz = vertices[c + 2];
    sum += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  }
  return sum / 6;
}

/** Highest minus lowest y of the first `vertexCount` vertices. */
export function meshHeight(vertices: ArrayLike<number>, vertexCount = vertices.length / 3): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let v = 0; v < vertexCount; v++) {
    const y = vertices[3 * v + 1];
    if (y < low) low = y;
    if (y > high) high = y;
  }
  return high - low;
}

/** The vertices that share an edge with each vertex. */
export function neighbours(faces: Uint32Array, vertexCount: number): number[][] {
  const sets = Array.from({ length: vertexCount }, () => new Set<number>());
  for (let face = 0; face < faces.length; face += 3) {
    for (let k = 0; k < 3; k++) {
      const a = faces[face + k];
      const b = faces[face + ((k + 1) % 3)];
      sets[a].add(b);
      sets[b].add(a);
    }
  }
  return sets.map((set) => [...set]);
}

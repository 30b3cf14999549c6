/**
 * Length of a tape pulled tight around a mesh at one height: the perimeter of the convex hull of its section with the
 * plane y = height, as in garment measuring, where a tape spans hollows. 0 where the plane misses the mesh.
 *
 * @param vertices V×3, metres, y up
 * @param faces F×3
 * @param isApart V: 1 for vertices whose triangles the tape does not go around (the arms)
 */
export function girthAt(vertices: Float32Array, faces: Uint32Array, height: number, isApart: Uint8Array): number {
  const points: [number, number][] = [];
  for (let f = 0; f < faces.length; f += 3) {
    if (isApart[faces[f]] | isApart[faces[f + 1]] | isApart[faces[f + 2]]) continue;
    for (let side = 0; side < 3; side++) {
      const a = 3 * faces[f + side];
      const b = 3 * faces[f + ((side + 1) % 3)];
      // Each inner edge belongs to two triangles and is crossed upwards in just one of them.
      if (!(vertices[a + 1] < height && vertices[b + 1] >= height)) continue;
      const share = (height - vertices[a + 1]) / (vertices[b + 1] - vertices[a + 1]);
      const x = vertices[a] + share * (vertices[b] - vertices[a]);
      points.push([x, vertices[a + 2] + share * (vertices[b + 2] - vertices[a + 2])]);
    }
  }
  return hullPerimeter(points);
}

/** Perimeter of the convex hull of points in the plane (Andrew's monotone chain); sorts `points` in place. */
export function hullPerimeter(points: [number, number][]): number {
  points.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const lower = chainLength(points);
  return lower + chainLength(points.reverse());
}

/** Length of the chain that keeps all points on its left, from the first point to the last. */
function chainLength(points: readonly [number, number][]): number {
  const chain: (readonly [number, number])[] = [];
  for (const point of points) {
    while (chain.length > 1 && !turnsLeft(chain[chain.length - 2], chain[chain.length - 1], point)) chain.pop();
    chain.push(point);
  }
  let length = 0;
  for (let i = 1; i < chain.length; i++) {
    length += Math.hypot(chain[i][0] - chain[i - 1][0], chain[i][1] - chain[i - 1][1]);
  }
  return length;
}

type Point = readonly [number, number];

const turnsLeft = (a: Point, b: Point, c: Point): boolean =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;

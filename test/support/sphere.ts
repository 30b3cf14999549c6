/** A closed mesh around a point. */
export interface Sphere {
  /** V×3. */
  readonly vertices: Float32Array;
  /** F×3, counter-clockwise from outside. */
  readonly faces: Uint32Array;
}

/** A sphere of `rings` bands of 2·rings quads; its poles lie along y. */
export function sphere(centre: readonly [number, number, number], radius: number, rings = 48): Sphere {
  const columns = 2 * rings;
  const vertices: number[] = [];
  const faces: number[] = [];
  for (let r = 0; r <= rings; r++) {
    const polar = (Math.PI * r) / rings;
    for (let c = 0; c < columns; c++) {
      const turn = (2 * Math.PI * c) / columns;
      const [x, y, z] = [Math.sin(polar) * Math.sin(turn), Math.cos(polar), Math.sin(polar) * Math.cos(turn)];
      vertices.push(centre[0] + radius * x, centre[1] + radius * y, centre[2] + radius * z);
    }
  }
  for (let r = 0; r < rings; r++) {
    for (let c = 0; c < columns; c++) {
      const [a, b] = [r * columns + c, r * columns + ((c + 1) % columns)];
      faces.push(a, a + columns, b, b, a + columns, b + columns);
    }
  }
  return { vertices: Float32Array.from(vertices), faces: Uint32Array.from(faces) };
}

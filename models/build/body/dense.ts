/**
 * All dot products between rows: G = A·Aᵀ, n×n.
 *
 * ml-matrix takes minutes here: it works on rows of arrays of doubles. This walks A in panels of columns that stay in
 * the cache and forms 2×4 products at a time, so that each number loaded is used several times.
 *
 * @param A n×width, row-major
 */
export function gramMatrix(A: Float32Array | Float64Array, n: number, width: number): Float64Array {
  const PANEL = 1024;
  const G = new Float64Array(n * n);
  for (let from = 0; from < width; from += PANEL) {
    const to = Math.min(from + PANEL, width);
    for (let i = 0; i < n; i += 2) {
      const two = i + 1 < n;
      const a0 = i * width;
      const a1 = two ? a0 + width : a0;
      for (let j = 0; j <= i + 1 && j < n; j += 4) {
        const b0 = j * width;
        const b1 = Math.min(j + 1, n - 1) * width;
        const b2 = Math.min(j + 2, n - 1) * width;
        const b3 = Math.min(j + 3, n - 1) * width;
        let s00 = 0;
        let s01 = 0;
        let s02 = 0;
        let s03 = 0;
        let s10 = 0;
        let s11 = 0;
        let s12 = 0;
        let s13 = 0;
        for (let k = from; k < to; k++) {
          const x = A[a0 + k];
          const y = A[a1 + k];
          const p = A[b0 + k];
          const q = A[b1 + k];
          const r = A[b2 + k];
          const s = A[b3 + k];
          s00 += x * p;
          s01 += x * q;
          s02 += x * r;
          s03 += x * s;
          s10 += y * p;
          s11 += y * q;
          s12 += y * r;
          s13 += y * s;
        }
        const g = i * n + j;
        G[g] += s00;
        if (j + 1 < n) G[g + 1] += s01;
        if (j + 2 < n) G[g + 2] += s02;
        if (j + 3 < n) G[g + 3] += s03;
        if (!two) continue;
        G[g + n] += s10;
        if (j + 1 < n) G[g + n + 1] += s11;
        if (j + 2 < n) G[g + n + 2] += s12;
        if (j + 3 < n) G[g + n + 3] += s13;
      }
    }
  }
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) G[i * n + j] = G[j * n + i];
  return G;
}

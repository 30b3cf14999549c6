/**
 * Gives each row one column at most, and each column one row at most, so that the sum of what they gain is most; a pair
 * that gains nothing is left apart. The Hungarian method with potentials, O(rows² · columns).
 *
 * @param gains rows of equal length; not above 0, or NaN: not together
 * @returns the column of each row, −1 for none
 */
export function assign(gains: readonly (readonly number[])[]): number[] {
  const R = gains.length;
  const M = gains[0]?.length ?? 0;
  const C = M + R; // a column for each row that stays alone
  const cost = (row: number, column: number): number =>
    column < M && gains[row][column] > 0 ? -gains[row][column] : 0;
  const byRow = new Float64Array(R);
  const byColumn = new Float64Array(C + 1);
  const rowOf = new Int32Array(C + 1).fill(-1); // the last column is where each new row begins
  for (let row = 0; row < R; row++) {
    rowOf[C] = row;
    const least = new Float64Array(C).fill(Number.POSITIVE_INFINITY);
    const from = new Int32Array(C);
    const isUsed = new Uint8Array(C + 1);
    let column = C;
    do {
      isUsed[column] = 1;
      const own = rowOf[column];
      let next = -1;
      for (let c = 0; c < C; c++) {
        if (isUsed[c]) continue;
        const slack = cost(own, c) - byRow[own] - byColumn[c];
        if (slack < least[c]) {
          least[c] = slack;
          from[c] = column;
        }
        if (next < 0 || least[c] < least[next]) next = c;
      }
      const step = least[next];
      for (let c = 0; c <= C; c++) {
        if (isUsed[c]) {
          byRow[rowOf[c]] += step;
          byColumn[c] -= step;
        } else least[c] -= step;
      }
      column = next;
    } while (rowOf[column] >= 0);
    while (column !== C) {
      rowOf[column] = rowOf[from[column]];
      column = from[column];
    }
  }
  const columnOf = new Array<number>(R).fill(-1);
  for (let c = 0; c < M; c++) if (rowOf[c] >= 0 && gains[rowOf[c]][c] > 0) columnOf[rowOf[c]] = c;
  return columnOf;
}

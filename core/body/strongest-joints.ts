/**
 * V: the joint that moves each vertex most, the first of several that move it alike.
 *
 * @param weights V×J
 */
export function strongestJoints(weights: Float32Array, J: number): Uint8Array {
  const strongest = new Uint8Array(weights.length / J);
  for (let v = 0; v < strongest.length; v++) {
    for (let j = 1; j < J; j++) if (weights[v * J + j] > weights[v * J + strongest[v]]) strongest[v] = j;
  }
  return strongest;
}

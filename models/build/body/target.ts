import { FitError } from '../../../core/error.js';

/** A morph target: how far each of the points that it moves goes at weight 1. */
export interface Target {
  readonly points: Uint32Array;
  /** 3 per point; the unit is that of the mesh. */
  readonly deltas: Float32Array;
}

/**
 * Reads MakeHuman's .target format: lines "vertex dx dy dz", comments after '#', vertices in any order.
 *
 * @throws FitError bad-input, naming the line, when it is none of these or moves a vertex outside [0, vertexCount)
 */
export function parseTarget(where: string, text: string, vertexCount: number): Target {
  const points: number[] = [];
  const deltas: number[] = [];
  text.split('\n').forEach((line, row) => {
    const content = line.split('#', 1)[0].trim();
    if (content === '') return;
    const [vertex, ...delta] = content.split(/\s+/).map(Number);
    const valid =
      Number.isInteger(vertex) &&
      vertex >= 0 &&
      vertex < vertexCount &&
      delta.length === 3 &&
      delta.every(Number.isFinite);
    if (!valid) {
      throw new FitError('bad-input', `${where}:${row + 1}`, `"${content}" moves no vertex.`, 'Fetch MPFB2 again.');
    }
    points.push(vertex);
    deltas.push(...delta);
  });
  return { points: Uint32Array.from(points), deltas: Float32Array.from(deltas) };
}

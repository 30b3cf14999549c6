import { FitError } from '../../../core/error.js';
import type { SparseRows } from '../../../core/types.js';

/** A bone of MakeHuman's game_engine rig; `parent` precedes it in the list, −1 for the root. */
export interface Bone {
  readonly name: string;
  readonly parent: number;
  /** The joint cube in which the bone begins. */
  readonly headCube: string;
}

/** What rig.*.json says of each bone, as far as we read it. */
export type RigFile = Readonly<
  Record<string, { readonly parent: string; readonly head: { readonly cube_name: string } }>
>;

/** What weights.*.json says: by bone, pairs of vertex and weight. */
export interface RigWeightsFile {
  readonly weights: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

/** The bones of a rig file, parents before children. */
export function parseRig(where: string, rig: RigFile): Bone[] {
  const bones: Bone[] = [];
  const visit = (name: string, parent: number): void => {
    const index = bones.push({ name, parent, headCube: rig[name].head.cube_name }) - 1;
    for (const child of Object.keys(rig)) if (rig[child].parent === name) visit(child, index);
  };
  for (const name of Object.keys(rig)) if (rig[name].parent === '') visit(name, -1);
  if (bones.length !== Object.keys(rig).length) {
    throw new FitError('bad-input', where, 'some bones hang from no root.', 'Fetch MPFB2 again.');
  }
  return bones;
}

/**
 * Weights of each kept vertex over the bones, rows summing to one.
 *
 * @param source V, index of each kept vertex in the base mesh
 * @throws FitError bad-input when a kept vertex has no weight
 */
export function boneWeights(
  where: string,
  file: RigWeightsFile,
  bones: readonly Bone[],
  source: Uint32Array,
): SparseRows {
  const rowOf = new Map<number, number>();
  source.forEach((base, vertex) => {
    rowOf.set(base, vertex);
  });
  const rows: Map<number, number>[] = Array.from(source, () => new Map());
  bones.forEach(({ name }, bone) => {
    for (const [base, weight] of file.weights[name] ?? []) {
      const vertex = rowOf.get(base);
      if (vertex === undefined || !(weight > 0)) continue;
      rows[vertex].set(bone, (rows[vertex].get(bone) ?? 0) + weight);
    }
  });

  const start = new Uint32Array(source.length + 1);
  rows.forEach((row, vertex) => {
    if (row.size === 0) {
      throw new FitError('bad-input', where, `vertex ${source[vertex]} has no weight.`, 'Fetch MPFB2 again.');
    }
    start[vertex + 1] = start[vertex] + row.size;
  });
  const sums = rows.map((row) => [...row.values()].reduce((sum, weight) => sum + weight, 0));
  return {
    start,
    columns: Uint32Array.from(rows.flatMap((row) => [...row.keys()])),
    values: Float64Array.from(rows.flatMap((row, vertex) => [...row.values()].map((weight) => weight / sums[vertex]))),
  };
}

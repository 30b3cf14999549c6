import { FitError } from '../../../core/error.js';
import { elementCount } from './graph.js';

/** How TensorFlow Lite stores a tensor whose zeros are left out: one level of a tree for each traversed dimension. */
export interface Sparsity {
  /** The dimension that each level walks; numbers from `shape.length` on are blocks, which we do not read. */
  readonly traversalOrder: readonly number[];
  readonly levels: readonly SparseLevel[];
}

/**
 * A dense level has all `size` positions under every parent. A sparse one (CSR) lists, for parent p, the positions
 * indices[segments[p]] .. indices[segments[p + 1] − 1].
 */
export type SparseLevel =
  | { readonly format: 'dense'; readonly size: number }
  | { readonly format: 'csr'; readonly segments: readonly number[]; readonly indices: readonly number[] };

/**
 * Writes the stored elements of a sparse tensor to their places in a dense one, row-major, zero elsewhere. Elements are
 * copied as bits, so it serves float16.
 */
export function densify(shape: readonly number[], sparsity: Sparsity, stored: Uint16Array): Uint16Array {
  const { traversalOrder, levels } = sparsity;
  if (traversalOrder.length !== shape.length) throw unreadable('it stores blocks');
  const strides = traversalOrder.map((axis) => elementCount(shape.slice(axis + 1)));
  const dense = new Uint16Array(elementCount(shape));
  let next = 0;

  /** `node` numbers the tree's nodes within their level, `offset` is where in `dense` the path so far leads. */
  const visit = (level: number, node: number, offset: number): void => {
    if (level === levels.length) {
      dense[offset] = stored[next++];
      return;
    }
    const current = levels[level];
    if (current.format === 'dense') {
      for (let i = 0; i < current.size; i++) visit(level + 1, node * current.size + i, offset + i * strides[level]);
    } else {
      for (let k = current.segments[node]; k < current.segments[node + 1]; k++) {
        visit(level + 1, k, offset + current.indices[k] * strides[level]);
      }
    }
  };
  visit(0, 0, 0);

  if (next !== stored.length) throw unreadable(`${next} of its ${stored.length} stored numbers have a place`);
  return dense;
}

const unreadable = (what: string): FitError =>
  new FitError('unsupported', 'sparse tensor', `${what}.`, 'Extend models/build/detector/densify.ts.');

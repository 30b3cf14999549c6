import { bandedMatrix, bandedStart, factoriseBanded, solveBanded } from '../solver/banded-cholesky.js';
import { choleskySolve } from '../solver/cholesky.js';
import type { SequenceEquations } from './equations.js';

/** Added to the diagonal besides the damping: keeps directions that nothing observes solvable. */
const ABSOLUTE_DAMPING = 1e-8;

/**
 * Fills the step, Tn + B, that the equations give with their diagonal multiplied by 1 + damping; false where they are
 * then not positive definite.
 */
export type SequenceStep = (damping: number, step: Float64Array) => boolean;

/**
 * Solves the equations of a sequence. The betas, which all frames share, are eliminated last (Schur):
 *
 *   (C − Bᵀ A⁻¹ B) dβ = −g_β + Bᵀ A⁻¹ g_x        dx = −A⁻¹ (g_x + B dβ)
 */
export function createSequenceStep({ A, border, corner, gradient }: SequenceEquations): SequenceStep {
  const rows = A.blocks * A.size;
  const B = gradient.length - rows;
  const factor = bandedMatrix(A.blocks, A.size);
  const along = Array.from({ length: B }, () => new Float64Array(rows)); // columns of A⁻¹ B
  const back = new Float64Array(rows); // A⁻¹ g_x
  const reduced = new Float64Array(B * B); // C − Bᵀ A⁻¹ B, lower triangle
  const right = new Float64Array(B);

  return (damping, step) => {
    if (!factorise(damping)) return false;
    for (let b = 0; b < B; b++) {
      for (let i = 0; i < rows; i++) along[b][i] = border[i * B + b];
      solveBanded(factor, along[b]);
    }
    back.set(gradient.subarray(0, rows));
    solveBanded(factor, back);
    reduce(damping);
    const betas = step.subarray(rows);
    if (!choleskySolve(reduced, B, right, betas)) return false;
    for (let i = 0; i < rows; i++) {
      let value = -back[i];
      for (let b = 0; b < B; b++) value -= along[b][i] * betas[b];
      step[i] = value;
    }
    return true;
  };

  function factorise(damping: number): boolean {
    factor.values.set(A.values);
    for (let i = 0; i < rows; i++) {
      const diagonal = bandedStart(A, i) + (i % A.size);
      factor.values[diagonal] += damping * A.values[diagonal] + ABSOLUTE_DAMPING;
    }
    return factoriseBanded(factor);
  }

  /** Fills both sides of the equations of the betas. */
  function reduce(damping: number): void {
    reduced.set(corner);
    for (let b = 0; b < B; b++) {
      reduced[b * B + b] += damping * corner[b * B + b] + ABSOLUTE_DAMPING;
      right[b] = -gradient[rows + b];
      for (let i = 0; i < rows; i++) {
        const value = border[i * B + b];
        if (value === 0) continue;
        right[b] += value * back[i];
        for (let c = 0; c <= b; c++) reduced[b * B + c] -= value * along[c][i];
      }
    }
  }
}

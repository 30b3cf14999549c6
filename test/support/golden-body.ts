import { readFileSync } from 'node:fs';
import { SMPL_PARENTS } from '../../core/body/joint-sets.js';
import type { BodyModel, SparseRows } from '../../core/types.js';

/** One forward result of make_golden.py. */
export interface GoldenCase {
  readonly betas: number[];
  readonly pose: number[];
  readonly translation: number[];
  readonly vertices: number[][];
  readonly joints: number[][];
}

const golden = JSON.parse(readFileSync(new URL('../golden/smpl-forward.json', import.meta.url), 'utf8')) as {
  body: {
    template: number[][];
    shapedirs: number[][][];
    posedirs: number[][][];
    regressor: number[][];
    weights: number[][];
  };
  cases: GoldenCase[];
};

/** The forward results of the golden body: no rotation, small, large and very large ones. */
export const goldenCases: readonly GoldenCase[] = golden.cases;

/** The small random body of make_golden.py: 12 vertices that move with all 24 joints, dense pose correctives. */
export function goldenBody(keypointVertices: Record<string, number> = {}): BodyModel {
  const { template, shapedirs, posedirs, regressor, weights } = golden.body;
  return {
    name: 'golden',
    sha256: '',
    vertexCount: template.length,
    betaCount: shapedirs[0][0].length,
    parents: Int32Array.from(SMPL_PARENTS),
    template: Float32Array.from(template.flat()),
    shapeDirs: Float32Array.from(shapedirs.flat(2)),
    poseDirs: Float32Array.from(posedirs.flat(2)),
    jointRegressor: denseRows(regressor),
    weights: Float32Array.from(weights.flat()),
    faces: Uint32Array.of(0, 1, 2),
    uv: null,
    part: null,
    keypointVertices,
  };
}

function denseRows(rows: number[][]): SparseRows {
  const width = rows[0].length;
  return {
    start: Uint32Array.from({ length: rows.length + 1 }, (_, row) => row * width),
    columns: Uint32Array.from(rows.flatMap((row) => [...row.keys()])),
    values: Float64Array.from(rows.flat()),
  };
}

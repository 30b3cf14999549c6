import { expectFields, FitError } from '../../core/error.js';
import type { BodyModel, RiggedBody } from '../../core/types.js';
import type { DocumentContext } from './gltf-context.js';
import { sourceVertices } from './lod.js';

/** A shape that is added to the rest mesh before skinning, times its weight. */
export interface MorphTarget {
  readonly name: string;
  /** What it is for, for the metadata. */
  readonly note: string;
  /** V×3, metres. */
  readonly displacement: Float32Array;
  /** Its weight in the pose; at rest all weights are 0. */
  readonly weight: number;
}

const CORRECTIVE: Pick<MorphTarget, 'name' | 'note'> = {
  name: 'PoseCorrective',
  note: 'Corrects the skin for the pose of this file: weight 1 in the pose, 0 at rest.',
};
const SHAPE_NOTE = 'Weight w changes the shape by w standard deviations of this beta. The skeleton stays as it is.';

/** The morph targets of a person's mesh, the same for all its surfaces. */
export function morphTargets(body: RiggedBody, { pose, shapeMorphs }: DocumentContext['options']): MorphTarget[] {
  const targets: MorphTarget[] = [];
  const { poseCorrective: displacement } = body;
  if (displacement !== null && pose !== 'rest') targets.push({ ...CORRECTIVE, displacement, weight: 1 });
  if (shapeMorphs !== undefined) targets.push(...shapeTargets(body, shapeMorphs.model));
  return targets;
}

/** One target a beta: its column of the shape directions, at the vertices that the body has. */
function shapeTargets(body: RiggedBody, model: BodyModel): MorphTarget[] {
  const todo = 'Give { model }, the model that the body was rigged with.';
  expectFields('shapeMorphs', model, ['shapeDirs', 'vertexCount'], 'there is no model.', todo);
  const { shapeDirs, betaCount: B, vertexCount } = model;
  const sources = sourceVertices(body);
  if (!sources.every((vertex) => vertex < vertexCount) || sources.length > vertexCount) {
    const what = `the body was not made with the given model, which has ${vertexCount} vertices.`;
    throw new FitError('bad-input', 'shape morphs', what, 'Give the model that the body was rigged with.');
  }
  return Array.from({ length: B }, (_, b) => {
    const displacement = Float32Array.from({ length: 3 * sources.length }, (_, i) => {
      return shapeDirs[(3 * sources[Math.floor(i / 3)] + (i % 3)) * B + b];
    });
    return { name: `Shape${String(b).padStart(3, '0')}`, note: SHAPE_NOTE, displacement, weight: 0 };
  });
}

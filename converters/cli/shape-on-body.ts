import type { BodyModel } from '../../core/types.js';
import type { BodyName, StoredParameters } from '../formats/parameters.js';

/** What a body at hand makes of a person. */
export interface Shaped {
  readonly stored: StoredParameters;
  /** What became of the shape, for people to read, where the file is of another body, or the body has fewer betas. */
  readonly note?: string;
}

/**
 * A person on a body that may be another than the file is of. Betas belong to a model: on one of another name they are left
 * out, since they would mean another shape, and poses go over. One of the same name is taken for another form or version
 * of it. Where the bytes are the same, so is the body, whatever it is called.
 */
export function shapeOnBody(stored: StoredParameters, model: BodyModel): Shaped {
  const { body } = stored;
  if (body === undefined || isSame(body, model)) return { stored, ...lostShape(stored, model) };
  const of = `warning: the file is of the body ${body.name || 'without a name'}${hash(body)}`;
  if (body.name === model.name) {
    return { stored, note: `${of}, and ${model.name} is another file${hash(model)}: shapes may differ` };
  }
  const note = `${of}, not of ${model.name}: the shape is left out; --body FILE says which body it is`;
  return { stored: { ...stored, betas: new Float64Array(0) }, note };
}

/** Says that the body has fewer betas than the person: with --betas, or a file of more. */
function lostShape({ betas }: StoredParameters, { name, betaCount }: BodyModel): Pick<Shaped, 'note'> {
  if (betas.subarray(betaCount).every((beta) => beta === 0)) return {};
  return { note: `warning: only the first ${betaCount} of ${betas.length} betas are used, as many as ${name} has` };
}

function isSame(body: BodyName, model: BodyName): boolean {
  const areKnown = body.sha256 !== '' && model.sha256 !== '';
  return areKnown ? body.sha256 === model.sha256 : body.name === model.name;
}

const hash = ({ sha256 }: BodyName): string => (sha256 === '' ? '' : ` (SHA-256 ${sha256.slice(0, 12)}…)`);

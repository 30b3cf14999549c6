import { FitError } from '../../core/error.js';
import { SEQUENCE_FORMAT } from '../formats/format-names.js';
import { isFiniteNumber, isRecord, parseJson, show } from '../formats/json-values.js';
import type { Parameters } from '../formats/parameters.js';
import { betasOf, type FitFile, fitFileOf, isFitJson } from './fit-json.js';
import { MAX_FRAMES } from './pose-arrays.js';

/** What a photorig-sequence-1 file says of its person, as far as a moving body can be built from it. */
export interface SequenceFile {
  /** The body that was fitted. */
  readonly body: FitFile['body'];
  /** Its T frames, in the frame of the one camera that saw them all. */
  readonly motion: Parameters;
  /** What the fit had to say. */
  readonly warnings: readonly string[];
}

export const isSequenceJson = (root: unknown): root is Record<string, unknown> =>
  isRecord(root) && root.format === SEQUENCE_FORMAT;

/**
 * Reads photorig-sequence-1: one shape, and of each frame the pose and the place.
 *
 * @throws FitError bad-input, naming the frame and the field
 */
export function readSequenceJson(where: string, text: string): SequenceFile {
  const refuse = (what: string): never => {
    const todo = `Write it again with photorig fit --sequence -o walk.json (${SEQUENCE_FORMAT}).`;
    throw new FitError('bad-input', where, what, todo);
  };
  const root = parseJson(text);
  if (!isSequenceJson(root)) return refuse(`this is not a ${SEQUENCE_FORMAT} file.`);
  const { frames, frameRate, betas, warnings } = root;
  if (!Array.isArray(frames) || frames.length === 0) return refuse('it has no list called frames.');
  if (frames.length > MAX_FRAMES) return refuse(`it has ${frames.length} frames, more than ${MAX_FRAMES}.`);
  if (!isFiniteNumber(frameRate)) return refuse(`frameRate is ${show(frameRate)}, expected frames a second.`);
  const shape = betasOf(betas, refuse);
  const fits = frames.map((frame, t) => frameOf(frame, (what) => refuse(`frame ${t + 1}: ${what}`)));
  const [{ body, person: first }] = fits;
  const camera = JSON.stringify(first.camera);
  const other = fits.findIndex(({ person }) => JSON.stringify(person.camera) !== camera);
  if (other > 0) return refuse(`frame ${other + 1} was seen by another camera than frame 1.`);
  const motion = {
    ...first,
    betas: shape,
    poses: joined(fits.map(({ person }) => person.poses)),
    translations: joined(fits.map(({ person }) => person.translations)),
    frameRate,
  };
  const isText = (warning: unknown): warning is string => typeof warning === 'string';
  return { body, motion, warnings: Array.isArray(warnings) ? warnings.filter(isText) : [] };
}

/** The one person of a frame. */
function frameOf(
  frame: unknown,
  refuse: (what: string) => never,
): { readonly body: FitFile['body']; readonly person: Parameters } {
  if (!isFitJson(frame)) return refuse('it is not a fit.');
  if (!Array.isArray(frame.persons) || frame.persons.length !== 1) return refuse('it must have one person.');
  const { body, people } = fitFileOf(frame, refuse);
  return { body, person: people[0] };
}

/** Rows of one length after each other. */
function joined(rows: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(rows.length * rows[0].length);
  for (const [t, row] of rows.entries()) out.set(row, t * row.length);
  return out;
}

import { isKeypointSet, JOINT_SETS, SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { MAX_BETAS } from '../../core/body/max-betas.js';
import { directionOf, STEEPEST } from '../../core/camera/gravity.js';
import { FitError } from '../../core/error.js';
import { LIMBS } from '../../core/keypoints/sides.js';
import type { Camera, Confidence, Detection, Fit, Keypoints, Limb, Termination } from '../../core/types.js';
import { expectOptions } from './expect-options.js';
import { DEFAULT_OPTIONS, type KeypointEdit, type Options, type Person, type WorkbenchState } from './state.js';

const FORMAT = 'photorig-workbench-1';
/** More than anybody's picture holds; what claims more is no snapshot. */
const MAX_PEOPLE = 1000;

const TERMINATIONS: Readonly<Record<Termination, true>> = {
  converged: true,
  'small-step': true,
  'small-gradient': true,
  'iteration-limit': true,
  failed: true,
};
const isTermination = (word: unknown): word is Termination =>
  typeof word === 'string' && Object.hasOwn(TERMINATIONS, word);

/** A state as JSON data, for scene files; masks are left out. */
export function snapshotToJson({ image, people, chosen, options }: WorkbenchState): object {
  return { format: FORMAT, image, chosen, options, people: people.map(personToJson) };
}

function personToJson(person: Person): object {
  const { id, detection, keypoints, worldLandmarks, edits, sidesKnown, height, weight, betas, fit } = person;
  const plain = ({ set, xy, confidence }: Keypoints) => ({ set, xy: [...xy], confidence: [...confidence] });
  return {
    id,
    detection: detection && { box: detection.box, score: detection.score, keypoints: plain(detection.keypoints) },
    keypoints: plain(keypoints),
    worldLandmarks: worldLandmarks && [...worldLandmarks],
    edits,
    ...(sidesKnown && { sidesKnown }),
    ...(height !== undefined && { height }),
    ...(weight !== undefined && { weight }),
    betas,
    fit: fit && fitToJson(fit),
  };
}

function fitToJson({ confidence, ...fit }: Fit): object {
  return {
    ...fit,
    betas: [...fit.betas],
    pose: [...fit.pose],
    translation: [...fit.translation],
    ...(confidence && { confidence: { ...confidence, joints: [...confidence.joints] } }),
  };
}

/**
 * The state that snapshotToJson wrote. Sizes and types are checked: a scene file may come from anywhere.
 *
 * @throws FitError bad-input
 */
export function snapshotFromJson(where: string, json: unknown): WorkbenchState {
  const read = reader(where);
  const root = read.record(json, 'the snapshot');
  if (root.format !== FORMAT) read.refuse(`its format is not ${FORMAT}.`);
  const list = root.people;
  if (!Array.isArray(list) || list.length > MAX_PEOPLE) return read.refuse('people is not a list.');
  const people = list.map((person, i) => personFromJson(read, person, i + 1));
  const chosen = typeof root.chosen === 'number' && people[root.chosen] !== undefined ? root.chosen : -1;
  return { image: imageFromJson(read, root.image), people, chosen, options: optionsFromJson(read, root.options) };
}

/** @param place from 1: who they are in scenes from before people had an id */
function personFromJson(read: Reader, json: unknown, place: number): Person {
  const person = read.record(json, 'a person');
  const keypoints = keypointsFromJson(read, person.keypoints);
  const K = JOINT_SETS[keypoints.set].length;
  const { edits, betas, worldLandmarks } = person;
  if (!Array.isArray(edits) || edits.length !== K) return read.refuse('edits has another length than the keypoints.');
  return {
    id: Number.isSafeInteger(person.id) ? (person.id as number) : place,
    detection: person.detection === null ? null : detectionFromJson(read, person.detection),
    keypoints,
    worldLandmarks: worldLandmarks === null ? null : read.numbers(worldLandmarks, 'worldLandmarks', 3 * K),
    edits: edits.map((edit): KeypointEdit => {
      const { moved, off, pinned, depth } = read.record(edit, 'an edit');
      const side = depth === 'nearer' || depth === 'farther' ? depth : undefined;
      return { moved: moved === true, off: off === true, pinned: pinned === true, ...(side && { depth: side }) };
    }),
    ...(person.sidesKnown === true && { sidesKnown: true }),
    ...(person.height !== undefined && { height: read.positive(person.height, 'height') }),
    ...(person.weight !== undefined && { weight: read.positive(person.weight, 'weight') }),
    betas: betas === null ? null : [...read.numbers(betas, 'betas')],
    fit: person.fit === null ? null : fitFromJson(read, person.fit),
  };
}

function keypointsFromJson(read: Reader, json: unknown): Keypoints {
  const { set, xy, confidence } = read.record(json, 'keypoints');
  if (typeof set !== 'string' || !isKeypointSet(set)) return read.refuse('its keypoints are of an unknown set.');
  const K = JOINT_SETS[set].length;
  return { set, xy: read.numbers(xy, 'xy', 2 * K), confidence: read.numbers(confidence, 'confidence', K) };
}

function detectionFromJson(read: Reader, json: unknown): Detection {
  const { box, score, keypoints } = read.record(json, 'a detection');
  const [x, y, width, height] = read.numbers(box, 'box', 4);
  return {
    box: [x, y, width, height],
    score: read.number(score, 'score'),
    keypoints: keypointsFromJson(read, keypoints),
  };
}

function downFromJson(read: Reader, json: unknown): Partial<Pick<Camera, 'down'>> {
  if (json === undefined || json === null) return {};
  return { down: directionOf(json) ?? read.refuse('down is not a direction.') };
}

function fitFromJson(read: Reader, json: unknown): Fit {
  const fit = read.record(json, 'a fit');
  const camera = read.record(fit.camera, 'camera');
  const [x, y] = read.numbers(camera.principalPoint, 'principalPoint', 2);
  const limbs: readonly unknown[] = Array.isArray(fit.exchanged) ? fit.exchanged : [];
  const exchanged = (Object.keys(LIMBS) as Limb[]).filter((limb) => limbs.includes(limb));
  const outliers = Array.isArray(fit.outliers) ? fit.outliers.filter(Number.isInteger) : [];
  return {
    betas: read.numbers(fit.betas, 'betas'),
    pose: read.numbers(fit.pose, 'pose', 3 * SMPL_JOINTS.length),
    translation: read.numbers(fit.translation, 'translation', 3),
    camera: {
      focalLength: read.positive(camera.focalLength, 'focalLength'),
      principalPoint: [x, y],
      width: read.positive(camera.width, 'width'),
      height: read.positive(camera.height, 'height'),
      ...downFromJson(read, camera.down),
    },
    cost: read.numberOrNaN(fit.cost, 'cost'),
    costByTerm: Object.fromEntries(
      Object.entries(fit.costByTerm ?? {}).flatMap(([term, cost]) => (typeof cost === 'number' ? [[term, cost]] : [])),
    ),
    iterations: typeof fit.iterations === 'number' ? fit.iterations : 0,
    termination: isTermination(fit.termination) ? fit.termination : 'converged',
    reprojectionError: read.numberOrNaN(fit.reprojectionError, 'reprojectionError'),
    ...(exchanged.length > 0 && { exchanged }),
    ...(outliers.length > 0 && { outliers }),
    ...(fit.confidence !== undefined && { confidence: confidenceFromJson(read, fit.confidence) }),
    warnings: Array.isArray(fit.warnings) ? fit.warnings.map(String) : [],
  };
}

function confidenceFromJson(read: Reader, json: unknown): Confidence {
  const { joints, overall } = read.record(json, 'confidence');
  return {
    joints: read.numbers(joints, 'confidence', SMPL_JOINTS.length),
    overall: read.number(overall, 'confidence'),
  };
}

function imageFromJson(read: Reader, json: unknown): WorkbenchState['image'] {
  if (json === null) return null;
  const { name, width, height, ...more } = read.record(json, 'image');
  const focalLengths = (['focalLength', 'perspectiveFocalLength'] as const).flatMap((key) =>
    more[key] === undefined || more[key] === null ? [] : [[key, read.positive(more[key], key)]],
  );
  return {
    name: String(name),
    width: read.positive(width, 'width'),
    height: read.positive(height, 'height'),
    ...Object.fromEntries(focalLengths),
    ...downFromJson(read, more.down),
  };
}

function optionsFromJson(read: Reader, json: unknown): Options {
  const { body, detail, ...numbers } = read.record(json, 'options');
  const orNull = (name: string): number | null => (numbers[name] === null ? null : read.positive(numbers[name], name));
  const options: Options = {
    body: typeof body === 'string' ? body : DEFAULT_OPTIONS.body,
    detail: detail === 'fast' || detail === 'best' ? detail : 'balanced',
    focalLength: orNull('focalLength'),
    upright: numbers.upright === true,
    pitch: pitchFromJson(read, numbers.pitch),
    height: orNull('height'),
    weight: orNull('weight'),
    posePrior: read.positive(numbers.posePrior, 'posePrior'),
    shapePrior: read.positive(numbers.shapePrior, 'shapePrior'),
  };
  try {
    expectOptions(options);
  } catch (error) {
    if (error instanceof FitError) read.refuse(`${error.where}: ${error.what}`);
    throw error;
  }
  return options;
}

/** null for scenes from before there was one, and for what no camera has. */
function pitchFromJson(read: Reader, json: unknown): number | null {
  if (json === undefined || json === null) return null;
  const pitch = read.number(json, 'pitch');
  return Math.abs(pitch) <= STEEPEST ? pitch : null;
}

type Reader = ReturnType<typeof reader>;

function reader(where: string) {
  const refuse = (what: string): never => {
    throw new FitError('bad-input', where, what, 'Fit the person again.');
  };
  return {
    refuse,
    record(value: unknown, name: string): Record<string, unknown> {
      if (typeof value !== 'object' || value === null) return refuse(`${name} is missing.`);
      return value as Record<string, unknown>;
    },
    number(value: unknown, name: string): number {
      return typeof value === 'number' && Number.isFinite(value) ? value : refuse(`${name} is not a number.`);
    },
    /** JSON writes null for NaN and infinity. */
    numberOrNaN(value: unknown, name: string): number {
      return value === null ? Number.NaN : this.number(value, name);
    },
    positive(value: unknown, name: string): number {
      return typeof value === 'number' && value > 0 && value < Infinity
        ? value
        : refuse(`${name} is not a positive number.`);
    },
    /** All finite; without a length, betas. */
    numbers(value: unknown, name: string, length?: number): Float64Array {
      const fits = Array.isArray(value) && (length === undefined ? value.length <= MAX_BETAS : value.length === length);
      if (!fits || !value.every(Number.isFinite)) return refuse(`${name} is not a list of numbers of its length.`);
      return Float64Array.from(value);
    },
  };
}

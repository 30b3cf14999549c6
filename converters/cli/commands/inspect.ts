import path from 'node:path';
import { type Measurements, measureBody } from '../../../core/body/measure.js';
import { directionOf, tiltInWords } from '../../../core/camera/gravity.js';
import { FitError } from '../../../core/error.js';
import { largest } from '../../../models/extremes.js';
import { SHIPPED_BODIES } from '../../../models/registry.js';
import { FIT_FORMAT, KEYPOINTS_FORMAT, SEQUENCE_FORMAT } from '../../formats/format-names.js';
import { textOf } from '../../formats/json-values.js';
import { inspectGlb } from '../../import/inspect-glb.js';
import { readKeypoints } from '../../import/read-keypoints.js';
import { kindOfFile, readParameters } from '../../import/read-parameters.js';
import { readSequenceJson } from '../../import/sequence-json.js';
import { inspectFbx, inspectMtl, inspectObj, inspectPly } from '../../validate/inspect-mesh.js';
import { EXIT, type ExitCode } from '../exit.js';
import { readBytes } from '../node-files.js';
import { readImage } from '../node-image.js';
import { openBody } from '../node-models.js';
import { SIZE_GUESSED } from '../options.js';

/** What is in a file: names and values, in the order they are printed. */
type Facts = Record<string, string | number | boolean | readonly number[] | null>;

/** `photorig inspect FILE`: what is in a photo, a body, an avatar, a fit or a keypoint file. */
export async function inspectCommand(file: string, { json = false }: { json?: boolean }): Promise<ExitCode> {
  const facts = await factsOf(file);
  if (json) {
    process.stdout.write(`${JSON.stringify({ file, ...facts })}\n`);
    return EXIT.ok;
  }
  const width = largest(Object.keys(facts).map((name) => name.length));
  for (const [name, value] of Object.entries(facts)) {
    process.stdout.write(`${name.padEnd(width)}  ${show(value)}\n`);
  }
  return EXIT.ok;
}

const show = (value: Facts[string]): string =>
  Array.isArray(value) ? value.map((number) => shorten(number)).join(' ') : shorten(value as string | number);

const shorten = (value: string | number | boolean | null): string =>
  typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(4))) : String(value);

async function factsOf(file: string): Promise<Facts> {
  if (SHIPPED_BODIES.includes(file)) return inspectBody(file);
  switch (path.extname(file).toLowerCase()) {
    case '.glb':
    case '.vrm':
    case '.vrma':
    case '.gltf':
      return inspectGlb(file, await readBytes(file));
    case '.npz':
    case '.npy':
    case '.pkl':
    case '.bvh':
    case '.json':
      return inspectData(file, await readBytes(file));
    case '.fbx':
      return inspectFbx(file, await readBytes(file));
    case '.obj':
      return inspectObj(file, textOf(await readBytes(file)));
    case '.mtl':
      return inspectMtl(file, textOf(await readBytes(file)));
    case '.ply':
      return inspectPly(file, await readBytes(file));
    default: {
      const { width, height, frameCount, focalLength } = await readImage(file);
      const frames = frameCount === undefined ? {} : { frames: frameCount };
      return { kind: 'photo', width, height, ...frames, focalLength: focalLength ?? 'not in EXIF' };
    }
  }
}

/** A file that its content tells, not its name. */
async function inspectData(file: string, bytes: Uint8Array): Promise<Facts> {
  const kind = kindOfFile(file, bytes);
  if (kind === 'body') return inspectBody(file);
  if (kind === 'keypoints') return inspectKeypoints(file, bytes);
  const text = new TextDecoder().decode(bytes);
  const format = formatOf(text);
  if (format === SEQUENCE_FORMAT) return inspectSequence(file, text);
  return format === FIT_FORMAT ? inspectFit(file, JSON.parse(text)) : inspectParameters(file, bytes);
}

async function inspectBody(file: string): Promise<Facts> {
  const body = await openBody(file);
  const heightAt = (beta0: number): number => measureBody(body, [beta0]).height;
  return {
    kind: 'body',
    name: body.name,
    licence: body.licence ?? 'unknown',
    sha256: body.sha256,
    vertices: body.vertexCount,
    triangles: body.faces.length / 3,
    joints: body.parents.length,
    betas: body.betaCount,
    poseCorrectives: body.poseDirs !== null,
    textureCoordinates: body.uv !== null,
    keypoints: Object.keys(body.keypointVertices).join(' ') || 'none',
    ...measurementFacts(measureBody(body, [])),
    heightAtBeta0: [heightAt(-2), heightAt(2)],
  };
}

const measurementFacts = ({ height, inseam, armLength, chest, waist, hip, weight }: Measurements): Facts => ({
  heightMetres: height,
  inseamArmMetres: [inseam, armLength],
  chestWaistHipMetres: [chest, waist, hip],
  weightKilograms: weight,
});

/** Result and motion files. */
async function inspectParameters(file: string, bytes: Uint8Array): Promise<Facts> {
  const people = await readParameters(file, bytes);
  const facts: Facts = { kind: 'parameters', people: people.length };
  people.forEach(({ betas, translations, frameRate, gender }, i) => {
    const who = `person ${i + 1}`;
    facts[`${who} frames`] = translations.length / 3;
    if (frameRate !== undefined) facts[`${who} frames a second`] = frameRate;
    if (gender !== undefined) facts[`${who} gender`] = gender;
    facts[`${who} betas`] = betas.length > 0 ? Array.from(betas) : 'not given';
  });
  return facts;
}

function inspectSequence(file: string, text: string): Facts {
  const { body, motion, warnings } = readSequenceJson(file, text);
  const { betas, translations, frameRate = null, camera } = motion;
  return {
    kind: SEQUENCE_FORMAT,
    body: body.name,
    frames: translations.length / 3,
    'frames a second': frameRate,
    ...(camera && { focalLength: `${shorten(camera.focalLength)} px` }),
    ...(camera && { image: `${camera.width} x ${camera.height}` }),
    ...(camera?.down && { camera: tiltInWords(camera.down) }),
    betas: Array.from(betas),
    ...(warnings.length > 0 && { warnings: warnings.join('; ') }),
  };
}

/** Keypoint files of any format. */
function inspectKeypoints(file: string, bytes: Uint8Array): Facts {
  const images = readKeypoints(file, bytes);
  const [{ width, height, isSizeGuessed, focalLength, people }] = images;
  const facts: Facts = {
    kind: formatOf(new TextDecoder().decode(bytes)) === KEYPOINTS_FORMAT ? KEYPOINTS_FORMAT : 'keypoints',
  };
  if (images.length > 1) facts.images = images.length;
  if (people.length > 0 || !isSizeGuessed) Object.assign(facts, { width, height });
  if (people.length > 0 && isSizeGuessed) facts.note = SIZE_GUESSED;
  Object.assign(facts, { focalLength: focalLength ?? 'not given' });
  people.forEach(({ keypoints: { set, confidence } }, i) => {
    const seen = confidence.filter((value) => value > 0).length;
    facts[`person ${i + 1}`] = `${set}, ${seen} of ${confidence.length} keypoints seen`;
  });
  return facts;
}

/** The format that a JSON text says it is; whatever is no such text is refused by the reader it then goes to. */
function formatOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { format?: unknown } | null)?.format;
  } catch {
    return undefined;
  }
}

/** The fields of photorig-fit-1 that are shown. */
interface FitDocument {
  readonly image: { readonly path: string; readonly width: number; readonly height: number };
  readonly body: { readonly name: string };
  readonly camera: { readonly focalLength: number; readonly source: string; readonly down?: unknown };
  readonly persons: readonly {
    readonly betas: number[];
    readonly translation: number[];
    readonly measurements?: Measurements;
    readonly confidence?: { readonly overall: number };
    readonly reprojectionError: number;
    readonly costByTerm: Record<string, number>;
    readonly iterations: number;
    readonly termination: string;
    readonly warnings: readonly string[];
  }[];
}

function inspectFit(file: string, fit: FitDocument): Facts {
  try {
    const { image, body, camera, persons } = fit;
    const facts: Facts = {
      kind: FIT_FORMAT,
      photo: `${image.path} (${image.width} x ${image.height})`,
      body: body.name,
      focalLength: `${shorten(camera.focalLength)} px (${camera.source})`,
    };
    const down = directionOf(camera.down);
    if (down !== null) facts.camera = tiltInWords(down);
    persons.forEach((person, i) => {
      const who = `person ${i + 1}`;
      facts[`${who} betas`] = person.betas;
      facts[`${who} translation`] = person.translation;
      if (person.measurements) {
        for (const [name, value] of Object.entries(measurementFacts(person.measurements)))
          facts[`${who} ${name}`] = value;
      }
      if (person.confidence) facts[`${who} confidence`] = person.confidence.overall;
      facts[`${who} reprojection`] = `${shorten(person.reprojectionError)} px`;
      facts[`${who} solver`] = `${person.iterations} iterations, ${person.termination}`;
      for (const [term, cost] of Object.entries(person.costByTerm)) facts[`${who} cost ${term}`] = cost;
      if (person.warnings.length > 0) facts[`${who} warnings`] = person.warnings.join('; ');
    });
    return facts;
  } catch (cause) {
    // Fields are missing: the file says what it is, and is not.
    const what = `this ${FIT_FORMAT} file lacks fields.`;
    throw new FitError('bad-input', file, what, 'Write it again with photorig fit -o fit.json.', { cause });
  }
}

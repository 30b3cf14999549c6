import path from 'node:path';
import { shapeBody } from '../../../core/body/shape.js';
import { FitError } from '../../../core/error.js';
import { FIT_FORMAT } from '../../export/fit-json.js';
import { inspectGlb } from '../../import/inspect-glb.js';
import { KEYPOINTS_FORMAT, readKeypointsJson } from '../../import/keypoints-json.js';
import { EXIT, type ExitCode } from '../exit.js';
import { readBytes } from '../node-files.js';
import { readImage } from '../node-image.js';
import { openBody, SHIPPED_BODIES } from '../node-models.js';

/** What is in a file: names and values, in the order they are printed. */
type Facts = Record<string, string | number | boolean | readonly number[] | null>;

/** `photorig inspect FILE`: what is in a photo, a body, a GLB, a fit or a keypoint file. */
export async function inspectCommand(file: string, { json = false }: { json?: boolean }): Promise<ExitCode> {
  const facts = await factsOf(file);
  if (json) {
    process.stdout.write(`${JSON.stringify({ file, ...facts })}\n`);
    return EXIT.ok;
  }
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
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
      return inspectGlb(file, await readBytes(file));
    case '.npz':
      return inspectBody(file);
    case '.json':
      return inspectJson(file, new TextDecoder().decode(await readBytes(file)));
    default: {
      const { width, height, focalLength } = await readImage(file);
      return { kind: 'photo', width, height, focalLength: focalLength ?? 'not in EXIF' };
    }
  }
}

async function inspectBody(file: string): Promise<Facts> {
  const body = await openBody(file);
  const height = (beta0: number): number => {
    const { vertices } = shapeBody(body, [beta0]);
    const ys = vertices.filter((_, i) => i % 3 === 1);
    return ys.reduce((a, b) => Math.max(a, b)) - ys.reduce((a, b) => Math.min(a, b));
  };
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
    heightMetres: height(0),
    heightAtBeta0: [height(-2), height(2)],
  };
}

function inspectJson(file: string, text: string): Facts {
  if (formatOf(text) === FIT_FORMAT) return inspectFit(file, JSON.parse(text));
  const { width, height, focalLength, people } = readKeypointsJson(file, text);
  const facts: Facts = { kind: KEYPOINTS_FORMAT, width, height, focalLength: focalLength ?? 'not given' };
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
  readonly camera: { readonly focalLength: number; readonly source: string };
  readonly persons: readonly {
    readonly betas: number[];
    readonly translation: number[];
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
    persons.forEach((person, i) => {
      const who = `person ${i + 1}`;
      facts[`${who} betas`] = person.betas;
      facts[`${who} translation`] = person.translation;
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

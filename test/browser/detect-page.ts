/** The page's half of detect.test.ts: runs in Chromium, on the compiled library. */

import {
  type Camera,
  createFitter,
  type Detail,
  type FetchProgress,
  fetchBody,
  fetchPrior,
  findPeople,
  imageFromFile,
  type WebRuntimeOptions,
  webRuntime,
} from '../../plugins/web/index.js';
import { type PlainFit, type PlainPerson, plainFit, plainPerson } from './plain.js';

const modelsUrl = '/models';
const progress: FetchProgress[] = [];
const runtime = webRuntime({ modelsUrl, threads: 1, onProgress: (report) => progress.push(report) });

async function fileOf(url: string): Promise<Blob> {
  return (await fetch(url)).blob();
}

/** The people in the pixels that Node decoded, found with one thread. */
export async function lookAtPixels(width: number, height: number, detail: Detail): Promise<PlainPerson[]> {
  const rgba = new Uint8Array(await (await fileOf('/pixels')).arrayBuffer());
  return (await findPeople({ width, height, rgba }, runtime, { detail })).map(plainPerson);
}

/** The people in a JPEG as this browser decodes it. */
export async function lookAtFile(url: string): Promise<PlainPerson[]> {
  return (await findPeople(await imageFromFile(await fileOf(url)), runtime, { detail: 'balanced' })).map(plainPerson);
}

/** As lookAtFile, with several threads. Their number is settled once a page, so it takes a fresh one. */
export async function lookWithThreads(url: string, threads: number): Promise<PlainPerson[]> {
  if (!crossOriginIsolated) throw new Error('the page is not cross-origin isolated');
  const threaded = webRuntime({ modelsUrl, threads });
  await threaded.warm(['movenet_multipose', 'pose_detection', 'pose_landmark_full']);
  return (await findPeople(await imageFromFile(await fileOf(url)), threaded, { detail: 'balanced' })).map(plainPerson);
}

/** Fits the shipped body to a person. */
export async function fitPerson({ xy, confidence, world }: PlainPerson, camera: Camera): Promise<PlainFit> {
  const [body, prior] = await Promise.all([fetchBody('neutral', { modelsUrl }), fetchPrior({ modelsUrl })]);
  const fit = createFitter(body, prior).fit(
    { set: 'blazepose33', xy: Float64Array.from(xy), confidence: Float64Array.from(confidence) },
    camera,
    { worldLandmarks: Float64Array.from(world) },
  );
  return plainFit(fit, body.sha256);
}

/** The last that was told of each network as it arrived, by the file's name. */
export function lastProgress(): Record<string, FetchProgress> {
  return Object.fromEntries(progress.map((report) => [report.url.slice(report.url.lastIndexOf('/') + 1), report]));
}

/** The text of the error with which a runtime fails to load a network. */
export async function loadError(options: Partial<WebRuntimeOptions>): Promise<string> {
  try {
    await webRuntime({ modelsUrl, ...options }).load('pose_detection');
    return 'no error';
  } catch (error) {
    return String(error);
  }
}

/** Base64 of the .glb that the example of docs/web.md makes of a photo. */
export async function runExample(url: string): Promise<string> {
  const address = '/docs/example.js';
  const { avatarsFromPhoto } = await import(address);
  const glb: Uint8Array<ArrayBuffer> = await avatarsFromPhoto(await fileOf(url));
  const reader = new FileReader();
  const read = new Promise((resolve) => reader.addEventListener('load', resolve));
  reader.readAsDataURL(new Blob([glb]));
  await read;
  return String(reader.result).replace(/^.*,/, '');
}

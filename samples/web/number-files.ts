import { toFitJson } from '../../converters/export/fit-json.js';
import { toKeypointsJson } from '../../converters/export/keypoints-json.js';
import type { Detection, Fit } from '../../core/types.js';
import { fetchBody } from '../../plugins/web/web-models.js';
import {
  FitError,
  type Person,
  statedCamera,
  type Workbench,
  type WrittenFile,
} from '../../plugins/workbench/index.js';

/** The files that hold numbers only: photorig-fit-1 and photorig-keypoints-1. */
export async function writeNumbers(
  workbench: Workbench,
  format: 'json' | 'keypoints',
  whom: 'chosen' | 'all',
  modelsUrl: string,
): Promise<WrittenFile> {
  const { people, chosen } = workbench.state;
  const written = whom === 'all' ? people : people.slice(chosen, chosen + 1);
  if (workbench.state.image === null || written.length === 0) {
    throw new FitError('usage', 'export', 'there is nobody to write.', 'Open a photo with people first.');
  }
  const json = format === 'json' ? await fitJson(workbench, written, modelsUrl) : keypointsJson(workbench, written);
  const bytes = new TextEncoder().encode(`${JSON.stringify(json, null, 1)}\n`);
  return { name: `${stem(workbench)}.${format === 'json' ? 'fit' : 'keypoints'}.json`, bytes };
}

function keypointsJson({ state: { image } }: Workbench, people: readonly Person[]): object {
  const { name, width, height, focalLength } = image!;
  return toKeypointsJson({
    image: { path: name, width, height },
    ...(focalLength !== undefined && { focalLength }),
    people: people.map(detectionOf),
  });
}

async function fitJson(workbench: Workbench, people: readonly Person[], modelsUrl: string): Promise<object> {
  const { image, options } = workbench.state;
  const { name, width, height } = image!;
  const { camera, source } = statedCamera(workbench.state)!;
  const fitted = people.filter((person): person is Person & { fit: Fit } => person.fit !== null);
  if (fitted.length === 0) throw new FitError('usage', 'export', 'nobody has a body yet.', 'Press Fit first.');
  const body = await fetchBody(options.body, { modelsUrl, cache: true });
  return toFitJson({
    image: { path: name, width, height },
    body,
    skeleton: await workbench.skeleton(),
    camera,
    focalSource: source,
    people: fitted.map((person) => ({
      detection: detectionOf(person),
      fit: person.fit,
      timings: { loadMs: 0, detectMs: 0, fitMs: 0 },
    })),
  });
}

/** The person as they stand now, with what hands have changed. */
function detectionOf({ detection, keypoints, worldLandmarks, edits }: Person): Detection {
  const confidence = keypoints.confidence.map((value, k) => (edits[k].off ? 0 : value));
  return {
    box: detection?.box ?? boxOf(keypoints.xy),
    score: detection?.score ?? 1,
    keypoints: { ...keypoints, confidence },
    ...(worldLandmarks !== null && { worldLandmarks }),
  };
}

function boxOf(xy: Float64Array): [number, number, number, number] {
  const xs = xy.filter((_, i) => i % 2 === 0);
  const ys = xy.filter((_, i) => i % 2 === 1);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}

/** The photo's name without ending, safe as the name of a file. */
const stem = ({ state: { image } }: Workbench): string =>
  (image?.name ?? '')
    .replace(/\.\w+$/, '')
    .replace(/[^\p{L}\p{N}_-]+/gu, '_')
    .slice(0, 80) || 'avatar';

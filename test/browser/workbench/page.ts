/** The page's half of workbench.test.ts: a workbench whose engine works in a worker. */

import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import {
  createPictureView,
  createWorkbench,
  openWorkerEngine,
  pictureOf,
  type Workbench,
  type WorkbenchEvent,
  type WorkerEngineOptions,
} from '../../../plugins/workbench/index.js';

let workbench: Workbench;
let events: WorkbenchEvent[] = [];
const longTasks: number[] = [];
const WRIST = JOINT_SETS.blazepose33.indexOf('left_wrist');

export function start(options: Partial<WorkerEngineOptions> = {}): void {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longTasks.push(Math.round(entry.duration));
  }).observe({ type: 'longtask' });
  workbench = createWorkbench({ engine: openWorkerEngine({ modelsUrl: '/models/', ...options }) });
  workbench.subscribe((event) => events.push(event));
}

/** Opens a picture by its address. */
export async function open(url: string): Promise<void> {
  await workbench.open(await pictureOf(url, 'picture'));
}

/** Runs a function of the workbench; what it fails with, or "done". */
export function attempt(name: 'detect' | 'fit' | 'open', url = ''): Promise<string> {
  const job = name === 'open' ? open(url) : workbench[name]();
  return Promise.resolve(job).then(() => 'done', String);
}

/** A picture of one colour, larger than any of the samples. */
export async function openWall(side: number): Promise<void> {
  const canvas = new OffscreenCanvas(side, side);
  canvas.getContext('2d')?.fillRect(0, 0, side, side);
  await workbench.open(await pictureOf(canvas as never, 'wall'), { name: 'wall' });
}

/** The same photo enlarged to about a megapixel: opened as a canvas. */
export async function openEnlarged(url: string, width: number): Promise<void> {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(width, Math.round((width * bitmap.height) / bitmap.width));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  await workbench.open(await pictureOf(canvas as never, 'enlarged'));
}

/** Milliseconds of a first search and fit. */
export async function timeFit(): Promise<{ detect: number; fit: number }> {
  const start = performance.now();
  await workbench.detect();
  const found = performance.now();
  await workbench.fit();
  return { detect: found - start, fit: performance.now() - found };
}

/** Drags the wrist by 40 pixels in 40 frames; milliseconds from each place to the body that follows it, and how near it gets. */
export async function timeDrag(): Promise<{ times: number[]; error: number }> {
  const [x, y] = workbench.person!.keypoints.xy.subarray(2 * WRIST);
  const drag = workbench.drag(WRIST);
  const times: number[] = [];
  for (let step = 1; step <= 40; step++) {
    await new Promise(requestAnimationFrame);
    const before = workbench.person!.fit;
    const start = performance.now();
    drag.to([x - step, y]);
    await new Promise<void>((resolve) => {
      const stop = workbench.subscribe(() => {
        if (workbench.person!.fit === before) return;
        stop();
        resolve();
      });
    });
    times.push(performance.now() - start);
  }
  await drag.end();
  const [u, v] = (await workbench.bodyPoints())!.left_wrist;
  return { times, error: Math.hypot(u - x + 40, v - y) };
}

/** Aborts a search after a while. */
export async function abortDetect(milliseconds: number): Promise<string> {
  const controller = new AbortController();
  const job = workbench.detect({ signal: controller.signal });
  setTimeout(() => controller.abort(), milliseconds);
  return job.then(() => 'done', String);
}

export function look() {
  const { image, people } = workbench.state;
  const told = events.map((event) => {
    if (event.type === 'problem' || event.type === 'notice') return `${event.type}: ${event.message}`;
    return event.type === 'progress' && event.loaded === event.total ? `progress: ${event.file}` : '';
  });
  events = [];
  return {
    image,
    people: people.length,
    isFitted: workbench.person?.fit != null,
    told: told.filter((text) => text !== ''),
    longTasks: longTasks.splice(0),
  };
}

/** Shows the picture's view, and focuses the wrist's handle there. */
export async function showView(url: string, cssWidth: number) {
  const picture = await createImageBitmap(await (await fetch(url)).blob());
  const { element } = createPictureView(workbench, { picture });
  document.body.style.width = `${cssWidth}px`;
  document.body.append(element);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  element.querySelector<SVGElement>(`[data-keypoint="${WRIST}"]`)?.focus();
  const { width, height } = element.querySelector('canvas') as HTMLCanvasElement;
  return { width, height };
}

/** The wrist, pixels of the picture. */
export const wrist = (): number[] => [...workbench.person!.keypoints.xy.subarray(2 * WRIST, 2 * WRIST + 2)];

/** Bytes of what the browser keeps of ours. */
export async function keptFiles(): Promise<string[]> {
  const cache = await caches.open('photorig-models');
  return (await cache.keys()).map(({ url }) => new URL(url).pathname);
}

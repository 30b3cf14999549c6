import { openBody } from '../../converters/cli/node-models.js';
import { shapeBody } from '../../core/body/shape.js';
import { poseVertices } from '../../core/body/skinning.js';
import { renderMaps } from '../../core/render/maps.js';
import { renderOverlay } from '../../core/render/overlay.js';
import type { Camera } from '../../core/types.js';
import { median, table } from './statistics.js';

/**
 * How long the maps of one person take in a picture of a million pixels, whom it shows from head to foot: depth, parts,
 * silhouette and normals together, and the overlay, without the coding of the files.
 *
 *   npx tsx test/bench/render.ts
 */

const RUNS = 15;
/** The compiler's. */
const WARM_UP = 3;
/** Metres from the camera and focal lengths, pixels: the person 850, then 420 pixels tall. */
const VIEWS = { large: 1800, small: 900 };
const DISTANCE = 3.5;

const body = await openBody('neutral');
const pose = new Float64Array(3 * body.parents.length);
pose[0] = Math.PI; // upright
const vertices = poseVertices(body, shapeBody(body, []), pose, [0, 0, DISTANCE]);
const heights = vertices.filter((_, i) => i % 3 === 1);
const middle = (Math.min(...heights) + Math.max(...heights)) / 2;

const rows = Object.entries(VIEWS).map(([name, focalLength]) => {
  const camera: Camera = {
    focalLength,
    principalPoint: [500, 500 - (focalLength * middle) / DISTANCE],
    width: 1000,
    height: 1000,
  };
  const person = { ...body, vertices };
  const photo = { width: 1000, height: 1000, rgba: new Uint8Array(4e6) };
  const covered = renderMaps([person], camera).person.reduce((sum, p) => sum + p, 0);
  const maps = timed(() => renderMaps([person], camera));
  const overlay = timed(() => renderOverlay(photo, [person], camera));
  return [name, `${covered}`, ...maps, ...overlay];
});
console.log(table([['person', 'pixels', 'maps: ms, median', 'most', 'overlay: ms, median', 'most'], ...rows]));

function timed(run: () => unknown): string[] {
  const times = Array.from({ length: WARM_UP + RUNS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).slice(WARM_UP);
  return [median(times).toFixed(0), Math.max(...times).toFixed(0)];
}

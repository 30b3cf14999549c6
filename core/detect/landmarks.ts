import type { Mask } from '../types.js';
import { erasePeople } from './erase.js';
import { HEATMAP_SIZE, refineLandmark } from './heatmap.js';
import { outputOf, runOnPicture } from './network-output.js';
import type { Pyramid } from './pyramid.js';
import { type Region, regionAround, toPhoto } from './region.js';
import type { Network, NetworkName } from './runtime.js';
import { sigmoid } from './sigmoid.js';

/** K: keypoints of the blazepose33 set. */
export const LANDMARKS = 33;
/** Side of the landmark network's input and of its segmentation, pixels. */
const RESOLUTION = 256;
/** The network gives 39 points; 33 and 34 tell where to look next, the last four are not used. */
const POINTS = 39;
const NEXT_CENTRE = 33;
const NEXT_TOP = 34;
/** Numbers a point: x, y, z (input pixels), visibility, presence (logits). */
const ROW = 5;
/** Side of the region that the network expects, in sizes of the body: room around it. */
export const REGION_GAIN = 1.25;

/** What the landmark network says about one region. */
export interface LandmarkAnswer {
  readonly region: Region;
  /** In [0, 1]: whether there is a person in the region at all. Stays near 1 on some wrong poses. */
  readonly presence: number;
  /** K×2, pixels of the photo. */
  readonly xy: Float64Array;
  /** K, in [0, 1]. */
  readonly visibility: Float64Array;
  /** K, in [0, 1]: highest probability on the landmark's heatmap near it. */
  readonly peaks: Float64Array;
  /** K×3, metres, hip-centred, camera axes: x right, y down, z forward. */
  readonly world: Float64Array;
  /** Where the network would look next. */
  readonly next: Region;
  /** 256×256, logits over the region. */
  readonly segmentation: Float32Array;
}

/** Runs the landmark network on a region of the photo, the people of `others` painted over. */
export async function findLandmarks(
  pyramid: Pyramid,
  name: NetworkName,
  network: Network,
  region: Region,
  others: readonly Mask[] = [],
): Promise<LandmarkAnswer> {
  const crop = pyramid.crop(region, { resolution: RESOLUTION, black: 0, white: 1, border: 'replicate', reads: 2 });
  erasePeople(crop, RESOLUTION, region, others);
  const outputs = await runOnPicture(network, crop, RESOLUTION);
  const points = outputOf(name, outputs, 'landmarks', POINTS * ROW);
  const heatmaps = outputOf(name, outputs, 'heatmap', POINTS * HEATMAP_SIZE * HEATMAP_SIZE);

  const xy = new Float64Array(2 * POINTS);
  const visibility = new Float64Array(LANDMARKS);
  const peaks = new Float64Array(LANDMARKS);
  for (let k = 0; k < POINTS; k++) {
    const row = k * ROW;
    const refined = refineLandmark(heatmaps, k, points[row] / RESOLUTION, points[row + 1] / RESOLUTION);
    const { x, y } = toPhoto(region, refined.x, refined.y);
    xy[2 * k] = x;
    xy[2 * k + 1] = y;
    if (k >= LANDMARKS) continue;
    visibility[k] = sigmoid(points[row + 3]);
    peaks[k] = refined.peak;
  }
  const point = (k: number) => ({ x: xy[2 * k], y: xy[2 * k + 1] });
  return {
    region,
    presence: outputOf(name, outputs, 'presence', 1)[0],
    xy: xy.slice(0, 2 * LANDMARKS),
    visibility,
    peaks,
    world: turnBack(outputOf(name, outputs, 'world', 3 * POINTS), region.rotation),
    next: regionAround(point(NEXT_CENTRE), point(NEXT_TOP), REGION_GAIN),
    segmentation: outputOf(name, outputs, 'segmentation', RESOLUTION * RESOLUTION),
  };
}

/** The network saw the region upright: turns its world landmarks (x right, y down) about z as the region is turned. */
function turnBack(world: Float32Array, rotation: number): Float64Array {
  const cos = Math.cos(rotation);
  const sin = Math.sin(rotation);
  const out = new Float64Array(3 * LANDMARKS);
  for (let i = 0; i < out.length; i += 3) {
    out[i] = cos * world[i] - sin * world[i + 1];
    out[i + 1] = sin * world[i] + cos * world[i + 1];
    out[i + 2] = world[i + 2];
  }
  return out;
}

/** The person's mask, on the grid of the region. */
export function maskOf({ region, segmentation }: LandmarkAnswer): Mask {
  const scale = region.size / RESOLUTION;
  const corner = toPhoto(region, 0, 0);
  return {
    size: RESOLUTION,
    values: segmentation.map(sigmoid),
    toImage: {
      a: scale * Math.cos(region.rotation),
      b: scale * Math.sin(region.rotation),
      x: corner.x,
      y: corner.y,
    },
  };
}

import { JOINT_SETS } from '../../core/body/joint-sets.js';
import { rasterize } from '../../core/render/rasterize.js';
import type { Camera } from '../../core/types.js';
import type { AnnotatedPerson } from './detect-annotations.js';

/** A body in front of the camera: camera frame, metres. */
export interface Placed {
  /** V×3. */
  readonly vertices: Float32Array;
  /** F×3. */
  readonly faces: Uint32Array;
  readonly joints: Readonly<Record<string, readonly [number, number, number]>>;
}

/** A joint lies this deep under its own skin at most, seen from anywhere. Metres. */
const DEEPEST = 0.16;
/** With fewer keypoints to be seen a person is not one to be found: its keypoints count as not labelled. */
const FEWEST_SEEN = 5;

/**
 * What COCO's annotators would write: box of the visible pixels, 17 keypoints with v = 2 seen, 1 hidden, 0 outside the
 * picture or of a person of whom hardly anything is seen. Beyond COCO, `landmarks` holds blazepose33's.
 */
export function annotate(people: readonly Placed[], camera: Camera): AnnotatedPerson[] {
  const maps = people.map(({ vertices, faces }) => rasterize(vertices, faces, camera));
  const nearest = (pixel: number): number => Math.min(...maps.map(({ depth }) => depth[pixel]));
  return people.map(({ joints }, person) => {
    const { depth } = maps[person];
    const isOwn = (pixel: number): boolean => depth[pixel] < Infinity && depth[pixel] === nearest(pixel);
    const look = (name: string | null): [number, number, number] => {
      if (name === null || !joints[name]) return [0, 0, 0];
      const [X, Y, Z] = joints[name];
      const x = (camera.focalLength * X) / Z + camera.principalPoint[0];
      const y = (camera.focalLength * Y) / Z + camera.principalPoint[1];
      if (!(x >= 0 && y >= 0 && x < camera.width && y < camera.height)) return [x, y, 0];
      const pixel = Math.floor(y) * camera.width + Math.floor(x);
      return [x, y, isOwn(pixel) && depth[pixel] > Z - DEEPEST ? 2 : 1];
    };
    const keypoints = JOINT_SETS.coco17.map(look);
    const seen = keypoints.filter(([, , v]) => v === 2).length;
    return {
      box: boxOf(camera, isOwn),
      keypoints: seen >= FEWEST_SEEN ? keypoints : keypoints.map(([x, y]) => [x, y, 0]),
      landmarks: JOINT_SETS.blazepose33.map(look),
    };
  });
}

function boxOf({ width, height }: Camera, isOwn: (pixel: number) => boolean): [number, number, number, number] {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (!isOwn(pixel)) continue;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + 1);
    bottom = Math.max(bottom, y + 1);
  }
  return right > left ? [left, top, right - left, bottom - top] : [0, 0, 0, 0];
}

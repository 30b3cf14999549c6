import { directionOf } from '../../core/camera/gravity.js';
import { isFocalLength } from '../../core/camera/pinhole.js';
import type { Camera } from '../../core/types.js';

/** What our files say of a person in a mesh node's extras; whatever is missing or not as we write it is null. */
export interface PoseExtras {
  readonly betas: Float64Array | null;
  /** J×3 and 3, camera frame; of a motion, the first frame's. */
  readonly pose: Float64Array | null;
  readonly translation: Float64Array | null;
  readonly camera: Camera | null;
  /** Pixels, of a file that does not know the size of its image. */
  readonly focalLength: number | null;
  /** Whether the people were turned upright, by the camera's down. */
  readonly upright: boolean;
  readonly body: { readonly name: string; readonly sha256: string } | null;
}

/** More shape parameters than any body model has. */
const MAX_BETAS = 400;

/** Reads `extras.photorig`, which any tool may have changed on the way. */
export function readExtras(extras: unknown, jointCount: number): PoseExtras {
  const { betas, pose, translation, camera, focalLength, upright, body } = fields(extras);
  const { name, sha256 } = fields(body);
  return {
    betas: Array.isArray(betas) && betas.length <= MAX_BETAS ? numbers(betas, betas.length) : null,
    pose: numbers(pose, 3 * jointCount),
    translation: numbers(translation, 3),
    camera: readCamera(camera),
    focalLength: isFocalLength(focalLength) ? focalLength : null,
    upright: upright === true,
    body: typeof name === 'string' ? { name, sha256: typeof sha256 === 'string' ? sha256 : '' } : null,
  };
}

function readCamera(camera: unknown): Camera | null {
  const { focalLength, principalPoint, width, height, down } = fields(camera);
  const scalars = numbers([focalLength, width, height], 3);
  const point = numbers(principalPoint, 2);
  if (scalars === null || point === null || !scalars.every((value) => value > 0)) return null;
  const falls = directionOf(down);
  return {
    focalLength: scalars[0],
    principalPoint: [point[0], point[1]],
    width: scalars[1],
    height: scalars[2],
    ...(falls && { down: falls }),
  };
}

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** `count` finite numbers, or null. */
function numbers(values: unknown, count: number): Float64Array | null {
  if (!Array.isArray(values) || values.length !== count || count === 0) return null;
  return values.every((value) => Number.isFinite(value)) ? Float64Array.from(values) : null;
}

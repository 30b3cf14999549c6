import { MAX_BETAS } from '../../core/body/max-betas.js';
import { directionOf } from '../../core/camera/gravity.js';
import { isFocalLength } from '../../core/camera/pinhole.js';
import type { Camera } from '../../core/types.js';
import type { BodyName } from '../formats/parameters.js';
import { isPrincipalPoint, isSize } from '../formats/plausible.js';

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
  readonly body: BodyName | null;
}

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
  if (!isFocalLength(focalLength) || !isSize(width) || !isSize(height)) return null;
  if (!isPrincipalPoint(principalPoint)) return null;
  const falls = directionOf(down);
  return { focalLength, principalPoint, width, height, ...(falls && { down: falls }) };
}

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** `count` finite numbers, or null. */
function numbers(values: unknown, count: number): Float64Array | null {
  if (!Array.isArray(values) || values.length !== count || count === 0) return null;
  return values.every((value) => Number.isFinite(value)) ? Float64Array.from(values) : null;
}

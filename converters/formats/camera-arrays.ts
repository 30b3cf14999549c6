import { directionOf } from '../../core/camera/gravity.js';
import { isFocalLength } from '../../core/camera/pinhole.js';
import type { Camera } from '../../core/types.js';
import type { ArraySource } from '../../models/array-source.js';
import { isPrincipalPoint, isSize } from './plausible.js';

/** A camera as arrays by name: SMPLify's f and, for our own readers, what else projection needs. */
export function cameraToArrays({ focalLength, principalPoint, width, height, down }: Camera) {
  return {
    f: [focalLength, focalLength],
    principal_point: principalPoint,
    image_size: [width, height],
    ...(down && { camera_down: down }),
  } as const;
}

/** The camera of a file that says how large its image is, as ours do; undefined of others. */
export function cameraFromArrays(source: ArraySource, focalLength: number | undefined): Camera | undefined {
  const [width, height] = source.array('image_size', 2)?.data ?? [];
  const principalPoint = [...(source.array('principal_point', 2)?.data ?? [width / 2, height / 2])];
  if (!isFocalLength(focalLength) || !isSize(width) || !isSize(height)) return undefined;
  if (!isPrincipalPoint(principalPoint)) return undefined;
  const down = directionOf([...(source.array('camera_down', 3)?.data ?? [])]);
  return { focalLength, principalPoint, width, height, ...(down && { down }) };
}

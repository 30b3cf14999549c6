import { downOfPitch } from '../../core/camera/gravity.js';
import { cameraFor } from '../../core/camera/pinhole.js';
import type { StatedCamera } from '../../core/fit/camera-of-people.js';
import type { Camera, Fit } from '../../core/types.js';
import type { ImageInfo, Options, WorkbenchState } from './state.js';

/** The camera of the picture, and who says so; null without a picture. */
export function statedCamera({ image, options }: Pick<WorkbenchState, 'image' | 'options'>): StatedCamera | null {
  if (image === null) return null;
  const stated = cameraFor(image, options.focalLength === null ? {} : { focalLength: options.focalLength });
  const down = downOf(image, options);
  const camera: Camera = { ...stated.camera, ...(down && { down }) };
  const { perspectiveFocalLength: focalLength } = image;
  if (stated.source !== 'default' || !focalLength) return { camera, source: stated.source };
  return { camera: { ...camera, focalLength }, source: 'perspective' };
}

/** A fit before the camera as it is known by now: later fits, of somebody else, may have told how it is tilted. */
export function seenNow(state: Pick<WorkbenchState, 'image' | 'options'>, fit: Fit): Fit {
  const down = statedCamera(state)?.camera.down;
  const { down: _, ...camera } = fit.camera;
  return { ...fit, camera: { ...camera, ...(down && { down }) } };
}

/** The way things fall, where it is asked for and known. */
function downOf({ down }: ImageInfo, { upright, pitch }: Options): Camera['down'] | null {
  if (pitch !== null) return downOfPitch(pitch);
  return upright ? down : null;
}

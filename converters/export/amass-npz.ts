import type { Camera } from '../../core/types.js';
import { writeNpy, writeNpyText } from '../../models/npy.js';
import { writeNpz } from '../../models/npz.js';
import { cameraToArrays } from '../formats/camera-arrays.js';
import { DEFAULT_FRAME_RATE } from '../formats/frame-rate.js';
import { type Parameters, toUpright, type UpAxis } from '../formats/parameters.js';

export interface AmassOptions {
  /** 3, metres: joint 0 of the rest body in this shape (restPelvis): what the global orientation turns about. */
  readonly pelvis: ArrayLike<number>;
  /** z as AMASS has it (default), or y. */
  readonly up?: UpAxis;
}

/** The mean shape, where no betas are known: SMPL's tools multiply ten of them with the shape directions, not none. */
export const betasToWrite = (betas: Float64Array): Float64Array => (betas.length > 0 ? betas : new Float64Array(10));

/**
 * Parameters as AMASS writes a motion: poses (T,72), trans (T,3), betas (B), gender, mocap_framerate, from the camera
 * frame to one with z (or y) up: a person who stands upright in front of a level camera stands upright, and before
 * another one that knows how it is tilted. What is known of the camera is added for our own reader: the way back is
 * then known, and how large the body was seen. SMPL's add-ons for Blender, aitviewer and smplx's examples read the
 * file.
 */
export function toAmassNpz(parameters: Parameters, { pelvis, up = 'z' }: AmassOptions): Uint8Array {
  const { betas, poses, translations, frameRate, gender, camera, focalLength } = toUpright(parameters, pelvis, up);
  const T = translations.length / 3;
  const shape = betasToWrite(betas);
  return writeNpz({
    poses: writeNpy(poses, [T, poses.length / T]),
    trans: writeNpy(translations, [T, 3]),
    betas: writeNpy(shape, [shape.length]),
    gender: writeNpyText(gender ?? 'neutral'),
    // AMASS's files all say a rate; a photo is one frame of it.
    mocap_framerate: writeNpy(Float64Array.of(frameRate ?? DEFAULT_FRAME_RATE), []),
    up_axis: writeNpyText(up),
    ...cameraArrays(camera, focalLength),
  });
}

function cameraArrays(camera: Camera | undefined, focalLength: number | undefined): Record<string, Uint8Array> {
  const arrays: Readonly<Record<string, readonly number[]>> =
    camera !== undefined ? cameraToArrays(camera) : focalLength !== undefined ? { f: [focalLength, focalLength] } : {};
  return Object.fromEntries(
    Object.entries(arrays).map(([name, own]) => [name, writeNpy(Float64Array.from(own), [own.length])]),
  );
}

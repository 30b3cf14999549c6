import { Option } from 'commander';
import { STEEPEST } from '../../../core/camera/gravity.js';
import { DETAILS } from '../../../core/detect/people.js';
import type { ExitCode } from '../exit.js';
import { fieldOfView, focalLength } from '../options.js';

/** Receives the exit code of the command that ran. */
export type Done = (code: ExitCode) => void;

export const WHO = 'best, all, or a number from 1, the most prominent first';
export const AT = 'the person at this point of the upright photo, in pixels';
export const BOX = 'the person in this box of the upright photo, in pixels';
export const UPRIGHT = 'people keep their balance and stand upright in files: they tell how the camera is tilted';
export const PITCH = `the same, told how far the camera looks down (-${STEEPEST} to ${STEEPEST}, negative: up)`;
/** Of commands that write several files. */
export const OUTPUT = 'where to write, by extension; repeat for more; or a folder/';

export const detailOption = (): Option =>
  new Option('--detail <level>', 'work spent on finding joints (default: best)').choices(DETAILS);

/** @param otherwise what counts without the option */
export const focalOption = (otherwise: string): Option =>
  new Option('--focal <pixels>', `focal length; lens distortion is ignored (default: ${otherwise})`).argParser(
    focalLength,
  );

export const fovOption = (): Option =>
  new Option('--fov <degrees>', 'vertical field of view instead of --focal').argParser(fieldOfView);

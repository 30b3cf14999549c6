import { InvalidArgumentError } from 'commander';
import { STEEPEST } from '../../core/camera/gravity.js';
import { isFocalLength } from '../../core/camera/pinhole.js';
import type { PersonChoice } from '../../core/detect/select.js';
import { LIMB_JOINTS, type LimbJoint } from '../../core/fit/depth-order.js';
import { SMPLIFY_TERMS, type SmplifyTerm, smplifyTerms } from '../../core/fit/smplify-terms.js';
import { TONES } from '../../core/skin/tones.js';
import { HEIGHTS, WEIGHTS } from '../../core/terms/measurement.js';
import { type BodyGender, genderOf } from '../../models/gendered-body.js';
import { isLevelOfDetail, LEVELS_IN_WORDS } from '../export/lod.js';
import type { VrmLicence } from '../export/vrm-meta.js';
import { isFrameRate } from '../formats/frame-rate.js';
import { isSize } from '../formats/plausible.js';
import { FORMATS, type Format } from './plan.js';

/** Parsers of single option values: what commander calls with the text; each says in words what it wants. */

export function focalLength(text: string): number {
  const value = Number(text);
  if (isFocalLength(value)) return value;
  throw new InvalidArgumentError('Give pixels, about the size of the image.');
}

export function fieldOfView(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 180) return value;
  throw new InvalidArgumentError('Give degrees between 0 and 180.');
}

/** Degrees that a camera looks down. */
export function pitch(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Math.abs(value) <= STEEPEST) return value;
  throw new InvalidArgumentError(
    `Give degrees between -${STEEPEST} and ${STEEPEST}, like 10; negative when it looks up.`,
  );
}

export function personChoice(text: string): PersonChoice {
  if (text === 'best' || text === 'all') return text;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Give best, all, or a number from 1.');
}

/** x,y */
export function point(text: string): [number, number] {
  const [x, y, ...more] = numbers(text);
  if (Number.isFinite(x) && Number.isFinite(y) && more.length === 0) return [x, y];
  throw new InvalidArgumentError('Give x,y in pixels of the upright photo.');
}

/** x,y,width,height */
export function box(text: string): [number, number, number, number] {
  const [x, y, width, height, ...more] = numbers(text);
  const isBox = [x, y, width, height].every(Number.isFinite) && width > 0 && height > 0;
  if (isBox && more.length === 0) return [x, y, width, height];
  throw new InvalidArgumentError('Give x,y,width,height in pixels of the upright photo.');
}

/** Numbers between commas; NaN for what is none. */
const numbers = (text: string): number[] =>
  text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));

/** A comma-separated list of formats. */
export function formatList(text: string): Format[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  const isFormat = (name: string): name is Format => (FORMATS as readonly string[]).includes(name);
  if (names.every(isFormat)) return [...new Set(names)];
  throw new InvalidArgumentError(`Give one or more of ${FORMATS.join(', ')}, separated by commas.`);
}

/** Elbows, wrists, knees and ankles, separated by commas; repeat for more. */
export function jointList(text: string, earlier: readonly LimbJoint[] = []): LimbJoint[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  const isKnown = (name: string): name is LimbJoint => (LIMB_JOINTS as readonly string[]).includes(name);
  if (names.every(isKnown)) return [...new Set([...earlier, ...names])];
  throw new InvalidArgumentError(`Give one or more of ${LIMB_JOINTS.join(', ')}, separated by commas.`);
}

/** 0, 1, 2, or a number of triangles. */
export function levelOfDetail(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (isLevelOfDetail(value)) return value;
  throw new InvalidArgumentError(LEVELS_IN_WORDS);
}

/** No picture: the exporters' own colours. */
export const PLAIN_SKIN = 'plain';

/** A tone by name or as #rrggbb, or plain. */
export function skinTone(text: string): string {
  if (Object.hasOwn(TONES, text) || text === PLAIN_SKIN || /^#[0-9a-f]{6}$/i.test(text)) return text;
  throw new InvalidArgumentError(`Give ${Object.keys(TONES).join(', ')}, ${PLAIN_SKIN}, or a colour like #c68863.`);
}

/** private, open, or an address. */
export function licence(text: string): VrmLicence {
  if (text === 'private' || text === 'open') return text;
  if (/^https:\/\/[^\s/]+/.test(text)) return text as VrmLicence;
  throw new InvalidArgumentError('Give private, open, or an address that begins with https://.');
}

/** A gender in any of the words that files use. */
export function gender(text: string): BodyGender {
  const known = genderOf(text);
  if (known !== null) return known;
  throw new InvalidArgumentError('Give neutral, female or male.');
}

/** Terms of SMPLify, separated by commas. */
export function termList(text: string): SmplifyTerm[] {
  try {
    return [...smplifyTerms(text.split(',').map((name) => name.trim()))];
  } catch {
    throw new InvalidArgumentError(`Give one or more of ${SMPLIFY_TERMS.join(', ')}, separated by commas.`);
  }
}

/** Metres. */
export function height(text: string): number {
  const value = Number(text);
  const [shortest, tallest] = HEIGHTS;
  if (value >= shortest && value <= tallest) return value;
  throw new InvalidArgumentError(`Give metres between ${shortest} and ${tallest}, like 1.75.`);
}

/** Kilograms. */
export function weight(text: string): number {
  const value = Number(text);
  const [lightest, heaviest] = WEIGHTS;
  if (value >= lightest && value <= heaviest) return value;
  throw new InvalidArgumentError(`Give kilograms between ${lightest} and ${heaviest}, like 70.`);
}

/** A whole number from 1. */
export function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Give a whole number from 1.');
}

/** A whole number from 0. */
export function index(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('Give a whole number from 0.');
}

/** Frames a second. */
export function frameRate(text: string): number {
  const value = Number(text);
  if (isFrameRate(value)) return value;
  throw new InvalidArgumentError('Give frames a second, like 30.');
}

/** Seconds: 65.5, 1:05.5 or 0:01:05.5. */
export function time(text: string): number {
  const [, hours = 0, minutes = 0, seconds] =
    /^(?:(?:(\d{1,3}):(?=[0-5]\d:))?(\d{1,4}):(?=[0-5]\d(?:\.|$)))?(\d{1,6}(?:\.\d+)?)$/.exec(text) ?? [];
  if (seconds !== undefined) return 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
  throw new InvalidArgumentError('Give seconds, like 5.5, or m:ss, like 1:05.5.');
}

/** Said of keypoints whose file does not tell how large their image was. */
export const SIZE_GUESSED = 'image size guessed from the keypoints; set it with --image-size';

/** width,height or widthxheight */
export function imageSize(text: string): [number, number] {
  const [width, height, ...more] = numbers(text.replace(/[x\u00d7]/i, ','));
  if (isSize(width) && isSize(height) && more.length === 0) return [width, height];
  throw new InvalidArgumentError('Give width,height in pixels, like 1280,720.');
}

/** The flag of an option by its name in code: `--image-size` of imageSize. */
export const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Collects an option that may be given several times. */
export const collect = (text: string, earlier: readonly string[] = []): string[] => [...earlier, text];

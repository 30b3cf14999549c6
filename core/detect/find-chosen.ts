import { FitError } from '../error.js';
import type { Detection, Image } from '../types.js';
import { type FindPeopleOptions, findPeople } from './people.js';
import type { InferenceRuntime } from './runtime.js';
import { expectPersonChoice, type PersonChoice, selectPeople } from './select.js';

/** Whom to take of the people in a photo: by rank, or the one at a place. */
export interface WhoOptions {
  /** By rank. Default: best. */
  readonly person?: PersonChoice;
  /** The person at this point, [x, y] in pixels of the upright photo; instead of `person`. */
  readonly at?: readonly [number, number];
  /** The person who fills this box best, [x, y, width, height] in pixels of the upright photo; instead of `person`. */
  readonly box?: readonly [number, number, number, number];
}

/** Whom to find, with how much work, and who may stop it. */
export type FindChosenOptions = WhoOptions & Pick<FindPeopleOptions, 'detail' | 'signal'>;

/**
 * Finds the people of a photo who were asked for.
 *
 * @param path names the photo in errors
 * @throws FitError usage for a place outside the photo, not-found when there is no Nth person
 */
export async function findChosen(
  path: string,
  image: Image,
  runtime: InferenceRuntime,
  options: FindChosenOptions,
): Promise<Detection[]> {
  const { person = 'best', at, box, detail, signal } = options;
  const search = { ...(at && { at }), ...(box && { box }), ...(detail && { detail }), ...(signal && { signal }) };
  const where = path || 'photo';
  expectWho(where, image, options);
  return selectPeople(where, await findPeople(image, runtime, search), person);
}

/** @throws FitError usage for a place outside the photo, or a choice of people that there is not */
export function expectWho(
  where: string,
  { width, height }: Pick<Image, 'width' | 'height'>,
  { person, at, box }: WhoOptions,
): void {
  if (person !== undefined) expectPersonChoice(person);
  const refuse = (what: string): never => {
    const outside = `${what} is not inside the photo, which has ${width} x ${height} pixels.`;
    throw new FitError('usage', where, outside, 'Count the pixels of the upright photo from its top left corner.');
  };
  if (at !== undefined) {
    const [x, y] = at;
    if (!(x >= 0 && y >= 0 && x <= width && y <= height)) refuse(`the point ${at.join(',')}`);
  }
  if (box !== undefined) {
    const [x, y, w, h] = box;
    if (!(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= width && y + h <= height)) refuse(`the box ${box.join(',')}`);
  }
}

import { expectOneOf, FitError, quoted } from '../error.js';
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

/** @throws FitError usage where it is said twice whom to take */
export const expectOneWho = ({ person, at, box }: WhoOptions, prefix = ''): void =>
  expectOneOf({ person, at, box }, 'each of them chooses a person.', prefix);

/** @throws FitError usage for a place outside the photo, a choice of people that there is not, or two choices */
export function expectWho(where: string, { width, height }: Pick<Image, 'width' | 'height'>, who: WhoOptions): void {
  const { person, at, box } = who;
  expectOneWho(who);
  if (person !== undefined) expectPersonChoice(person);
  const refuse = (what: string): never => {
    const outside = `${what} is not inside the photo, which has ${width} x ${height} pixels.`;
    throw new FitError('usage', where, outside, 'Count the pixels of the upright photo from its top left corner.');
  };
  if (at !== undefined) {
    expectNumbers('at', at, 'x, y');
    const [x, y] = at;
    if (!(x >= 0 && y >= 0 && x <= width && y <= height)) refuse(`the point ${at.join(',')}`);
  }
  if (box !== undefined) {
    expectNumbers('box', box, 'x, y, width, height');
    const [x, y, w, h] = box;
    if (!(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= width && y + h <= height)) refuse(`the box ${box.join(',')}`);
  }
}

/** A place as the command line spells it, '230,240', would be read letter by letter. */
function expectNumbers(name: string, place: unknown, parts: string): void {
  const isList = Array.isArray(place) && place.length === parts.split(',').length;
  if (isList && place.every((value) => typeof value === 'number')) return;
  throw new FitError('usage', name, `${quoted(place)} is not such a place.`, `Give [${parts}], numbers of pixels.`);
}

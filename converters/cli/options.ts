import { InvalidArgumentError } from 'commander';
import type { PersonChoice } from '../../core/detect/select.js';
import { isFocalLength } from '../import/keypoints-json.js';
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

/** Collects an option that may be given several times. */
export const collect = (text: string, earlier: readonly string[] = []): string[] => [...earlier, text];

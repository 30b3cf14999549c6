import { FitError } from '../../core/error.js';
import { type BodyGender, genderOf } from '../../models/gendered-body.js';

/**
 * Reads a table of genders, one line an image: an image number (or a name with one, im0001.jpg) and a gender, or the
 * gender alone, line by line. Commas, semicolons, tabs and spaces separate; a line of headings and comments (#) may
 * come first. Numbers count from 0, or from 1 where no image is 0.
 *
 * @returns the gender of image i, from 0; undefined for images that are not in the table
 * @throws FitError bad-input, naming the line
 */
export function readLspGenderCsv(where: string, text: string): (BodyGender | undefined)[] {
  const entries: { readonly image: number; readonly gender: BodyGender }[] = [];
  const lines = text.split(/\r?\n/);
  lines.forEach((line, i) => {
    const cells = line.split(/[,;\s]+/).filter((cell) => cell !== '');
    if (cells.length === 0 || line.startsWith('#')) return;
    const gender = cells.map(genderOf).find((found) => found !== null);
    const number = cells.map((cell) => /^\D*(\d+)(\.\w+)?$/.exec(cell)?.[1]).find((digits) => digits !== undefined);
    const isHeading = entries.length === 0 && number === undefined && gender === undefined;
    if (isHeading) return;
    if (gender === undefined || (cells.length > 1 && number === undefined)) {
      const what = `line ${i + 1} has no image number and gender: "${line.slice(0, 40)}".`;
      throw new FitError('bad-input', where, what, 'Write lines such as 0,female.');
    }
    entries.push({ image: number === undefined ? entries.length : Number(number), gender });
  });
  if (entries.length === 0) {
    throw new FitError('bad-input', where, 'it names no gender.', 'Write lines such as 0,female.');
  }
  const first = entries.some(({ image }) => image === 0) ? 0 : 1;
  const genders: (BodyGender | undefined)[] = [];
  for (const { image, gender } of entries) {
    if (image > MAX_IMAGES) throw new FitError('bad-input', where, `there is no image ${image}.`, 'Check the numbers.');
    genders[image - first] = gender;
  }
  return genders;
}

const MAX_IMAGES = 1_000_000;

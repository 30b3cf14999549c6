import type { Residual } from './explain-residuals.js';
import { decimals, escapeText } from './explain-text.js';

/** Bytes of an encoded picture. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly mimeType: 'image/jpeg' | 'image/png';
}

/** Base64 of bytes; pieces, as a call takes only so many arguments. */
function base64(bytes: Uint8Array): string {
  const PIECE = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

export const dataAddress = ({ bytes, mimeType }: Picture): string => `data:${mimeType};base64,${base64(bytes)}`;

/** Left is orange, right is blue, the middle is green: told apart by those who see no red, too. */
const colourOf = (name: string): string =>
  name.startsWith('left_') ? '#ff9d2e' : name.startsWith('right_') ? '#3ea2ff' : '#5fd36a';

/** The photo with the keypoints (dots), where the body has them (circles), and the way between. */
export function keypointFigure(
  photo: Picture | null,
  width: number,
  height: number,
  residuals: readonly Residual[],
): string {
  const radius = Math.max(width, height) / 160;
  const picture = photo === null ? '' : `<image href="${dataAddress(photo)}" width="${width}" height="${height}"/>`;
  const marks = residuals.map(({ name, found, fitted, pixels, confidence }) => {
    const [x, y, u, v] = [...found, ...fitted].map((value) => decimals(value));
    const colour = colourOf(name);
    const title = `${escapeText(name)}: ${decimals(pixels)} px, confidence ${decimals(confidence, 2)}`;
    const thin = decimals(radius / 3, 2);
    return (
      `<g><title>${title}</title><line x1="${x}" y1="${y}" x2="${u}" y2="${v}" stroke="#fff" stroke-width="${thin}"/>` +
      `<circle cx="${u}" cy="${v}" r="${decimals(radius, 2)}" fill="none" stroke="${colour}" stroke-width="${thin}"/>` +
      `<circle cx="${x}" cy="${y}" r="${decimals(0.7 * radius, 2)}" fill="${colour}" fill-opacity="${decimals(0.25 + 0.75 * confidence, 2)}" ` +
      `stroke="#000" stroke-width="${decimals(radius / 6, 2)}"/></g>`
    );
  });
  return `<svg class="photo" viewBox="0 0 ${width} ${height}" role="img" aria-label="keypoints">${picture}${marks.join('')}</svg>`;
}

/** Colours of terms, by their order of appearance. */
const TERM_COLOURS = [
  '#4878d0',
  '#ee854a',
  '#6acc64',
  '#d65f5f',
  '#956cb4',
  '#8c613c',
  '#dc7ec0',
  '#797979',
  '#d5bb67',
];

/** The energy of each term, a bar a row: E of each stage's best candidate, all to one scale. */
export function energyFigure(
  rows: readonly { readonly label: string; readonly costByTerm: Readonly<Record<string, number>> }[],
): string {
  const terms = [...new Set(rows.flatMap(({ costByTerm }) => Object.keys(costByTerm)))];
  const colour = (term: string): string => TERM_COLOURS[terms.indexOf(term) % TERM_COLOURS.length];
  const positive = (value: number | undefined): number =>
    value !== undefined && Number.isFinite(value) ? Math.max(0, value) : 0;
  const totals = rows.map(({ costByTerm }) => terms.reduce((sum, term) => sum + positive(costByTerm[term]), 0));
  const [LEFT, BAR, ROW] = [110, 460, 22];
  const scale = BAR / Math.max(1e-9, ...totals);
  const bars = rows.map(({ label, costByTerm }, i) => {
    const y = i * ROW;
    let x = LEFT;
    const parts = terms.map((term) => {
      const length = scale * positive(costByTerm[term]);
      const part = `<rect x="${decimals(x)}" y="${y + 3}" width="${decimals(length, 2)}" height="${ROW - 6}" fill="${colour(term)}"><title>${escapeText(term)}: ${decimals(costByTerm[term], 2)}</title></rect>`;
      x += length;
      return part;
    });
    const name = `<text x="${LEFT - 6}" y="${y + 15}" text-anchor="end">${escapeText(label)}</text>`;
    return `${name}${parts.join('')}<text x="${decimals(x + 5)}" y="${y + 15}">${decimals(totals[i])}</text>`;
  });
  const height = ROW * rows.length;
  const legend = terms.map((term) => `<li><i style="background:${colour(term)}"></i>${escapeText(term)}</li>`).join('');
  return `<ul class="legend">${legend}</ul><svg class="bars" viewBox="0 0 640 ${height}" role="img" aria-label="energy by term and stage">${bars.join('')}</svg>`;
}

/** A value on a line from −limit to limit. */
export function betaBar(value: number, limit = 4): string {
  const length = 60 * Math.min(1, Math.abs(value) / limit);
  const x = value < 0 ? 60 - length : 60;
  return `<svg class="beta" viewBox="0 0 120 10" aria-hidden="true"><rect x="59.5" width="1" height="10" fill="#888"/><rect x="${decimals(x)}" y="2" width="${decimals(length)}" height="6" fill="#4878d0"/></svg>`;
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FIGURES, type Figure } from './figure.js';

/** Puts the figures of the last run into docs/engines.md: `npx tsx test/engines/table.ts` after the tests. */

const DOCUMENT = fileURLToPath(new URL('../../docs/engines.md', import.meta.url));
const [BEGIN, END] = ['<!-- figures -->\n', '<!-- end of figures -->'];
/** In the order of what people use; the rest follows. */
const ORDER = ['gltf-validator', 'three r', 'three-vrm', 'Babylon', 'Blender', 'Godot', 'assimp'];

const rank = ({ reader }: Figure): number => {
  const at = ORDER.findIndex((name) => reader.startsWith(name));
  return at < 0 ? ORDER.length : at;
};

function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ reader, format, checked, required, measured, files }, i) => {
    const [before] = figures.slice(Math.max(0, i - 1), i);
    return [before?.reader === reader ? '' : reader, format, checked, required, measured, String(files)];
  });
  const all = [['reader', 'format', 'checked', 'required', 'measured', 'files'], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  const [head, ...body] = all.map(line);
  return [head, line(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}

const figures = readdirSync(FIGURES)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => JSON.parse(readFileSync(`${FIGURES}/${file}`, 'utf8')) as Figure[])
  .sort((a, b) => rank(a) - rank(b) || a.reader.localeCompare(b.reader));
const text = readFileSync(DOCUMENT, 'utf8');
const [before, after] = [text.slice(0, text.indexOf(BEGIN) + BEGIN.length), text.slice(text.indexOf(END))];
writeFileSync(DOCUMENT, `${before}\n${tableOf(figures)}\n\n${after}`);

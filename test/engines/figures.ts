import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, expect } from 'vitest';
import { FIGURES, type Figure } from './figure.js';

/** Holds one reader's figures against their limits. */
export interface Figures {
  /** Metres, degrees or a share of one, at most so large. */
  below(format: string, checked: string, value: number, limit: number, unit: 'm' | '°'): void;
  /** A share of one, at least so large. */
  above(format: string, checked: string, value: number, limit: number): void;
  /** What must be exactly so; `summary` says it in the table. */
  same(format: string, checked: string, value: unknown, expected: unknown, summary: string): void;
}

interface Worst {
  readonly figure: Omit<Figure, 'measured' | 'files'>;
  readonly show: (value: number) => string;
  value: number;
  files: number;
}

/** Writes what was measured once the file's tests are done, and nothing where they were skipped. */
export function figuresOf(reader: string): Figures {
  const worst = new Map<string, Worst>();
  /** @param badness grows as the figure gets worse */
  const note = (entry: Omit<Worst, 'value' | 'files'>, badness: number): void => {
    const key = `${entry.figure.format} ${entry.figure.checked}`;
    const known = worst.get(key) ?? { ...entry, value: Number.NEGATIVE_INFINITY, files: 0 };
    known.value = Math.max(known.value, badness);
    known.files++;
    worst.set(key, known);
  };
  afterAll(() => {
    if (worst.size === 0) return;
    const lines = [...worst.values()].map(
      ({ figure, show, value, files }): Figure => ({ ...figure, measured: show(value), files }),
    );
    mkdirSync(FIGURES, { recursive: true });
    writeFileSync(`${FIGURES}/${reader.replaceAll(/\W+/g, '-')}.json`, JSON.stringify(lines));
  });
  return {
    below(format, checked, value, limit, unit) {
      const show = (number: number): string => (unit === 'm' ? metres(number) : `${number.toPrecision(2)}°`);
      note({ figure: { reader, format, checked, required: `≤ ${show(limit)}` }, show }, value);
      expect(value, `${format}: ${checked}`).toBeLessThanOrEqual(limit);
    },
    above(format, checked, value, limit) {
      const show = (badness: number): string => (-badness).toFixed(4);
      note({ figure: { reader, format, checked, required: `≥ ${limit}` }, show }, -value);
      expect(value, `${format}: ${checked}`).toBeGreaterThanOrEqual(limit);
    },
    same(format, checked, value, expected, summary) {
      expect(value, `${format}: ${checked}`).toEqual(expected);
      note({ figure: { reader, format, checked, required: summary }, show: () => 'yes' }, 0);
    },
  };
}

/** A length in the unit that suits it. */
function metres(value: number): string {
  if (value < 1e-3) return `${Number((1e6 * value).toPrecision(2))} µm`;
  return value < 1e-2 ? `${Number((1e3 * value).toPrecision(2))} mm` : `${Number((1e2 * value).toPrecision(2))} cm`;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { fitCommand } from '../../converters/cli/commands/fit.js';
import type { FitCommandOptions } from '../../converters/cli/commands/fit-options.js';
import { STANDING } from './standing.js';

export const PHOTO = fileURLToPath(new URL('../../samples/photos/person.jpg', import.meta.url));

const DEFAULTS = { body: 'neutral' } as const;

/** `photorig fit` in a folder of the test file's own. */
export function fitCommands() {
  const folder = mkdtempSync(path.join(tmpdir(), 'photorig fit-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => path.join(folder, name);
  return {
    folder,
    at,
    run: (inputs: string[], options: Partial<FitCommandOptions> = {}) =>
      fitCommand(inputs, { ...DEFAULTS, ...options }),
    /** A keypoint file of as many people, and its path. */
    keypointFile(name: string, people: number, image: object = { width: 640, height: 480 }): string {
      const person = { set: 'coco17', xy: STANDING, confidence: Array(17).fill(1) };
      const persons = Array(people).fill(person);
      writeFileSync(at(name), JSON.stringify({ format: 'photorig-keypoints-1', image, persons }));
      return at(name);
    },
  };
}

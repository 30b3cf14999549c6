import { readImage } from '../../converters/cli/node-image.js';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import type { Engine, EngineParts } from '../../plugins/workbench/index.js';
import { localEngine } from '../../plugins/workbench/index.js';

export const PERSON_PHOTO = new URL('../../samples/photos/person.jpg', import.meta.url).pathname;

/** The workbench's engine in Node, on the shipped models; pictures are opened as pixels. */
export function nodeEngine(parts: Partial<EngineParts> = {}): Engine {
  return localEngine({
    runtime: nodeRuntime({ threads: 1 }),
    loadBody: openBody,
    loadPrior: openPrior,
    decode: async (picture) => {
      if ('rgba' in picture) return picture;
      throw new Error('Node opens pixels only');
    },
    ...parts,
  });
}

export const personPhoto = (): ReturnType<typeof readImage> => readImage(PERSON_PHOTO);

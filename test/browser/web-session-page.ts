/** The page's half of web-session.test.ts: runs in Chromium, on the compiled library. */

import { openWebSession } from '../../plugins/web/index.js';
import { type PlainFit, plainFit } from './plain.js';

export interface PlainResult {
  readonly focalLength: number;
  readonly focalSource: string;
  readonly people: readonly PlainFit[];
}

/** What a session of this browser makes of the pixels that Node decoded. */
export async function fitPixels(width: number, height: number): Promise<PlainResult> {
  const session = await openWebSession({ modelsUrl: '/models', threads: 1, detail: 'balanced' });
  const rgba = new Uint8Array(await (await fetch('/pixels')).arrayBuffer());
  const { body, camera, focalSource, people } = await session.fitImage({ width, height, rgba });
  return {
    focalLength: camera.focalLength,
    focalSource,
    people: people.map(({ fit }) => plainFit(fit, body.sha256)),
  };
}

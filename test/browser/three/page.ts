/** The page's half of three.test.ts: draws with the example of docs/three.md in Chromium. */

import type { BodyParameters } from '../../../core/index.js';
import type { BodyModel } from '../../../core/types.js';
import { loadBody } from '../../../models/load-body.js';
import type { Avatar } from '../../../plugins/three/index.js';

interface Shown {
  readonly avatar: Avatar;
  readonly scene: { readonly children: { name: string; visible: boolean }[] };
  update(changed: BodyParameters): void;
}

type ShowAvatar = (
  canvas: HTMLCanvasElement,
  photoUrl: string,
  model: BodyModel,
  fit: BodyParameters,
) => Promise<Shown>;

/**
 * Draws a body, changes it to a second, and draws the second by itself.
 *
 * @returns three PNGs as data URLs: the first body over the photo, the second after an update and in a scene of its own,
 *   both without the photo
 */
export async function draw(
  exampleUrl: string,
  bodyUrl: string,
  photoUrl: string,
  first: BodyParameters,
  second: BodyParameters,
) {
  const { showAvatar } = (await import(/* @vite-ignore */ exampleUrl)) as { showAvatar: ShowAvatar };
  const bytes = new Uint8Array(await (await fetch(bodyUrl)).arrayBuffer());
  const model = loadBody(bodyUrl, bytes, { name: 'body' });

  const canvas = document.createElement('canvas');
  const shown = await showAvatar(canvas, photoUrl, model, first);
  shown.update(first); // pixels are there only until the browser shows them
  const over = canvas.toDataURL();
  hidePhoto(shown);
  shown.update(second);
  const updated = canvas.toDataURL();

  const other = document.createElement('canvas');
  const fresh = await showAvatar(other, photoUrl, model, second);
  hidePhoto(fresh);
  fresh.update(second);
  return { over, updated, fresh: other.toDataURL() };
}

function hidePhoto({ scene }: Shown): void {
  for (const child of scene.children) if (child.name === 'Photo') child.visible = false;
}

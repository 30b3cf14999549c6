import { FitError } from '../../core/error.js';
import type { Picture } from './engine.js';

/** What scenes hold: the image of a texture, a canvas, a video, or pixels (a DataTexture's). */
export type PictureSource =
  | ImageBitmapSource
  | { readonly data: ArrayLike<number>; readonly width: number; readonly height: number };

/**
 * A picture of what a scene holds, or of an address.
 *
 * @throws FitError not-found | bad-input: nothing there, an unfinished image, or one from another host that forbids it
 */
export async function pictureOf(source: string | URL | PictureSource, name: string): Promise<Picture> {
  if (typeof source === 'string' || source instanceof URL) return fetchPicture(source);
  if (source instanceof Blob) return source;
  if ('data' in source && !(source instanceof ImageData)) return pixelsOf(source, name);
  try {
    return await createImageBitmap(source as ImageBitmapSource);
  } catch (cause) {
    const todo = 'Wait until it is loaded; another host than the page must allow its use by CORS.';
    throw new FitError('bad-input', name, 'the pixels of this picture cannot be read.', todo, { cause });
  }
}

async function fetchPicture(address: string | URL): Promise<Blob> {
  const url = new URL(address, globalThis.location?.href);
  const where = url.protocol === 'data:' ? 'picture' : url.href;
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    const todo = 'Check the address; another host than the page must allow it by CORS.';
    throw new FitError('not-found', where, 'it cannot be fetched.', todo, { cause });
  }
  if (!response.ok) {
    throw new FitError('not-found', where, `the server answers ${response.status}.`, 'Check the address.');
  }
  return new File([await response.blob()], url.pathname.slice(url.pathname.lastIndexOf('/') + 1) || 'picture');
}

function pixelsOf(
  { data, width, height }: { readonly data: ArrayLike<number>; readonly width: number; readonly height: number },
  name: string,
): Picture {
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) {
    if (data.length === 4 * width * height) return { width, height, rgba: data };
  }
  const what = 'its pixels are not red, green, blue and alpha of 8 bits each.';
  throw new FitError('bad-input', name, what, 'Choose another picture.');
}

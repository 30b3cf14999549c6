import type { Picture } from './engine.js';
import { type PictureSource, pictureOf } from './picture-source.js';
import type { Abortable } from './picture-tasks.js';
import type { Workbench } from './workbench.js';

/** What a panel shows of the picture that it has opened. */
export interface ShownPicture {
  /** Null where the page cannot draw it. */
  readonly drawn: CanvasImageSource | null;
  /** Frees what was decoded to be drawn, once nothing draws it; what a scene holds stays. */
  close(): void;
}

/**
 * Opens a picture in a workbench. Of what is decoded for that, nothing stays in memory but what is to be drawn.
 *
 * @throws FitError, or the signal's reason; the workbench has told of it
 */
export async function openPicture(
  workbench: Workbench,
  source: PictureSource,
  { name, signal }: Required<Abortable> & { readonly name: string },
): Promise<ShownPicture> {
  const picture = await pictureOf(source, name);
  const isCopy = 'close' in picture; // of an image, a canvas or a video, which is drawn itself
  const made = isCopy ? null : await bitmapOf(picture);
  try {
    await workbench.open(picture, { name, signal });
  } catch (error) {
    made?.close();
    throw error;
  } finally {
    if (isCopy) picture.close(); // an engine in a worker has one of its own
  }
  return { drawn: isCopy ? (source as CanvasImageSource) : made, close: () => made?.close() };
}

/** Null for what cannot be decoded: the workbench says so. */
function bitmapOf(picture: Exclude<Picture, ImageBitmap>): Promise<ImageBitmap | null> {
  if (picture instanceof Blob) return createImageBitmap(picture).catch(() => null);
  const { width, height, rgba } = picture;
  return createImageBitmap(new ImageData(Uint8ClampedArray.from(rgba), width, height)).catch(() => null);
}

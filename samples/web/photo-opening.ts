import { FitError } from '../../plugins/workbench/index.js';
import type { Messages } from './messages.js';
import type { PhotoView } from './photo-view.js';
import { fitEverybody, type Session } from './session.js';

/** More pixels than a screen shows of a photo; the search works on the file itself. */
const SHOWN_SIDE = 2560;

/** A photo from wherever it comes: shown at once, then its people, then their bodies. */
export type OpenPhoto = (file: Blob, name: string) => Promise<void>;

export interface OpeningParts {
  readonly session: Session;
  readonly view: PhotoView;
  readonly messages: Messages;
  /** The picture that the views draw. */
  readonly shown: (picture: ImageBitmap) => void;
}

/** The latest photo wins: what is still being done for the one before is stopped. */
export function createOpening({ session, view, messages, shown }: OpeningParts): OpenPhoto {
  const { workbench } = session;
  let running: AbortController | null = null;

  async function open(file: Blob, name: string, signal: AbortSignal): Promise<void> {
    const start = performance.now();
    await workbench.open(file, { name, signal });
    session.forget();
    const picture = await bitmapOf(file);
    document.body.dataset.filled = 'yes';
    shown(picture);
    view.show(picture);
    messages.tell('Looking for people');
    const count = await workbench.detect({ signal });
    const found = performance.now();
    view.fitView();
    await fitEverybody(workbench, signal);
    const times = `found in ${seconds(found - start)}, fitted in ${seconds(performance.now() - found)}`;
    messages.tell(`${count === 1 ? '1 person' : `${count} people`}: ${times}.`);
  }

  return (file, name) => {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    messages.calm();
    return session.inTurn(async () => {
      if (controller.signal.aborted) return;
      try {
        await open(file, name, controller.signal);
      } catch (error) {
        messages.tell(error instanceof FitError && error.code === 'nobody' ? NOBODY : '');
      }
    });
  };
}

const NOBODY = 'Nobody was found. Under "Search and joints" a careful search or a person added by hand may help.';

/** Decoded beside the engine's own copy, off this thread; no larger than is seen. */
async function bitmapOf(file: Blob): Promise<ImageBitmap> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const share = SHOWN_SIDE / Math.max(bitmap.width, bitmap.height);
  if (share >= 1) return bitmap;
  const size = { resizeWidth: Math.round(bitmap.width * share), resizeHeight: Math.round(bitmap.height * share) };
  const smaller = await createImageBitmap(bitmap, { ...size, resizeQuality: 'high' });
  bitmap.close();
  return smaller;
}

export const seconds = (milliseconds: number): string =>
  milliseconds < 100 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

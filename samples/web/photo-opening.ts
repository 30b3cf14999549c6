import { bitmapFromFile } from '../../plugins/web/web-image.js';
import { FitError } from '../../plugins/workbench/index.js';
import type { Messages } from './messages.js';
import type { PhotoView } from './photo-view.js';
import { fitAgain, type Session } from './session.js';

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

/** The latest photo wins: what is still being done for the one before is stopped. A file that is no photo stops nothing. */
export function createOpening({ session, view, messages, shown }: OpeningParts): OpenPhoto {
  const { workbench } = session;
  let running: AbortController | null = null;
  /** Files given so far, and which of them is the photo on the page. */
  let given = 0;
  let taken = 0;

  async function open(file: Blob, name: string, bitmap: ImageBitmap, signal: AbortSignal): Promise<void> {
    const start = performance.now();
    await workbench.open(file, { name, signal });
    session.forget();
    const picture = await asLargeAsSeen(bitmap);
    document.body.dataset.filled = 'yes';
    shown(picture);
    view.show(picture);
    messages.tell('Looking for people');
    const count = await workbench.detect({ signal });
    const found = performance.now();
    view.fitView();
    await fitAgain(workbench, { signal });
    const isWhole = workbench.state.people.every(({ fit }) => fit !== null);
    const fitted = isWhole ? `, fitted in ${seconds(performance.now() - found)}` : '';
    messages.conclude(`${count === 1 ? '1 person' : `${count} people`}: found in ${seconds(found - start)}${fitted}.`);
  }

  return async (file, name) => {
    messages.calm();
    given += 1;
    const turn = given;
    let bitmap: ImageBitmap;
    try {
      bitmap = await bitmapFromFile(file, name);
    } catch (error) {
      return messages.problem(error instanceof Error ? error.message : String(error));
    }
    if (turn < taken) return bitmap.close(); // a photo given later was read sooner
    taken = turn;
    messages.begin();
    running?.abort();
    const controller = new AbortController();
    running = controller;
    await session.inTurn(async () => {
      if (controller.signal.aborted) return bitmap.close();
      try {
        await open(file, name, bitmap, controller.signal);
      } catch (error) {
        messages.tell(error instanceof FitError && error.code === 'nobody' ? NOBODY : '');
      }
    });
  };
}

const NOBODY = 'Nobody was found. Under "People and joints" a careful search or a person added by hand may help.';

/** The bitmap or, in its place, a smaller one. */
async function asLargeAsSeen(bitmap: ImageBitmap): Promise<ImageBitmap> {
  const share = SHOWN_SIDE / Math.max(bitmap.width, bitmap.height);
  if (share >= 1) return bitmap;
  const size = { resizeWidth: Math.round(bitmap.width * share), resizeHeight: Math.round(bitmap.height * share) };
  const smaller = await createImageBitmap(bitmap, { ...size, resizeQuality: 'high' });
  bitmap.close();
  return smaller;
}

export const seconds = (milliseconds: number): string =>
  milliseconds < 100 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

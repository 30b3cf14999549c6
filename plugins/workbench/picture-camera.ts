import type { Engine } from './engine.js';
import { requestOf } from './fit-request.js';
import type { WorkbenchState } from './state.js';
import { statedCamera } from './stated-camera.js';
import type { Store } from './store.js';

type Picture = WorkbenchState['image'];

/** The picture with what its people tell of the camera, where that is asked for and not known yet. */
export async function imageWithCamera(store: Store, engine: Engine, signal?: AbortSignal): Promise<Picture> {
  return imageWithDown(store, engine, await imageWithFocalLength(store, engine, signal), signal);
}

/** The picture with the way things fall. */
export async function imageWithDown(
  store: Store,
  engine: Engine,
  image: Picture,
  signal?: AbortSignal,
): Promise<Picture> {
  const state = { ...store.state, image };
  const { upright, pitch } = state.options;
  if (image === null || image.down || !upright || pitch !== null) return image;
  const camera = await engine.findUpright(
    state.people.map((person) => requestOf(state, person)),
    signal,
  );
  if (camera === null && image.down === undefined) {
    const message = 'Nobody stands in full view, who would tell how the camera is tilted: it is taken to be level.';
    store.emit({ type: 'notice', message });
  }
  return { ...image, down: camera?.down ?? null };
}

/** The picture: before anybody is fitted with a guessed camera, with the focal length that the people's perspective tells. */
async function imageWithFocalLength({ state }: Store, engine: Engine, signal?: AbortSignal): Promise<Picture> {
  const { image, people } = state;
  const { camera: guess, source: known } = statedCamera(state) ?? {};
  const isUsed = people.some(({ fit }) => fit?.camera.focalLength === guess?.focalLength);
  if (image === null || known !== 'default' || isUsed) return image;
  const { camera, source } = await engine.findCamera(
    people.map((person) => requestOf(state, person)),
    signal,
  );
  return source === 'default' ? image : { ...image, perspectiveFocalLength: camera.focalLength };
}

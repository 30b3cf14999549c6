/**
 * photorig as a library for Node: a photo or keypoints in, avatars out.
 *
 *     const { avatars, body } = await fitPhoto('photo.jpg');
 *     await writeFile('avatar.glb', await toGlb(avatars, { skin: await openSkinTexture(body) }));
 */

import { realpathSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FitError } from '../../core/error.js';
import { checkKeypoints } from '../../core/fit/check-input.js';
import type { Camera, Evidence, Fit, InferenceRuntime, Keypoints, RiggedBody, StatedCamera } from '../../core/index.js';
import { namedKeypoints } from '../../core/keypoints/named-keypoints.js';
import { SHIPPED_BODIES } from '../../models/registry.js';
import type { FitResult } from '../export/fit-json.js';
import { rigPeople } from '../export/fitted-people.js';
import type { FoundPeople } from '../export/keypoints-json.js';
import { boxAround } from '../import/keypoint-box.js';
import { GIVEN_SCORE } from '../import/keypoints-json.js';
import { type DetectOptions, detectPeople } from './detect-people.js';
import { readImage } from './node-image.js';
import { sharedRuntime } from './node-runtime.js';
import { type FitOptions, type FoundFitOptions, openSession, type Session, type SessionOptions } from './session.js';
import { toStatedCamera } from './to-stated-camera.js';

export * from '../../core/further.js';
export * from '../../core/index.js';
export { drawOverlay, rigPeople } from '../export/fitted-people.js';
export * from '../index.js';
export type { DetectOptions } from './detect-people.js';
export { METHODS, type Method } from './known-to-method.js';
export { readImage } from './node-image.js';
export { openBody } from './node-models.js';
export { type NodeRuntime, type NodeRuntimeOptions, nodeRuntime } from './node-runtime.js';
export { openSkinTexture } from './node-skin.js';
export {
  type FitOptions,
  type FoundFitOptions,
  type KeypointFitOptions,
  openSession,
  type Session,
  type SessionOptions,
} from './session.js';

/** A photo's people, fitted, and their avatars standing on the ground. */
export interface PhotoFit extends FitResult {
  readonly avatars: readonly RiggedBody[];
}

/**
 * Finds the people in a photo and fits the body to them: the most prominent one, or as `options.person` says. Nobody
 * in the picture: empty lists. The models are loaded with the first call for a body and kept, for the latest bodies; a body's
 * file that has changed is read again.
 *
 * @param photo path, file URL or bytes of a JPEG, PNG, WebP, AVIF, TIFF or GIF file
 * @throws FitError for a file that is no image, or options out of range
 */
export async function fitPhoto(
  photo: string | URL | Uint8Array,
  options: FitOptions & SessionOptions = {},
): Promise<PhotoFit> {
  const source = pathOrBytes(photo);
  const session = await sharedSession(options);
  const image = await readImage(source);
  const result = await session.fitImage(typeof source === 'string' ? source : '', image, options);
  return { ...result, avatars: result.people.length === 0 ? [] : rigPeople(result) };
}

/** @throws FitError usage for what is neither, or a URL of something else than a file */
function pathOrBytes(photo: string | URL | Uint8Array): string | Uint8Array {
  if (typeof photo === 'string' || photo instanceof Uint8Array) return photo;
  if (photo instanceof URL && photo.protocol === 'file:') return fileURLToPath(photo);
  throw new FitError(
    'usage',
    'photo',
    'this is not a photo.',
    'Give a path, a file URL or the bytes of an image file.',
  );
}

/**
 * Finds the people in a photo without fitting: everybody, or as `options` say. The networks are loaded with the first
 * call and kept.
 *
 * @param photo path, file URL or bytes of a JPEG, PNG, WebP, AVIF, TIFF or GIF file
 * @throws FitError for a file that is no image, or options out of range
 */
export async function detectPhoto(photo: string | URL | Uint8Array, options: DetectOptions = {}): Promise<FoundPeople> {
  const source = pathOrBytes(photo);
  const image = await readImage(source);
  return detectPeople(typeof source === 'string' ? source : '', image, sharedRuntime(), options);
}

/**
 * What fitKeypoints gives: as fitPhoto, and of its one person the parameters and the avatar, standing on the ground.
 */
export interface KeypointFit extends FitResult {
  readonly fit: Fit;
  readonly avatar: RiggedBody;
}

/** What may be known of one person besides the keypoints. */
export type PersonOptions = FoundFitOptions & Pick<Evidence, 'worldLandmarks' | 'mask'>;

/**
 * Fits the body to the keypoints of one person.
 *
 * @param camera that of the photo: as it is, or, as cameraFor gives it, with who says so. A focal length that is
 *   nobody's word (source `default`) gives way to what the person's perspective tells, as in fitPhoto
 * @throws FitError when sizes disagree, the camera has no focal length, or options are out of range; nobody where no
 *   keypoint was seen that the body knows
 */
export async function fitKeypoints(
  keypoints: Keypoints,
  camera: Camera | StatedCamera,
  { worldLandmarks, mask, ...options }: Omit<SessionOptions, 'detail'> & PersonOptions = {},
): Promise<KeypointFit> {
  const where = 'fitKeypoints';
  checkKeypoints(where, keypoints, worldLandmarks);
  if (namedKeypoints(keypoints).size === 0) {
    const todo = 'Leave out people without keypoints: a fit to none would be made up.';
    throw new FitError('nobody', where, 'no keypoint was seen that the body knows.', todo);
  }
  const stated = toStatedCamera(where, camera);
  const session = await sharedSession(options);
  const { width, height } = stated.camera;
  const detection = {
    box: boxAround(keypoints),
    score: GIVEN_SCORE,
    keypoints,
    ...(worldLandmarks && { worldLandmarks }),
    ...(mask && { mask }),
  };
  const result = await session.fitFound({ path: '', width, height }, [detection], stated, options);
  const [avatar] = rigPeople(result);
  return { ...result, fit: result.people[0].fit, avatar };
}

/** Sessions that fitPhoto and fitKeypoints keep: the latest, since each holds a body of some megabytes. */
const MAX_SESSIONS = 8;
const sessionsOf = new WeakMap<InferenceRuntime, Map<string, Promise<Session>>>();

function sharedSession(options: SessionOptions): Promise<Session> {
  const { body = 'neutral', betas, method = 'default', without = [], detail = 'best', runtime } = options;
  const own = { body, ...(betas !== undefined && { betas }), method, without, detail };
  const key = JSON.stringify({ ...own, body: versionOf(body) });
  const networks = runtime ?? sharedRuntime();
  const sessions = sessionsOf.get(networks) ?? new Map<string, Promise<Session>>();
  sessionsOf.set(networks, sessions);
  const session = sessions.get(key) ?? openSession({ ...own, runtime: networks });
  sessions.delete(key);
  sessions.set(key, session); // now the latest
  session.catch(() => sessions.delete(key)); // a body that could not be read may be there the next time
  if (sessions.size > MAX_SESSIONS) sessions.delete([...sessions.keys()][0]);
  return session;
}

/** A shipped body's name; of a file, which and as of when. What cannot be asked is told by whoever reads it. */
function versionOf(body: string): unknown {
  if (SHIPPED_BODIES.includes(body)) return body;
  try {
    const { mtimeMs, size } = statSync(body);
    return [realpathSync(body), mtimeMs, size];
  } catch {
    return body;
  }
}

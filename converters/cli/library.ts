/**
 * photorig as a library for Node: a photo or keypoints in, avatars out.
 *
 *     const { avatars } = await fitPhoto('photo.jpg');
 *     await writeFile('avatar.glb', await toGlb(avatars));
 */

import { rigBody, standOnFloor } from '../../core/body/rigged-body.js';
import type { Camera, Evidence, Fit, InferenceRuntime, Keypoints, RiggedBody } from '../../core/index.js';
import type { FitResult } from '../export/fit-json.js';
import type { FoundPeople } from '../export/keypoints-json.js';
import { type DetectOptions, detectPeople } from './find-chosen.js';
import { readImage } from './node-image.js';
import { nodeRuntime } from './node-runtime.js';
import { type FitOptions, openSession, rigPeople, type Session, type SessionOptions } from './session.js';

export { createSilhouetteFit } from '../../core/fit/silhouette.js';
export { createSmplify, type SmplifyOptions } from '../../core/fit/smplify.js';
export { SMPLIFY_TERMS, type SmplifyTerm, smplifyTerms } from '../../core/fit/smplify-terms.js';
export * from '../../core/index.js';
export * from '../index.js';
export type { DetectOptions } from './find-chosen.js';
export { readImage } from './node-image.js';
export { drawOverlay, type FitOptions, openSession, rigPeople, type Session, type SessionOptions } from './session.js';

/** A photo's people, fitted, and their avatars standing on the ground. */
export interface PhotoFit extends FitResult {
  readonly avatars: readonly RiggedBody[];
}

/**
 * Finds the people in a photo and fits the body to them: the most prominent one, or as `options.person` says. Nobody
 * in the picture: empty lists. The models are loaded with the first call for a body and kept.
 *
 * @param photo path or bytes of a JPEG, PNG, WebP, AVIF, TIFF or GIF file
 * @throws FitError for a file that is no image, or options out of range
 */
export async function fitPhoto(
  photo: string | Uint8Array,
  options: FitOptions & SessionOptions = {},
): Promise<PhotoFit> {
  const session = await sharedSession(options);
  const image = await readImage(photo);
  const result = await session.fitImage(typeof photo === 'string' ? photo : '', image, options);
  return { ...result, avatars: result.people.length === 0 ? [] : rigPeople(result) };
}

let runtime: InferenceRuntime | undefined;

/**
 * Finds the people in a photo without fitting: everybody, or as `options` say. The networks are loaded with the first
 * call and kept.
 *
 * @param photo path or bytes of a JPEG, PNG, WebP, AVIF, TIFF or GIF file
 * @throws FitError for a file that is no image, or options out of range
 */
export async function detectPhoto(photo: string | Uint8Array, options: DetectOptions = {}): Promise<FoundPeople> {
  const image = await readImage(photo);
  runtime ??= nodeRuntime();
  return detectPeople(typeof photo === 'string' ? photo : '', image, runtime, { person: 'all', ...options });
}

/** What fitKeypoints gives: the parameters and the avatar, standing on the ground. */
export interface KeypointFit {
  readonly fit: Fit;
  readonly avatar: RiggedBody;
}

/**
 * Fits the body to the keypoints of one person.
 *
 * @param options body as in SessionOptions; worldLandmarks: K×3, metres, hip-centred, camera axes
 * @throws FitError when sizes disagree or the camera has no focal length
 */
export async function fitKeypoints(
  keypoints: Keypoints,
  camera: Camera,
  options: Pick<SessionOptions, 'body'> & Evidence = {},
): Promise<KeypointFit> {
  const { body, fit: fitOne } = await sharedSession(options);
  const fit = await fitOne(keypoints, camera, options);
  const [avatar] = standOnFloor([rigBody(body, fit)]);
  return { fit, avatar };
}

const sessions = new Map<string, Promise<Session>>();

function sharedSession({ body = 'neutral', detail = 'best' }: SessionOptions): Promise<Session> {
  const key = `${detail} ${body}`;
  let session = sessions.get(key);
  if (session === undefined) {
    session = openSession({ body, detail });
    sessions.set(key, session);
    session.catch(() => sessions.delete(key)); // a body that could not be read may be there the next time
  }
  return session;
}

import { skeletonOf } from '../body/skeleton.js';
import { downOfPitch } from '../camera/gravity.js';
import { expectOneOf, expectType } from '../error.js';
import { exchangeLimbs } from '../keypoints/sides.js';
import { checkMeasurements } from '../terms/measurement.js';
import type { BodyModel, Camera, Detection, Fit, Keypoints } from '../types.js';
import { cameraOfPeople, type KnownPerson, type StatedCamera, uprightCameraOfPeople } from './camera-of-people.js';
import { type DepthSide, depthOrdersOf, type LimbJoint } from './depth-order.js';
import type { Evidence, Watch } from './fitter.js';
import { areOnSeveralFloors, SEVERAL_FLOORS } from './one-floor.js';
import { withBuildWarning } from './unlikely-build.js';

/** What may be known of the people besides the picture, of all of them, and who is told how each fit (from 0) goes on. */
export interface PeopleOptions extends Pick<Evidence, 'height' | 'weight'> {
  /** Limbs of which is known whether they go towards the camera or away from it. */
  readonly depths?: Readonly<Partial<Record<LimbJoint, DepthSide>>>;
  readonly watch?: (person: number) => Watch;
  /** Degrees by which the camera looks down: people are taken to keep their balance, and stand upright in files. */
  readonly pitch?: number;
  /** The same where nobody knows the pitch: as the people tell it who stand in full view. */
  readonly upright?: boolean;
}

/** How people are fitted. */
interface FitPeopleOptions extends PeopleOptions {
  /** Whose builds are likely: who is said to be of another gets a warning. */
  readonly body: BodyModel;
  /** A clock, in milliseconds: the core has none. */
  readonly now: () => number;
  /** The camera stays as it is, guess or not. */
  readonly fixedCamera?: boolean;
}

/** One person's fit, and the detection as the fit took it. */
export interface FittedDetection {
  readonly detection: Detection;
  readonly fit: Fit;
  /** With the person's share of the search for the camera. */
  readonly fitMs: number;
}

/** Fits one person, for good: a FitOne that tells all, and may be watched. */
export type FitPerson = (keypoints: Keypoints, camera: Camera, evidence: Evidence, watch?: Watch) => Promise<Fit>;

/** @throws FitError usage where the tilt is said twice */
export const expectOneTilt = ({ pitch, upright }: PeopleOptions, prefix = ''): void =>
  expectOneOf(
    { pitch, upright },
    `${prefix}pitch already states the tilt that ${prefix}upright would estimate.`,
    prefix,
  );

/** @throws FitError usage for a size that nobody has, or a tilt that no camera has or that is said twice */
export function expectPeopleOptions(options: PeopleOptions): void {
  const { pitch, upright } = options;
  checkMeasurements(options);
  if (pitch !== undefined) downOfPitch(pitch);
  if (upright !== undefined) expectType('upright', upright, 'boolean');
  expectOneTilt(options);
}

/** Fits the people of a picture, all with one camera: the given one, or, where it is a guess, one that suits them. */
export async function fitPeople(
  fitPerson: FitPerson,
  people: readonly Detection[],
  given: StatedCamera,
  { body, now, watch, fixedCamera = false, ...known }: FitPeopleOptions,
): Promise<StatedCamera & { readonly people: readonly FittedDetection[] }> {
  expectPeopleOptions(known);
  const start = now();
  const stated = fixedCamera ? given : await suitingCamera(fitPerson, people.map(knownOf(known)), given, known);
  const isUntold = lacksTilt(stated.camera, known);
  const cameraMs = (now() - start) / Math.max(1, people.length);
  const fitted: FittedDetection[] = [];
  for (const [i, detection] of people.entries()) {
    const begun = now();
    const found = await fitPerson(detection.keypoints, stated.camera, evidenceOf(detection, known), watch?.(i));
    const told = isUntold ? { ...found, warnings: [...found.warnings, NOBODY_TELLS_TILT] } : found;
    const fit = withBuildWarning(told, body, known);
    const { exchanged } = fit;
    fitted.push({
      detection: exchanged === undefined ? detection : { ...detection, ...exchangeLimbs(detection, exchanged) },
      fit,
      fitMs: now() - begun + cameraMs,
    });
  }
  const isUneven = areOnSeveralFloors(fitted, () => skeletonOf(body), stated.camera.down);
  return { ...stated, people: isUneven ? fitted.map((person) => warned(person, SEVERAL_FLOORS)) : fitted };
}

const warned = (person: FittedDetection, warning: string): FittedDetection => ({
  ...person,
  fit: { ...person.fit, warnings: [...person.fit.warnings, warning] },
});

/**
 * The given camera, or, where its focal length is a guess, one that suits the people; with the way things fall, if that is
 * asked for.
 *
 * @param areOne the people are one person again and again
 */
export async function suitingCamera(
  fitPerson: FitPerson,
  people: readonly KnownPerson[],
  given: StatedCamera,
  { pitch, upright = false }: Pick<PeopleOptions, 'pitch' | 'upright'>,
  areOne = false,
): Promise<StatedCamera> {
  const known = pitch === undefined ? given : { ...given, camera: { ...given.camera, down: downOfPitch(pitch) } };
  const stated = given.source === 'default' ? await cameraOfPeople(fitPerson, people, known.camera, areOne) : known;
  if (!upright || pitch !== undefined) return stated;
  const camera = await uprightCameraOfPeople(fitPerson, people, stated.camera, areOne);
  return camera === null ? stated : { ...stated, camera };
}

export const NOBODY_TELLS_TILT =
  'nobody stands in full view, who would tell how the camera is tilted: taken to be level';

/** Whether the tilt of the camera was asked for and nobody told it. */
export const lacksTilt = ({ down }: Camera, { upright = false }: Pick<PeopleOptions, 'upright'>): boolean =>
  upright && down === undefined;

/** What is known of each person. */
export const knownOf =
  (options: PeopleOptions) =>
  (detection: Detection): KnownPerson => ({
    keypoints: detection.keypoints,
    evidence: evidenceOf(detection, options),
  });

/** What is known of somebody besides the keypoints. */
export function evidenceOf(
  { keypoints, worldLandmarks, mask }: Pick<Detection, 'keypoints' | 'worldLandmarks' | 'mask'>,
  { height, weight, depths }: PeopleOptions,
): Evidence {
  return {
    ...(worldLandmarks && { worldLandmarks }),
    ...(mask && { mask }),
    ...(height !== undefined && { height }),
    ...(weight !== undefined && { weight }),
    ...(depths && { depthOrders: depthOrdersOf(keypoints.set, depths) }),
  };
}

import type { Evidence, Watch } from '../../core/fit/fitter.js';
import { focalLengthOfPeople, showsPerspective } from '../../core/fit/focal-length.js';
import { exchangeLimbs } from '../../core/fit/sides.js';
import type { Camera, Detection, Fit, FocalSource, Keypoints } from '../../core/types.js';

/** A camera, and who says so. */
export interface StatedCamera {
  readonly camera: Camera;
  readonly source: FocalSource;
}

/** What may be known of the people besides the picture, of all of them, and who is told how each fit (from 0) goes on. */
export interface PeopleOptions extends Pick<Evidence, 'height' | 'weight'> {
  readonly watch?: (person: number) => Watch;
}

/** How people are fitted. */
interface FitPeopleOptions extends PeopleOptions {
  /** The camera stays as it is, guess or not. */
  readonly fixedCamera?: boolean;
}

/** One person's fit, and the detection as the fit took it. */
export interface FittedDetection {
  readonly detection: Detection;
  readonly fit: Fit;
  readonly fitMs: number;
}

/** Fits one person. */
type FitOne = (keypoints: Keypoints, camera: Camera, evidence: Evidence, watch?: Watch) => Promise<Fit>;

/** Fits the people of a picture, all with one camera: the given one, or, where it is a guess, one that suits them. */
export async function fitPeople(
  fitOne: FitOne,
  people: readonly Detection[],
  given: StatedCamera,
  { watch, fixedCamera = false, ...known }: FitPeopleOptions,
): Promise<StatedCamera & { readonly people: readonly FittedDetection[] }> {
  const start = performance.now();
  const stated =
    given.source === 'default' && !fixedCamera ? await cameraOfPeople(fitOne, people, given.camera, known) : given;
  const cameraMs = (performance.now() - start) / Math.max(1, people.length);
  const fitted: FittedDetection[] = [];
  for (const [i, detection] of people.entries()) {
    const begun = performance.now();
    const fit = await fitOne(detection.keypoints, stated.camera, evidenceOf(detection, known), watch?.(i));
    const { exchanged } = fit;
    fitted.push({
      detection: exchanged === undefined ? detection : { ...detection, ...exchangeLimbs(detection, exchanged) },
      fit,
      fitMs: performance.now() - begun + cameraMs,
    });
  }
  return { ...stated, people: fitted };
}

/**
 * A guessed camera with the focal length that the people's perspective tells, if it does. Who cannot be fitted near the
 * network's pose, with the guess or with another camera, tells nothing of it.
 *
 * @param areOne the people are one person again and again: all tell as much as one
 */
export async function cameraOfPeople(
  fitOne: FitOne,
  people: readonly Detection[],
  guess: Camera,
  known: PeopleOptions = {},
  areOne = false,
): Promise<StatedCamera> {
  const costOf = async ({ mask, ...person }: Detection, camera: Camera): Promise<number> => {
    const { cost, costByTerm } = await fitOne(person.keypoints, camera, evidenceOf(person, known));
    return 'anchor' in costByTerm ? cost : Number.POSITIVE_INFINITY;
  };
  const telling: { readonly person: Detection; readonly atGuess: number }[] = [];
  for (const person of people.filter(({ keypoints }) => showsPerspective(keypoints))) {
    const atGuess = await costOf(person, guess);
    if (Number.isFinite(atGuess)) telling.push({ person, atGuess });
  }
  if (telling.length === 0) return { camera: guess, source: 'default' };
  const share = areOne ? 1 / telling.length : 1;
  const camera = await focalLengthOfPeople(guess, async (tried) => {
    let cost = 0;
    for (const { person, atGuess } of telling) {
      cost += share * (tried.focalLength === guess.focalLength ? atGuess : await costOf(person, tried));
    }
    return cost;
  });
  return { camera, source: camera.focalLength === guess.focalLength ? 'default' : 'perspective' };
}

/** What is known of somebody besides the keypoints. */
export function evidenceOf(
  { worldLandmarks, mask }: Pick<Detection, 'worldLandmarks' | 'mask'>,
  { height, weight }: PeopleOptions,
): Evidence {
  return {
    ...(worldLandmarks && { worldLandmarks }),
    ...(mask && { mask }),
    ...(height !== undefined && { height }),
    ...(weight !== undefined && { weight }),
  };
}

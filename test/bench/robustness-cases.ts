import { JOINT_SETS, type KeypointSet } from '../../core/body/joint-sets.js';
import { depthOrdersOf, LIMB_JOINTS } from '../../core/fit/depth-order.js';
import type { Evidence } from '../../core/fit/fitter.js';
import { BODY_STAGES, CAMERA_STAGE, CANDIDATES_KEPT, LAST_STAGE, LIFTED_STAGE } from '../../core/fit/stages.js';
import { LOOKS } from '../../core/lift/without-outliers.js';
import type { Camera, Fit, Keypoints } from '../../core/types.js';
import { type Random, seededRandom } from '../../models/build/random.js';

/** What a detector at its worst might hand to the fit. */
export interface OddCase {
  readonly kind: string;
  readonly keypoints: Keypoints;
  readonly camera: Camera;
  readonly evidence: Evidence;
}

type Place = (k: number) => readonly [number, number];

/** Where the keypoints of each kind lie; `size` is that of the picture, pixels. */
const KINDS: Readonly<Record<string, (random: Random, size: number) => Place>> = {
  cloud: (random, size) => () => [size * random.uniform(), size * random.uniform()],
  line: (random, size) => {
    const [a, b] = [random.normal(), random.normal()];
    return (k) => [0.5 * size + 0.05 * size * a * k, 0.5 * size + 0.05 * size * b * k];
  },
  'one place': (random, size) => {
    const place = [size * random.uniform(), size * random.uniform()] as const;
    return () => place;
  },
  'far outside': (random, size) => {
    const place = [1e7 * (random.uniform() - 0.5), 1e7 * (random.uniform() - 0.5)];
    return () => [place[0] + size * random.normal(), place[1] + size * random.normal()];
  },
  'not numbers': (random, size) => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -0];
    const one = (): number => (random.uniform() < 0.3 ? odd[random.integer(odd.length)] : size * random.uniform());
    return () => [one(), one()];
  },
  // What is upright and wider at the middle than at its ends looks enough like somebody for the network to believe it.
  figure: (random, size) => {
    const [x, y, noise] = [size * random.uniform(), size * random.uniform(), 0.1 * random.uniform()];
    return (k) => [
      x + 0.05 * size * (k % 2 === 0 ? 1 : -1) + noise * size * random.normal(),
      y + 0.03 * size * k + noise * size * random.normal(),
    ];
  },
};

export const ODD_KINDS = Object.keys(KINDS);

/** Keypoints of any set anywhere, in pictures of 10 to a million pixels, of every focal length, some with more evidence. */
export function oddCase(random: Random): OddCase {
  const sets = Object.keys(JOINT_SETS) as KeypointSet[];
  const set = sets[random.integer(sets.length)];
  const K = JOINT_SETS[set].length;
  const size = 10 ** (1 + 5 * random.uniform());
  const kind = ODD_KINDS[random.integer(ODD_KINDS.length)];
  const place = KINDS[kind](random, size);
  const hidden = random.uniform() ** 2; // rarely all of them
  const isHidden = (): boolean => random.uniform() < hidden;
  const keypoints = {
    set,
    xy: Float64Array.from(Array.from({ length: K }, (_, k) => place(k)).flat()),
    confidence: Float64Array.from({ length: K }, () => (isHidden() ? 0 : random.uniform())),
  };
  const focalLength = size * 10 ** (2 * random.uniform() - 1);
  const own = seededRandom(Math.round(focalLength)); // cases that taught something keep their numbers
  const principalPoint = [size * random.uniform(), size * random.uniform()] as const;
  const depthOrders = own.uniform() < 0.2 ? depthOrdersOf(set, randomSides(own)) : undefined;
  const down = [own.normal(), own.normal(), own.normal()] as const;
  return {
    kind,
    keypoints,
    camera: {
      focalLength,
      principalPoint,
      width: Math.ceil(size),
      height: Math.ceil(size),
      ...(own.uniform() < 0.2 && { down }),
    },
    evidence: {
      ...(random.uniform() < 0.3 && { worldLandmarks: Float64Array.from({ length: 3 * K }, () => random.normal()) }),
      ...(random.uniform() < 0.1 && { height: 1.4 + 0.7 * random.uniform() }),
      ...(random.uniform() < 0.1 && { pinned: [random.integer(K)] }),
      ...(depthOrders && { depthOrders }),
    },
  };
}

/** Some limbs, each this way or that. */
function randomSides(random: Random) {
  const some = LIMB_JOINTS.filter(() => random.uniform() < 0.5);
  return Object.fromEntries(some.map((joint) => [joint, random.uniform() < 0.5 ? 'nearer' : 'farther'] as const));
}

/** Four yaws and the one that landmarks tell. */
const STARTS = 5;

/** A fit, and those without the keypoints that the one before leaves far off. */
const FITS = 1 + LOOKS;

/** The iterations that the limits of the stages allow a fit. */
export function mostIterations(): number {
  const kept = [CANDIDATES_KEPT, ...BODY_STAGES.map((stage) => stage.kept)];
  const search = BODY_STAGES.reduce((sum, { maxIterations }, n) => sum + kept[n] * maxIterations, 0);
  const last = kept[BODY_STAGES.length] + 1; // and the lifted pose
  const ends = LIFTED_STAGE.maxIterations + (1 + last) * LAST_STAGE.maxIterations;
  return FITS * (STARTS * CAMERA_STAGE.maxIterations + search + ends);
}

/** What is wrong with a fit; null: nothing. */
export function wrongWith(fit: Fit): string | null {
  const numbers = [...fit.pose, ...fit.betas, ...fit.translation, fit.cost, fit.reprojectionError];
  if (!numbers.every(Number.isFinite)) return 'a number that is none';
  if (!(fit.translation[2] > 0)) return 'a body behind the camera';
  if (!(fit.iterations <= mostIterations())) return `${fit.iterations} iterations`;
  const { overall = Number.NaN } = fit.confidence ?? {};
  return overall >= 0 && overall <= 1 ? null : `a confidence of ${overall}`;
}

import type { Keypoints } from '../../core/types.js';
import type { AnnotatedPerson } from './detect-annotations.js';

/** COCO-17's row of each keypoint in blazepose33. */
const LANDMARK_OF_COCO = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];
const KEYPOINTS = LANDMARK_OF_COCO.length;
/** COCO's σ of each keypoint, from its evaluation program (cocoeval.py): how much its annotators differ. */
const SIGMAS = [
  0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072, 0.062, 0.062, 0.107, 0.107, 0.087, 0.087, 0.089, 0.089,
];
/** A person's outline fills about half its box: what COCO's `area` would say. */
const AREA_OF_BOX = 0.5;
/** Shoulders and hips. */
const TORSO = [5, 6, 11, 12];
/** Pairs less alike are not the same person. */
const SAME = 0.1;
/** A find that covers an annotated person by less stands where nobody is. */
const OVERLAP = 0.1;

/** Somebody found: 17×2, COCO's keypoints, pixels, and the box around them. */
export interface Found {
  readonly xy: ArrayLike<number>;
  readonly box: readonly [number, number, number, number];
}

/** COCO-17 of a detection in blazepose33 or coco17. */
export function cocoOf({ set, xy }: Keypoints): Float64Array {
  if (set === 'coco17') return xy;
  return Float64Array.from(LANDMARK_OF_COCO.flatMap((k) => [xy[2 * k], xy[2 * k + 1]]));
}

/**
 * Object keypoint similarity of COCO, in [0, 1]: the mean over the labelled keypoints of
 *
 *   exp(−d² / 2s²),  s = 2σ·√area
 */
export function objectKeypointSimilarity({ keypoints, box, area }: AnnotatedPerson, xy: ArrayLike<number>): number {
  const person = area ?? AREA_OF_BOX * box[2] * box[3];
  let sum = 0;
  let labelled = 0;
  for (let k = 0; k < KEYPOINTS; k++) {
    const [x, y, v] = keypoints[k];
    if (v === 0) continue;
    const s = 2 * SIGMAS[k] * Math.sqrt(person);
    sum += Math.exp(-((xy[2 * k] - x) ** 2 + (xy[2 * k + 1] - y) ** 2) / (2 * s * s));
    labelled++;
  }
  return labelled > 0 ? sum / labelled : 0;
}

/** Middle of the shoulders to middle of the hips, pixels; NaN where not all four are labelled. */
export function torsoOf({ keypoints }: AnnotatedPerson): number {
  if (TORSO.some((k) => keypoints[k][2] === 0)) return Number.NaN;
  const [a, b, c, d] = TORSO.map((k) => keypoints[k]);
  return Math.hypot(a[0] + b[0] - c[0] - d[0], a[1] + b[1] - c[1] - d[1]) / 2;
}

/** What became of one annotated person. */
export interface Match {
  readonly person: AnnotatedPerson;
  /** Index in the finds; −1 when nobody was found there. */
  readonly found: number;
  readonly similarity: number;
}

/** Pairs annotated people and finds, most alike first; and counts the finds where nobody is. */
export function matchPeople(
  persons: readonly AnnotatedPerson[],
  found: readonly Found[],
): { readonly matches: readonly Match[]; readonly ghosts: number } {
  const wanted = persons.filter(({ keypoints }) => keypoints.some(([, , v]) => v > 0));
  const pairs = wanted
    .flatMap((person, p) => found.map(({ xy }, f) => ({ p, f, similarity: objectKeypointSimilarity(person, xy) })))
    .sort((a, b) => b.similarity - a.similarity);
  const ofPerson = new Map<number, { f: number; similarity: number }>();
  const taken = new Set<number>();
  for (const { p, f, similarity } of pairs) {
    if (!(similarity >= SAME) || ofPerson.has(p) || taken.has(f)) continue;
    ofPerson.set(p, { f, similarity });
    taken.add(f);
  }
  const ghosts = found.filter(
    ({ box }, f) => !taken.has(f) && persons.every((person) => coverage(box, person.box) < OVERLAP),
  ).length;
  const matches = wanted.map((person, p) => {
    const match = ofPerson.get(p);
    return { person, found: match?.f ?? -1, similarity: match?.similarity ?? 0 };
  });
  return { matches, ghosts };
}

type Box = readonly [number, number, number, number];

/** Common area over that of the first box. */
function coverage(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return (Math.max(0, width) * Math.max(0, height)) / (a[2] * a[3]);
}

/** Scores of a whole set. */
export interface DetectionScore {
  readonly persons: number;
  /** Shares of the people found with at least this similarity. */
  readonly recall50: number;
  readonly recall75: number;
  /** Over all people, 0 for those not found. */
  readonly meanSimilarity: number;
  /** Share of the labelled keypoints within a fifth of the torso, of people whose torso is labelled; 0 for the others. */
  readonly pck: number;
  /** 17: median distance of the labelled keypoints of people found, as a share of the torso. */
  readonly errors: readonly number[];
}

const PCK_SHARE = 0.2;

/** Scores matches; `finds[i]` are those that match i of its picture refers to. */
export function scoreMatches(matches: readonly Match[], finds: readonly (readonly Found[])[]): DetectionScore {
  const errors: number[][] = Array.from({ length: KEYPOINTS }, () => []);
  let within = 0;
  let counted = 0;
  matches.forEach(({ person, found }, i) => {
    const torso = torsoOf(person);
    person.keypoints.forEach(([x, y, v], k) => {
      if (v === 0 || !(torso > 0)) return;
      counted++;
      if (found < 0) return;
      const { xy } = finds[i][found];
      const error = Math.hypot(xy[2 * k] - x, xy[2 * k + 1] - y) / torso;
      errors[k].push(error);
      if (error <= PCK_SHARE) within++;
    });
  });
  const share = (least: number): number =>
    matches.filter(({ similarity }) => similarity >= least).length / matches.length;
  return {
    persons: matches.length,
    recall50: share(0.5),
    recall75: share(0.75),
    meanSimilarity: matches.reduce((sum, { similarity }) => sum + similarity, 0) / matches.length,
    pck: within / counted,
    errors: errors.map((values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN),
  };
}

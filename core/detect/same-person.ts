import type { Person } from './follow-seed.js';
import { liesOn, type Posed } from './on-limbs.js';
import { type Placed, poseSimilarity } from './similarity.js';

/** Two poses more alike than this are one person. */
const SAME_PERSON = 0.5;
/** Landmarks of the face are the first; those of the body begin with the shoulders. */
const FIRST_OF_BODY = 11;

/**
 * Whether two finds are one person: alike, or with one face and the body of the one on the limbs of the other.
 *
 * Of somebody cut off at the waist the network that sees all of the photo finds what there is; the one that looks near
 * folds legs into the chest. Neither proof does alone: somebody behind is given the face in front, with a body beside
 * that one's, and a small body may stand before a large one.
 */
export function isSamePerson(a: Person, b: Person): boolean {
  if (poseSimilarity(a.landmarks, b.landmarks) > SAME_PERSON) return true;
  if (!shareFace(a.landmarks, b.landmarks)) return false;
  return liesOn(posed(a), posed(b), FIRST_OF_BODY) || liesOn(posed(b), posed(a), FIRST_OF_BODY);
}

export const posed = ({ landmarks: { xy, region }, confidence }: Person): Posed => ({ xy, region, confidence });

/**
 * Whether the landmarks of two faces lie nearer to each other than to the middle of the smaller face (root mean
 * squares). Of people found twice 37 of 38 do; of different people nobody in 31 photos, and one pair in 60 rendered
 * pictures: the network gave somebody behind the face of the one in front.
 */
function shareFace(a: Placed, b: Placed): boolean {
  let apart = 0;
  for (let i = 0; i < 2 * FIRST_OF_BODY; i++) apart += (a.xy[i] - b.xy[i]) ** 2;
  return apart < Math.min(spreadOfFace(a), spreadOfFace(b));
}

/** Sum of the squared distances of the face's landmarks from their middle. */
function spreadOfFace({ xy }: Placed): number {
  let [x, y] = [0, 0];
  for (let k = 0; k < FIRST_OF_BODY; k++) {
    x += xy[2 * k] / FIRST_OF_BODY;
    y += xy[2 * k + 1] / FIRST_OF_BODY;
  }
  let sum = 0;
  for (let k = 0; k < FIRST_OF_BODY; k++) sum += (xy[2 * k] - x) ** 2 + (xy[2 * k + 1] - y) ** 2;
  return sum;
}

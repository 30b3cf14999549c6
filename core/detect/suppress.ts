import type { Candidate } from './decode-boxes.js';

/**
 * Weighted non-maximum suppression: all candidates that overlap the best one are merged into it, box and points as the
 * mean weighted by score, with the best one's score; then the same with the rest. Ordered by score, best first.
 *
 * Merging instead of dropping steadies the points: neighbouring anchors see the same person a little differently.
 */
export function suppress(candidates: readonly Candidate[], overlap: number): Candidate[] {
  let rest = [...candidates].sort((a, b) => b.score - a.score);
  const kept: Candidate[] = [];
  while (rest.length > 0) {
    const best = rest[0];
    const group = rest.filter(
      (candidate) => candidate === best || intersectionOverUnion(candidate.box, best.box) > overlap,
    );
    rest = rest.filter((candidate) => !group.includes(candidate));
    kept.push({
      score: best.score,
      box: best.box.map((_, k) => weightedMean(group, (candidate) => candidate.box[k])),
      points: best.points.map((_, k) => weightedMean(group, (candidate) => candidate.points[k])),
    });
  }
  return kept;
}

function weightedMean(group: readonly Candidate[], value: (candidate: Candidate) => number): number {
  let sum = 0;
  let total = 0;
  for (const candidate of group) {
    sum += candidate.score * value(candidate);
    total += candidate.score;
  }
  return sum / total;
}

/** Common area of two boxes (left, top, right, bottom) over the area that they cover together. */
export function intersectionOverUnion(a: readonly number[], b: readonly number[]): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const common = Math.max(0, width) * Math.max(0, height);
  const area = (box: readonly number[]): number => (box[2] - box[0]) * (box[3] - box[1]);
  return common / (area(a) + area(b) - common);
}

import { gemanMcClure } from '../solver/loss.js';

/** A joint that moves this fast has not moved: it is another pose of the same picture. Metres a second. */
const SPEED_SIGMA = 1.5;
/** In units of that: what no motion explains costs no more than this. */
const JUMP_AT = 3;
const JUMP_LOSS = gemanMcClure(JUMP_AT);

/** A pose that a frame may be in. */
export interface Choice {
  /** E of the frame alone. */
  readonly cost: number;
  /** Places of the joints that tell poses apart, relative to the hips, metres. */
  readonly joints: Float64Array;
}

/**
 * Picks one pose a frame so that all frames together make sense (Viterbi): the sum of
 *
 *   E_t + Σ_k ½ρ(|p_k(t) − p_k(t−1)| · rate / 1.5 m/s)      ρ: Geman-McClure, ends at 3
 *
 * is least. A photo leaves open whether a knee points forwards or back; one frame that takes it wrong jumps there and
 * back.
 *
 * @param frames the choices of each frame; none where nobody was seen
 * @returns the number of each frame's choice, −1 for none
 */
export function chooseAlong(frames: readonly (readonly Choice[])[], frameRate: number): number[] {
  const from: number[][] = [];
  let costs: number[] = [];
  let before: readonly Choice[] = [];
  let gap = 1;
  for (const choices of frames) {
    if (choices.length === 0) {
      from.push([]);
      gap++;
      continue;
    }
    const rate = frameRate / gap;
    const links = choices.map(({ joints }) => cheapestLink(before, costs, joints, rate));
    from.push(links.map(({ index }) => index));
    costs = choices.map(({ cost }, c) => links[c].cost + cost);
    before = choices;
    gap = 1;
  }
  const chosen: number[] = new Array(frames.length).fill(-1);
  let next = costs.indexOf(Math.min(...costs));
  for (let t = frames.length - 1; t >= 0; t--) {
    if (from[t].length === 0) continue;
    chosen[t] = next;
    next = from[t][next];
  }
  return chosen;
}

function cheapestLink(
  before: readonly Choice[],
  costs: readonly number[],
  joints: Float64Array,
  rate: number,
): { readonly cost: number; readonly index: number } {
  let best = { cost: 0, index: -1 };
  before.forEach((choice, index) => {
    const cost = costs[index] + jumpCost(choice.joints, joints, rate);
    if (best.index < 0 || cost < best.cost) best = { cost, index };
  });
  return best;
}

/** How unlikely it is that joints went from here to there in 1 / rate seconds. */
export function jumpCost(from: Float64Array, to: Float64Array, rate: number): number {
  let cost = 0;
  const rho = new Float64Array(2);
  for (let i = 0; i < to.length; i += 3) {
    const distance = Math.hypot(to[i] - from[i], to[i + 1] - from[i + 1], to[i + 2] - from[i + 2]);
    JUMP_LOSS.evaluate(((distance * rate) / SPEED_SIGMA) ** 2, rho);
    cost += 0.5 * rho[0];
  }
  return cost;
}

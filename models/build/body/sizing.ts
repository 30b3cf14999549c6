import type { Human, Person } from './human.js';
import { meshHeight, meshVolume } from './mesh.js';
import type { Draw } from './population.js';
import { morph, restrict } from './shape-space.js';
import type { Topology } from './topology.js';

/** Density of the human body with the air of half a breath, kg/m³. */
export const BODY_DENSITY = 1010;
/** The weight macro may pass MakeHuman's 1: BMI above 33 needs it. */
const MAX_WEIGHT = 1.25;
/** Halvings of [0, MAX_WEIGHT]: the last one moves BMI by about 0.1. */
const WEIGHT_STEPS = 8;
/** Secant steps on stature between them; stature is nearly straight in its macro. */
const HEIGHT_STEPS = 3;
/** Only vertices this close to the crown or to the soles can be the highest or lowest of a body. Metres. */
const CROWN = 0.06;
const SOLES = 0.12;

/** Gives a person the stature and BMI that were drawn, and returns the points of that person. */
export interface Sizing {
  /**
   * Changes `height` and `weight` of `draw.person`. The returned array (P×3, metres, MakeHuman's A-pose) is
   * overwritten by the next call.
   */
  toSize(draw: Draw): Float64Array;
}

export function sizing(human: Human, topology: Topology): Sizing {
  const { space } = human;
  const { skinVertexCount, faces, skinFaceCount } = topology;
  const skinY = Array.from({ length: skinVertexCount }, (_, v) => space.base[3 * v + 1]);
  const top = Math.max(...skinY);
  const bottom = Math.min(...skinY);
  const ends = restrict(
    space,
    [...skinY.keys()].filter((v) => skinY[v] > top - CROWN || skinY[v] < bottom + SOLES),
  );
  const weights = new Float64Array(space.targets.length);
  const endPoints = new Float64Array(ends.base.length);
  const points = new Float64Array(space.base.length);

  const statureOf = (person: Person): number => {
    human.targetWeights(person, weights);
    morph(ends, weights, endPoints);
    return meshHeight(endPoints);
  };

  const solveHeight = (person: Person, stature: number): void => {
    for (let step = 0; step < HEIGHT_STEPS; step++) {
      const height = person.height;
      const missing = stature - statureOf(person);
      person.height = Math.min(Math.max(height + (missing > 0 ? 0.05 : -0.05), 0), 1);
      const probe = person.height - height;
      if (probe === 0) return; // as tall or as short as MakeHuman makes them
      const slope = (statureOf(person) - (stature - missing)) / probe;
      person.height = slope > 1e-4 ? Math.min(Math.max(height + missing / slope, 0), 1) : height;
    }
  };

  return {
    toSize({ person, stature, bmi }) {
      let low = 0;
      let high = MAX_WEIGHT;
      for (let step = 0; step < WEIGHT_STEPS; step++) {
        solveHeight(person, stature);
        human.targetWeights(person, weights);
        morph(space, weights, points);
        const height = meshHeight(points, skinVertexCount);
        const lighter = (meshVolume(points, faces, skinFaceCount) * BODY_DENSITY) / height ** 2 < bmi;
        if (lighter) low = person.weight;
        else high = person.weight;
        person.weight = (low + high) / 2;
      }
      solveHeight(person, stature);
      human.targetWeights(person, weights);
      morph(space, weights, points);
      return points;
    },
  };
}

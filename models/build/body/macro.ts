/**
 * MakeHuman's macro targets: each is weighted by the product of its factors, and each factor is a piecewise-linear hat
 * over one property of the person. A target's file name lists its factors: "female-old-minmuscle-maxweight-maxheight".
 */

export type Gender = 'female' | 'male';

/** The properties of an adult that macro targets know. All but `race` are in [0, 1]; 0.5 is the average. */
export interface MacroProperties {
  readonly gender: Gender;
  /** 0.5 is 25 years, 1 is 90. */
  age: number;
  muscle: number;
  /** May pass 1: the hats then extrapolate. */
  weight: number;
  height: number;
  proportions: number;
  cup: number;
  firmness: number;
  /** African, Asian, Caucasian; sums to one. */
  race: readonly [number, number, number];
}

/** The weight of each factor, by the name it has in target files. */
export type Factors = Readonly<Record<string, number>>;

const clamp = (value: number): number => Math.min(Math.max(value, 0), 1);

/**
 * Three hats over [0, 1] that sum to one: full at 0, ½ and 1. Above 1 the upper one keeps rising and the middle one
 * turns negative: a straight line through "average" and "max", drawn further.
 */
function threeHats(name: string, value: number): Factors {
  const min = clamp(1 - 2 * value);
  const max = Math.max(2 * value - 1, 0);
  return { [`min${name}`]: min, [`average${name}`]: 1 - min - max, [`max${name}`]: max };
}

/** Two half-hats that vanish at ½, where the base mesh itself is meant. */
const twoHats = (low: string, high: string, value: number): Factors => ({
  [low]: clamp(1 - 2 * value),
  [high]: clamp(2 * value - 1),
});

/** Every factor of a person. */
export function factorsOf(person: MacroProperties): Factors {
  const old = clamp(2 * (person.age - 0.5));
  return {
    female: person.gender === 'female' ? 1 : 0,
    male: person.gender === 'male' ? 1 : 0,
    young: 1 - old,
    old,
    african: person.race[0],
    asian: person.race[1],
    caucasian: person.race[2],
    ...threeHats('muscle', person.muscle),
    ...threeHats('weight', person.weight),
    ...threeHats('cup', person.cup),
    ...threeHats('firmness', person.firmness),
    ...twoHats('minheight', 'maxheight', person.height),
    ...twoHats('uncommonproportions', 'idealproportions', person.proportions),
  };
}

/** The factors that a target's file name lists; "universal" stands for every race. */
export const factorNames = (targetName: string): string[] =>
  targetName.split('-').filter((factor) => factor !== 'universal');

/** The weight of a target with these factors: their product. Unknown factors give NaN. */
export function macroWeight(names: readonly string[], factors: Factors): number {
  let weight = 1;
  for (const name of names) {
    weight *= factors[name];
    if (weight === 0) return 0;
  }
  return weight;
}

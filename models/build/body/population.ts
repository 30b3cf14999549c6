import type { Random } from '../random.js';
import type { Person } from './human.js';
import { LOCAL_MEASURES } from './local-targets.js';
import type { Gender } from './macro.js';

/** A person and the size the person is to have. */
export interface Draw {
  readonly person: Person;
  /** Metres. */
  readonly stature: number;
  /** Body mass index, kg/m². */
  readonly bmi: number;
}

/** Adults as they are: stature and BMI of present-day surveys, the macro properties around MakeHuman's average. */
const POPULATION = {
  female: {
    stature: { mean: 1.63, sd: 0.065, min: 1.44, max: 1.83 },
    bmi: { median: 25.5, logSd: 0.17 },
    muscle: 0.48,
    /** Share of people whose extra weight is muscle, not fat. */
    muscular: 0.1,
  },
  male: {
    stature: { mean: 1.76, sd: 0.07, min: 1.55, max: 1.99 },
    bmi: { median: 26, logSd: 0.15 },
    muscle: 0.56,
    muscular: 0.25,
  },
} as const;

const BMI_RANGE = [17.5, 39] as const;
const AGE_RANGE = [19, 65] as const;

const clip = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** Draws one adult of the population. */
export function drawPerson(random: Random, gender: Gender): Draw {
  const population = POPULATION[gender];
  const normal = (mean: number, sd: number, low: number, high: number): number =>
    clip(mean + sd * random.normal(), low, high);

  const { mean, sd, min, max } = population.stature;
  const stature = normal(mean, sd, min, max);
  const logBmi = Math.log(population.bmi.median) + population.bmi.logSd * random.normal();
  const bmi = clip(Math.exp(logBmi), ...BMI_RANGE);
  const fat = clip((bmi - 23) / 12, -0.5, 1.3);

  // MakeHuman keeps fat at min muscle and max weight, bulk at max muscle and max weight; average muscle and max
  // weight is slim (BMI 22). So muscle moves away from the average as BMI grows.
  const muscleTrend = random.uniform() < population.muscular ? 0.6 : -0.7;
  const muscle = normal(population.muscle, 0.16, 0.05, 0.95) + muscleTrend * Math.max(fat, 0);
  const years = AGE_RANGE[0] + (AGE_RANGE[1] - AGE_RANGE[0]) * random.uniform();
  return {
    stature,
    bmi,
    person: {
      gender,
      age: clip(0.5 + (years - 25) / 130, 0.5, 1),
      muscle: clip(muscle, 0.02, 0.98),
      weight: 0.5,
      height: 0.5,
      proportions: normal(0.55, 0.18, 0, 1),
      cup: normal(0.5, 0.2, 0.05, 0.95),
      firmness: normal(0.5, 0.18, 0.05, 0.95),
      race: evenShares(random),
      locals: Float64Array.from(LOCAL_MEASURES, ({ spread, fat: trend }) => {
        const slope = typeof trend === 'object' ? trend[gender] : (trend ?? 0);
        return clip(clip(spread * random.normal(), -1, 1) + slope * fat, -1, 1);
      }),
    },
  };
}

/** Three shares, every split equally likely: Dirichlet(1, 1, 1). */
function evenShares(random: Random): [number, number, number] {
  const [a, b, c] = [0, 0, 0].map(() => -Math.log(1 - random.uniform()));
  const sum = a + b + c;
  return [a / sum, b / sum, c / sum];
}

/**
 * Local measures that vary from person to person besides MakeHuman's macro properties. Chosen by hand: the measures a
 * tailor would take, spread so that their effect stays within that seen on adults.
 */
export interface LocalMeasure {
  /** Target files without "-decr" and "-incr"; several are applied together (left and right). */
  readonly targets: readonly string[];
  /** Standard deviation of the measure's weight in the population; the weight is clipped to [−1, 1]. */
  readonly spread: number;
  /** How much the weight grows per unit of fat (12 BMI points above 23); a pair gives female and male. */
  readonly fat?: number | { readonly female: number; readonly male: number };
}

const sides = (folder: string, name: string): string[] => [`${folder}/l-${name}`, `${folder}/r-${name}`];

export const LOCAL_MEASURES: readonly LocalMeasure[] = [
  { targets: ['legs/measure-upperleg-height'], spread: 0.25 },
  { targets: ['legs/measure-lowerleg-height'], spread: 0.25 },
  { targets: ['arms/measure-upperarm-length'], spread: 0.18 },
  { targets: ['arms/measure-lowerarm-length'], spread: 0.18 },
  { targets: ['torso/measure-shoulder-dist'], spread: 0.25 },
  { targets: ['torso/measure-hips-circ'], spread: 0.2, fat: 0.4 },
  { targets: ['torso/measure-waist-circ'], spread: 0.2, fat: 0.5 },
  { targets: ['torso/measure-bust-circ'], spread: 0.15, fat: 0.25 },
  { targets: ['neck/measure-neck-circ'], spread: 0.2, fat: 0.4 },
  { targets: ['neck/measure-neck-height'], spread: 0.2 },
  { targets: ['legs/measure-thigh-circ'], spread: 0.15, fat: 0.3 },
  { targets: ['legs/measure-calf-circ'], spread: 0.15, fat: 0.2 },
  { targets: ['arms/measure-upperarm-circ'], spread: 0.15, fat: 0.3 },
  { targets: ['torso/measure-napetowaist-dist'], spread: 0.2 },
  { targets: ['torso/measure-waisttohip-dist'], spread: 0.2 },
  { targets: ['torso/torso-scale-depth'], spread: 0.15 },
  { targets: ['torso/torso-scale-horiz'], spread: 0.15 },
  { targets: ['torso/torso-vshape'], spread: 0.2 },
  { targets: ['hip/hip-scale-depth'], spread: 0.15 },
  { targets: ['hip/hip-scale-horiz'], spread: 0.15 },
  { targets: ['stomach/stomach-tone'], spread: 0.25 },
  { targets: ['stomach/stomach-pregnant'], spread: 0.12, fat: { female: 0.2, male: 0.35 } },
  { targets: ['buttocks/buttocks-volume'], spread: 0.25, fat: 0.2 },
  { targets: sides('hands', 'hand-scale'), spread: 0.15 },
  { targets: sides('feet', 'foot-scale'), spread: 0.15 },
  { targets: sides('arms', 'upperarm-fat'), spread: 0.1, fat: 0.3 },
  { targets: sides('arms', 'lowerarm-fat'), spread: 0.1, fat: 0.25 },
  { targets: sides('legs', 'upperleg-fat'), spread: 0.1, fat: 0.3 },
  { targets: sides('legs', 'lowerleg-fat'), spread: 0.1, fat: 0.2 },
  { targets: ['neck/neck-double'], spread: 0.1, fat: 0.5 },
  { targets: ['head/head-scale-vert'], spread: 0.15 },
  { targets: ['head/head-scale-horiz'], spread: 0.15 },
  { targets: ['head/head-scale-depth'], spread: 0.15 },
];

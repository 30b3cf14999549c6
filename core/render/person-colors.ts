/** sRGB, 0..255. */
export type Color = readonly [number, number, number];

/** One a person in turn: told apart by the colour-blind too (after Okabe and Ito's palette, lightened). */
export const PERSON_COLORS: readonly Color[] = [
  [120, 180, 235],
  [240, 175, 70],
  [90, 195, 155],
  [225, 130, 90],
  [205, 150, 200],
  [235, 225, 110],
];

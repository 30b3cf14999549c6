/** Where the pictures of the test matrix are taken from: three quarters of the way to the front. Metres, degrees. */
export const VIEW = {
  width: 480,
  height: 640,
  /** Vertical. */
  fov: 48,
  position: [1.4, 1.3, 2.6],
  target: [0.1, 0.95, 0],
} as const satisfies {
  width: number;
  height: number;
  fov: number;
  position: readonly [number, number, number];
  target: readonly [number, number, number];
};

/** Three Euler angles in the order of their rotations. */
export type EulerAngles = readonly [number, number, number];

/**
 * The Euler angles of the same rotation that lie nearest to those of the frame before. With the axes of the first and
 * the last different, a rotation has two sets of them, (a, b, c) and (a + 180°, 180° − b, c + 180°), each up to whole
 * turns. An arm that passes straight ahead, b = 90°, makes the usual set jump by half turns, and a reader that
 * interpolates would whirl the arm around.
 *
 * @param halfTurn 180 or π: the unit of the angles
 */
export function nearestEuler([a, b, c]: EulerAngles, before: EulerAngles, halfTurn: number): EulerAngles {
  const turn = 2 * halfTurn;
  const near = (angle: number, i: number): number => angle - turn * Math.round((angle - before[i]) / turn);
  const distance = (angles: EulerAngles): number =>
    angles.reduce((sum, angle, i) => sum + Math.abs(angle - before[i]), 0);
  const same: EulerAngles = [near(a, 0), near(b, 1), near(c, 2)];
  const other: EulerAngles = [near(a + halfTurn, 0), near(halfTurn - b, 1), near(c + halfTurn, 2)];
  return distance(same) <= distance(other) ? same : other;
}

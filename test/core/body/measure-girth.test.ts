import { expect, test } from 'vitest';
import { girthAt, hullPerimeter } from '../../../core/body/measure-girth.js';
import { sphere } from '../../support/sphere.js';

const ball = sphere([0.3, 1, -2], 0.5);
const none = new Uint8Array(ball.vertices.length / 3);

test.each([0, 0.2, -0.4])('a tape around a sphere, %d m from its middle, is a circle', (offset) => {
  const expected = 2 * Math.PI * Math.sqrt(0.25 - offset * offset);
  // 96 sides: a polygon is shorter than its circle by π²/6/96² = 0.02 %; between rings it cuts deeper, 0.1 %.
  expect(girthAt(ball.vertices, ball.faces, 1 + offset, none) / expected).toBeCloseTo(1, 2);
});

test('the tape passes over a point inside and counts both sides of a line once', () => {
  const square: [number, number][] = [
    [0, 0],
    [2, 1],
    [2, 0],
    [1, 0.5],
    [0, 1],
    [1, 0],
  ];
  expect(hullPerimeter(square)).toBeCloseTo(6, 12);
});

test('what is apart is left out, and a plane beside the mesh has no girth', () => {
  expect(
    girthAt(
      ball.vertices,
      ball.faces,
      1,
      none.map(() => 1),
    ),
  ).toBe(0);
  expect(girthAt(ball.vertices, ball.faces, 2, none)).toBe(0);
});

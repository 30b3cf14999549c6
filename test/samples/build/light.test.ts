import { expect, test } from 'vitest';
import { backgroundAt } from '../../../samples/build/ground.js';
import { sunAndSky } from '../../../samples/build/light.js';
import { blockUnder } from '../../../samples/build/seat.js';
import { normalise, type Vector } from '../../../samples/build/vector.js';

/** Someone 40 cm above the ground: one point is enough to put a block below. */
const block = blockUnder(Float32Array.of(0, 0.4, 0), [0, 0, 1]);
const light = sunAndSky(Float32Array.from(block.vertices.flat()), Uint32Array.from(block.faces));

test('the block reaches from the ground to the seat and is closed', () => {
  const heights = block.vertices.map(([, y]) => y);
  expect(Math.min(...heights)).toBe(0);
  expect(Math.max(...heights)).toBeCloseTo(0.415, 6);
  // Each edge but those of the missing bottom is used once in each direction.
  const edges = new Set<string>();
  block.faces.forEach((vertex, i) => {
    edges.add(`${vertex}-${block.faces[i % 3 === 2 ? i - 2 : i + 1]}`);
  });
  expect(edges.size).toBe(block.faces.length);
  const open = [...edges].filter((edge) => !edges.has(edge.split('-').reverse().join('-')));
  expect(open).toHaveLength(4);
});

test('the ground behind the block, as the sun sees it, is darker than the open ground', () => {
  const up: Vector = [0, 1, 0];
  const shadow = light([-0.3, 0, -0.45], up);
  const open = light([1.2, 0, 1.2], up);
  for (let i = 0; i < 3; i++) expect(shadow[i]).toBeLessThan(0.6 * open[i]);
});

test('a surface that faces away from the sun has the sky alone', () => {
  const away = light([1.2, 0, 1.2], [0, -1, 0]);
  for (const value of away) {
    expect(value).toBeGreaterThan(0.1); // and not the sun's share taken away
    expect(value).toBeLessThan(0.3);
  }
});

test('the sky is bluer above, the far ground turns into haze', () => {
  const eye: Vector = [0, 1.5, 4];
  const [horizon, zenith] = [0.01, 1].map((y) => backgroundAt(eye, normalise([0, y, -1]), light));
  expect(zenith[2] / zenith[0]).toBeGreaterThan(1.2 * (horizon[2] / horizon[0]));
  const far = backgroundAt(eye, normalise([0, -0.001, -1]), light);
  for (let i = 0; i < 3; i++) expect(far[i]).toBeCloseTo(backgroundAt(eye, [0, 0, -1], light)[i], 3);
});

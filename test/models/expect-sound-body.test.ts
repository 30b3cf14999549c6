import { describe, expect, test } from 'vitest';
import type { BodyModel } from '../../core/types.js';
import { expectSoundBody } from '../../models/expect-sound-body.js';
import { goldenBody } from '../support/golden-body.js';
import { tinyBody } from '../support/tiny-body.js';

const tiny = tinyBody();
/** What is said of the tiny body with other arrays; null when it passes. */
function complaint(change: Partial<BodyModel>): string | null {
  try {
    expectSoundBody({ ...tiny, ...change }, (what, todo) => {
      throw new Error(todo === undefined ? what : `${what} ${todo}`);
    });
  } catch (error) {
    return (error as Error).message;
  }
  return null;
}
/** The array with other numbers from the first on. */
const starting = (array: Float32Array | null, ...numbers: number[]): Float32Array => {
  const changed = Float32Array.from(array ?? []);
  changed.set(numbers);
  return changed;
};
const times = (factor: number) => ({ template: tiny.template.map((value) => factor * value) });

describe('bodies pass', () => {
  test('ours, of whatever shape', () => {
    for (const body of [tiny, goldenBody()]) expect(complaint(body)).toBeNull();
  });

  test('of a baby and of a giant', () => {
    for (const factor of [0.2, 1.75]) expect(complaint(times(factor))).toBeNull();
  });

  test('with a few faces that have no area, without an atlas, without correctives', () => {
    const faces = tiny.faces.slice();
    faces.fill(0, 0, 30);
    expect(complaint({ faces, uv: null, poseDirs: null })).toBeNull();
  });

  test('with weights that were rounded', () => {
    expect(complaint({ weights: starting(tiny.weights, 1.001, -0.001) })).toBeNull();
  });
});

describe('numbers that are not finite are named:', () => {
  test.each<[string, Partial<BodyModel>]>([
    ['v_template', { template: starting(tiny.template, Number.NaN) }],
    ['shapedirs', { shapeDirs: starting(tiny.shapeDirs, Number.POSITIVE_INFINITY) }],
    ['posedirs', { poseDirs: starting(tiny.poseDirs, Number.NaN) }],
    ['vt', { uv: tiny.uv && { ...tiny.uv, coordinates: starting(tiny.uv.coordinates, Number.NaN) } }],
  ])('%s', (key, change) => {
    expect(complaint(change)).toBe(`${key} holds numbers that are not finite.`);
  });
});

test.each([
  [10, 'decimetres'],
  [100, 'centimetres'],
  [1000, 'millimetres'],
])('a body of %d units a metre: %s', (metre, unit) => {
  expect(complaint(times(metre))).toMatch(
    new RegExp(
      `^its body is \\S+ m large; .* looks like ${unit}: divide v_template, shapedirs and posedirs by ${metre}\\.$`,
    ),
  );
});

test.each<[string, Partial<BodyModel>, string]>([
  ['too small', times(0.01), 'm large; people are 0.3 to 3 m large. Give a body in metres.'],
  ['too large for any unit', times(1e5), 'm large; people are 0.3 to 3 m large. Give a body in metres.'],
  ['nothing but zeros', times(0), 'all its vertices are at one place.'],
  ['faces of one corner', { faces: tiny.faces.map(() => 0) }, 'no face of f has three corners.'],
  ['no faces', { faces: new Uint32Array(0) }, 'no face of f has three corners.'],
  ['weights of 2 and -1', { weights: starting(tiny.weights, 2, -1) }, 'weights has 2.00; shares are between 0 and 1.'],
  [
    'joints far away',
    {
      jointRegressor: {
        ...tiny.jointRegressor,
        values: tiny.jointRegressor.values.map((_, i) => 1e9 * (i % 2 ? 1 : -1) + 0.125),
      },
    },
    'J_regressor puts joints far outside the mesh.',
  ],
])('%s', (_, change, message) => {
  expect(complaint(change)).toContain(message);
});

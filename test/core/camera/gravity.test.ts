import { describe, expect, test } from 'vitest';
import { directionOf, downOfPitch, pitchOf, tiltInWords, unitDown } from '../../../core/camera/gravity.js';

type Vector = readonly [number, number, number];

describe('the way things fall before a camera', () => {
  test('a level one: down the picture; one that looks down: away from it, too', () => {
    expect(downOfPitch(0)).toEqual([0, 1, 0]);
    const [x, y, z] = downOfPitch(30);
    expect([x, y, z]).toEqual([0, expect.closeTo(Math.sqrt(3) / 2, 12), expect.closeTo(0.5, 12)]);
    expect(downOfPitch(-30)).toEqual([x, y, -z]);
  });

  test.each([-80, -33, -1, 0, 0.5, 20, 80])('%f degrees: of length one, and told back', (degrees) => {
    const down = downOfPitch(degrees);
    expect(Math.hypot(...down)).toBeCloseTo(1, 12);
    expect(pitchOf(down)).toBeCloseTo(degrees, 10);
  });

  test.each([80.1, -90, 180, Number.NaN, Number.POSITIVE_INFINITY])(
    '%f degrees: nobody is seen standing',
    (degrees) => {
      expect(() => downOfPitch(degrees)).toThrow(expect.objectContaining({ code: 'usage', where: 'pitch' }));
    },
  );
});

test.each<[number, Vector]>([
  [45, [0, 2, 2]],
  [-45, [0, 0.1, -0.1]],
  [0, [5, 0, 0]], // a picture taken on its side
  [45, [1, 1, Math.SQRT2]], // half on its side
  [90, [0, 0, 3]],
  [0, [0, -1, 0]], // on its head
])('the pitch is %f degrees of any length and any roll: %j', (degrees, down) => {
  expect(pitchOf(down)).toBeCloseTo(degrees, 10);
});

describe('a direction of length one', () => {
  test.each<[Vector, Vector]>([
    [
      [0, 1, 0],
      [0, 1, 0],
    ],
    [
      [0, 0, -7],
      [0, 0, -1],
    ],
    [
      [3e-9, 0, 4e-9],
      [0.6, 0, 0.8],
    ],
    [
      [2, -3, 6],
      [2 / 7, -3 / 7, 6 / 7],
    ],
  ])('of %j', (down, unit) => {
    const found = unitDown('x', down);
    found.forEach((value, axis) => {
      expect(value).toBeCloseTo(unit[axis], 12);
    });
  });

  test.each<[Vector]>([[[0, 0, 0]], [[0, Number.NaN, 1]], [[Number.POSITIVE_INFINITY, 0, 0]]])('%j is none', (down) => {
    expect(() => unitDown('me.json', down)).toThrow(expect.objectContaining({ code: 'bad-input', where: 'me.json' }));
  });
});

describe('a direction from a file', () => {
  test.each([[[0, 1, 0]], [[3, -4, 1e-300]], [[0, 0, 5e-324]], [[1e300, 0, 0]]])('%j is one, as it is', (value) => {
    const found = directionOf(value);
    expect(found).toEqual(value);
    expect(found).not.toBe(value); // whoever changes theirs afterwards does not change ours
  });

  test.each([
    ['length 0', []],
    ['length 2', [0, 1]],
    ['length 4', [0, 1, 0, 0]],
    ['no length', [0, -0, 0]],
    ['not a number', [0, Number.NaN, 1]],
    ['infinite', [0, Number.NEGATIVE_INFINITY, 0]],
    ['longer than numbers go', [1.7e308, 1.7e308, 0]],
    ['strings', ['0', '1', '0']],
    ['null inside', [null, 1, 0]],
    ['lists', [[0], [1], [0]]],
    ['a record', { 0: 0, 1: 1, 2: 0, length: 3 }],
    ['a text', '010'],
    ['a typed array, which no JSON holds', Float64Array.of(0, 1, 0)],
    ['null', null],
    ['nothing', undefined],
  ])('%s: none', (_, value) => {
    expect(directionOf(value)).toBeNull();
  });
});

test.each([
  [0, 'level'],
  [0.4, 'level'],
  [-0.4, 'level'],
  [1, 'looking down by 1 degree'],
  [-1.2, 'looking up by 1 degree'],
  [0.6, 'looking down by 1 degree'],
  [12.4, 'looking down by 12 degrees'],
  [-80, 'looking up by 80 degrees'],
])('%f degrees in words: %s', (degrees, words) => {
  expect(tiltInWords(downOfPitch(degrees))).toBe(words);
});

import { expect, test } from 'vitest';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import { followPeople, likeness } from '../../../core/sequence/track.js';
import { standing } from '../../support/standing.js';

test('each person keeps the track, in whatever order they are found', () => {
  const frames = [0, 1, 2].map((t) => [standing(4 * t), standing(200 - 4 * t)]);
  frames[1].reverse();
  const [a, b] = followPeople(frames, 5);
  expect([a, b].map((track) => track.map((seen) => seen?.box[0]))).toEqual([
    [262, 266, 270],
    [462, 458, 454],
  ]);
});

test('who is away for a while is the same, for longer another one', () => {
  const frames = [[standing()], [], [], [standing(6)]];
  expect(followPeople(frames, 2)).toHaveLength(1);
  expect(followPeople(frames, 1)).toHaveLength(2);
});

test('the most prominent over all frames comes first', () => {
  const frames = [[standing(300)], [standing(300), standing()], [standing()], [standing()]];
  const [first] = followPeople(frames, 5);
  expect(first.map((seen) => seen?.box[0])).toEqual([undefined, 262, 262, 262]);
});

test('who is half hidden for a while, and seen by other keypoints, is the same', () => {
  const whole = standing();
  const names: readonly (string | null)[] = JOINT_SETS.coco17;
  const places = JOINT_SETS.blazepose33.map((name) => (name === null ? -1 : names.indexOf(name)));
  const take = (values: Float64Array, width: number): Float64Array =>
    Float64Array.from(
      places.flatMap((k) => (k < 0 ? Array(width).fill(0) : [...values.subarray(width * k, width * (k + 1))])),
    );
  const { xy, confidence } = whole.keypoints;
  const detailed = {
    ...whole,
    keypoints: { set: 'blazepose33' as const, xy: take(xy, 2), confidence: take(confidence, 1) },
  };
  expect(likeness(detailed, whole)).toBeCloseTo(1, 12);
  expect(likeness(whole, detailed)).toBeCloseTo(1, 12);
  expect(likeness(detailed, standing(300))).toBeLessThan(0.05);
  expect(followPeople([[detailed], [whole], [detailed]], 0)).toHaveLength(1);
});

test('left and right exchanged is still the same person', () => {
  const person = standing();
  const xy = person.keypoints.xy.slice();
  for (let k = 1; k < 17; k += 2) {
    xy.set(person.keypoints.xy.subarray(2 * k + 2, 2 * k + 4), 2 * k);
    xy.set(person.keypoints.xy.subarray(2 * k, 2 * k + 2), 2 * k + 2);
  }
  const turned = { ...person, keypoints: { ...person.keypoints, xy } };
  expect(likeness(person, turned)).toBeCloseTo(1, 12);
  expect(likeness(person, standing(300))).toBeLessThan(0.05);
});

/** Two who walk towards each other and on; he is hidden behind her while they are near, her keypoints waver. */
function crossing(speed: number, hiddenWithin: number, wavering: number) {
  const times = Array.from({ length: 40 }, (_, t) => t);
  const at = (t: number): number => speed * (t - 19.5);
  return {
    him: times.map((t) => (Math.abs(at(t)) < hiddenWithin ? null : standing(at(t)))),
    her: times.map((t) => standing(-at(t) + (t % 2 === 0 ? wavering : -wavering))),
  };
}

test.each([
  [8, 0, 0],
  [8, 10, 0],
  [8, 40, 6],
  [20, 0, 0],
  [20, 40, 0],
  [3, 15, 3],
])('two who cross at %i pixels a frame, one hidden within %i, stay who they are', (speed, hiddenWithin, wavering) => {
  const { him, her } = crossing(speed, hiddenWithin, wavering);
  for (const first of [0, 1]) {
    const frames = her.map((own, t) => {
      const both = (t + first) % 2 === 0 ? [own, him[t]] : [him[t], own];
      return both.filter((seen) => seen !== null);
    });
    const tracks = followPeople(frames, 20);
    expect(tracks).toHaveLength(2);
    expect(tracks).toContainEqual(her);
    expect(tracks).toContainEqual(him);
  }
});

test('who walks, and stops behind somebody, is still the same', () => {
  const before = Array.from({ length: 10 }, (_, t) => [standing(-10 * (9 - t)), standing(150)]);
  const hidden = Array.from({ length: 5 }, () => [standing(150)]);
  const after = Array.from({ length: 5 }, () => [standing(5), standing(150)]);
  const tracks = followPeople([...before, ...hidden, ...after], 10);
  expect(tracks).toHaveLength(2);
  expect(tracks[1].filter((seen) => seen !== null)).toHaveLength(15);
});

test('two who meet and turn back, seen all the time, stay who they are', () => {
  const frames = Array.from({ length: 41 }, (_, t) => {
    const way = 30 + 6 * Math.abs(t - 20);
    return [standing(-way), standing(way)];
  });
  const tracks = followPeople(frames, 20);
  expect(tracks).toHaveLength(2);
  expect(new Set(tracks[0].map((seen) => Math.sign((seen?.box[0] ?? 0) - 262))).size).toBe(1);
});

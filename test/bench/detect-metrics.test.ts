import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type AnnotatedPerson, readAnnotations } from './detect-annotations.js';
import { type Found, matchPeople, objectKeypointSimilarity, scoreMatches, torsoOf } from './detect-metrics.js';
import { reliability, sizeOf } from './detect-reliability.js';

/** A person whose 17 keypoints stand in a column, 10 px apart, but shoulders and hips 40 px apart; box 50×200. */
const person = (left: number, v = 2): AnnotatedPerson => ({
  box: [left, 0, 50, 200],
  keypoints: Array.from({ length: 17 }, (_, k) => [left + 25, [11, 12].includes(k) ? 90 : 10 * k, v] as const),
});
const found = ({ keypoints, box }: AnnotatedPerson, dx = 0): Found => ({
  xy: keypoints.flatMap(([x, y]) => [x + dx, y]),
  box: [box[0] + dx, box[1], box[2], box[3]],
});

test("similarity is COCO's: 1 on the spot, e^(−½) where d = 2σ√area", () => {
  const nose: AnnotatedPerson = { ...person(0), keypoints: person(0).keypoints.map(([x, y], k) => [x, y, k ? 0 : 2]) };
  expect(objectKeypointSimilarity(nose, found(nose).xy)).toBe(1);
  // The nose's σ is 0.026; half of the box of 50×200 is 5000.
  expect(objectKeypointSimilarity(nose, found(nose, 2 * 0.026 * Math.sqrt(5000)).xy)).toBeCloseTo(Math.exp(-0.5), 12);
  expect(objectKeypointSimilarity({ ...nose, area: 20000 }, found(nose, 2 * 0.026 * Math.sqrt(20000)).xy)).toBeCloseTo(
    Math.exp(-0.5),
    12,
  );
});

test('each person is paired once, with the find most like it; finds on nobody are ghosts', () => {
  const [a, b] = [person(0), person(100)];
  const finds = [found(b, 3), found(a, 1), found(b, 1), found(a, 400)];
  const { matches, ghosts } = matchPeople([a, b], finds);
  expect(matches.map((match) => match.found)).toEqual([1, 2]);
  expect(ghosts).toBe(1); // the second find of b is a double, not a ghost
});

test('one find does not count for two people who stand close', () => {
  const { matches } = matchPeople([person(0), person(5)], [found(person(0), 1)]);
  expect(matches.map((match) => match.found)).toEqual([0, -1]);
});

test('somebody without labels needs not be found, and is no ghost when found', () => {
  const hidden = person(0, 0);
  expect(matchPeople([hidden], [found(hidden)])).toEqual({ matches: [], ghosts: 0 });
  expect(matchPeople([hidden], [])).toEqual({ matches: [], ghosts: 0 });
});

test('recall, mean similarity, PCK and errors over found and missed people', () => {
  const [a, b] = [person(0), person(100)];
  expect(torsoOf(a)).toBeCloseTo(90 - 55, 12); // shoulders at 50 and 60, hips at 90
  const finds = [found(a, 3.5)]; // a tenth of the torso
  const { matches } = matchPeople([a, b], finds);
  const score = scoreMatches(matches, [finds, finds]);
  expect(score.persons).toBe(2);
  expect(score.recall50).toBe(0.5);
  expect(score.pck).toBe(0.5);
  expect(score.meanSimilarity).toBeCloseTo(matches[0].similarity / 2, 12);
  for (const error of score.errors) expect(error).toBeCloseTo(0.1, 12);
  expect(scoreMatches(matches, [[found(a, 10)], finds]).pck).toBe(0); // beyond a fifth
});

test('size is the root mean square distance from the mean', () => {
  const square = [
    [0, 0, 2],
    [2, 0, 2],
    [0, 2, 2],
    [2, 2, 2],
  ] as const;
  expect(sizeOf(square)).toBeCloseTo(Math.SQRT2, 12);
});

test('the reliability table sorts keypoints by confidence', () => {
  const sample = (confidence: number, error: number) => ({ name: 'nose', confidence, error });
  const rows = reliability([sample(0.95, 0.02), sample(1, 0.04), sample(0.12, 0.3)]);
  expect(rows).toHaveLength(11);
  expect(rows[10].slice(0, 3)).toEqual(['0.9-1.0', '2', '3.0']);
  expect(rows[2]).toEqual(['0.1-0.2', '1', '30.0', '30.0', '23.3', '0.0']);
  expect(rows[5][1]).toBe('0');
});

test('reads one JSON a picture, and COCO; refuses half an annotation', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'photorig-'));
  const write = (name: string, content: unknown): void =>
    writeFileSync(path.join(folder, name), JSON.stringify(content));
  try {
    expect(() => readAnnotations(folder)).toThrow('no annotated pictures');
    write('a.jpg', '');
    write('a.json', { persons: [person(0)] });
    expect(readAnnotations(folder)).toEqual([{ file: path.join(folder, 'a.jpg'), persons: [person(0)] }]);

    write('b.jpg', '');
    const { box, keypoints } = person(5);
    const annotation = { image_id: 7, bbox: box, keypoints: keypoints.flat(), area: 4000 };
    const images = [
      { id: 7, file_name: 'b.jpg' },
      { id: 8, file_name: 'missing.jpg' },
    ];
    write('coco.json', { images, annotations: [annotation, { image_id: 7, bbox: box }] });
    const [, b] = readAnnotations(folder);
    expect(b).toEqual({ file: path.join(folder, 'b.jpg'), persons: [{ ...person(5), area: 4000 }] });

    write('b.json', { persons: [{ box, keypoints: keypoints.slice(1) }] });
    expect(() => readAnnotations(folder)).toThrow('not 17 keypoints');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

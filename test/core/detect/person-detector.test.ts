import { expect, test } from 'vitest';
import { detectPersons } from '../../../core/detect/person-detector.js';
import { buildPyramid } from '../../../core/detect/pyramid.js';
import { wholePhoto } from '../../../core/detect/region.js';
import type { Tensor } from '../../../core/detect/runtime.js';
import { blankPhoto } from './fake-runtime.js';

const tensor = (data: Float32Array): Tensor => ({ data, dims: [data.length] });

test('face, hips and top come back from the letterbox to the photo', async () => {
  const boxes = new Float32Array(2254 * 12);
  const scores = new Float32Array(2254).fill(-100);
  // The last anchor, at (6.5/7, 6.5/7) of the input; brought to its middle by −3/7 of 224 = −96 pixels.
  boxes.set([-96, -96, 22.4, 22.4, -96, -96 + 44.8, -96, -96 - 44.8], 2253 * 12);
  scores[2253] = 2;
  let input: Tensor | undefined;
  const network = {
    async run(inputs: Readonly<Record<string, Tensor>>) {
      input = inputs.image;
      return { boxes: tensor(boxes), scores: tensor(scores) };
    },
  };
  const photo = blankPhoto({ width: 400, height: 300, people: [] });
  const [person, ...rest] = await detectPersons(buildPyramid(photo), network, wholePhoto(photo), 0.5);
  expect(rest).toEqual([]);
  expect(person.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  // Middle of the photo; 44.8 of 224 pixels are a fifth of the letterbox's 400. Offsets are float32.
  for (const [point, y] of [
    [person.face, 150],
    [person.hips, 230],
    [person.top, 70],
  ] as const) {
    expect(point.x).toBeCloseTo(200, 3);
    expect(point.y).toBeCloseTo(y, 3);
  }
  // Grey inside the photo, black (−1) above it.
  expect(input?.data[0]).toBe(-1);
  expect(input?.data[112 * 224 + 112]).toBeCloseTo(128 / 127.5 - 1, 5);
});

import { expect, test } from 'vitest';
import { skeletonOf } from '../../core/body/skeleton.js';
import { parseBody } from '../../models/load-body.js';
import { writeBodyNpz, writeBodyPickle } from '../../models/write-body.js';
import { tinyBody } from '../support/tiny-body.js';

// Once through a file, so that weights and regressor have the rounding that files give them.
const body = parseBody('tiny.npz', writeBodyNpz(tinyBody()));

test.each([
  ['tiny.npz', writeBodyNpz],
  ['tiny.pkl', writeBodyPickle],
])(
  'a body read, written as %s and read again is the same to the last digit, and so is what fitting sees of it',
  (file, write) => {
    const back = parseBody(file, write(body));
    expect(back).toEqual(body);
    expect(skeletonOf(back)).toEqual(skeletonOf(body));
  },
);

test('texture, parts and keypoints go along', () => {
  const { uv, part, keypointVertices } = tinyBody();
  expect({ uv: body.uv, part: body.part, keypointVertices: body.keypointVertices }).toEqual({
    uv,
    part,
    keypointVertices,
  });
});

test('a body without correctives is written with zeros and read without', () => {
  expect(parseBody('b.pkl', writeBodyPickle({ ...body, poseDirs: null })).poseDirs).toBeNull();
});

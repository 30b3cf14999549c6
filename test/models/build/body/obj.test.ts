import { expect, test } from 'vitest';
import { FitError } from '../../../../core/error.js';
import { parseObj } from '../../../../models/build/body/obj.js';

const SQUARE = `# a square and a triangle
v 0 0 0
v 1 0 0
v 1 1 0
v 0 .5 0
vt 0 0
vt 1 0
vt 1 1
g front
f 1/1 2/2 3/3 4/1
g helper
f 1/1 2/2 3/3
g front
f 2/2 3/3 4/1
`;

test('vertices, texture coordinates and the polygons of each group', () => {
  const mesh = parseObj('square.obj', SQUARE);
  expect([...mesh.vertices]).toEqual([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0.5, 0]);
  expect([...mesh.uv]).toEqual([0, 0, 1, 0, 1, 1]);
  expect(mesh.groups.get('helper')).toEqual([{ vertices: [0, 1, 2], uvs: [0, 1, 2] }]);
  // A group may be named twice: its polygons go on.
  expect(mesh.groups.get('front')?.map((polygon) => polygon.vertices)).toEqual([
    [0, 1, 2, 3],
    [1, 2, 3],
  ]);
});

test.each([
  ['a vertex with two numbers', 'v 1 2'],
  ['a vertex that is no number', 'v 1 2 x'],
  ['a corner without a texture coordinate', `${SQUARE}f 1 2 3`],
  ['a corner that names no vertex', `${SQUARE}f 1/1 2/2 9/3`],
  ['a polygon with two corners', `${SQUARE}f 1/1 2/2`],
])('%s is refused with its line', (_, text) => {
  expect(() => parseObj('bad.obj', text)).toThrow(FitError);
  expect(() => parseObj('bad.obj', text)).toThrow(`bad.obj:${text.trimEnd().split('\n').length}:`);
});

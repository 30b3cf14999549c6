import { describe, expect, test } from 'vitest';
import { shapeOnBody } from '../../../converters/cli/shape-on-body.js';
import { tinyBody } from '../../support/tiny-body.js';

const model = { ...tinyBody(), name: 'neutral', sha256: 'aaa' };
const person = {
  betas: Float64Array.of(1, -2),
  poses: new Float64Array(72).fill(0.1),
  translations: Float64Array.of(0, 0, 3),
};
const of = (name: string, sha256 = '') => ({ ...person, body: { name, sha256 } });

describe('the same body: nothing changes, nothing is said', () => {
  test.each([
    ['a file that names none', person, model],
    ['the same bytes', of('neutral', 'aaa'), model],
    ['the same bytes under another name', of('my_smpl', 'aaa'), model],
    ['a name alone', of('neutral'), model],
    ['a body whose bytes nobody counted', of('neutral', 'bbb'), { ...model, sha256: '' }],
  ])('%s', (_, stored, body) => {
    expect(shapeOnBody(stored, body)).toEqual({ stored });
  });
});

test.each([
  ['its bytes and name', of('smpl', 'bbb'), 'smpl (SHA-256 bbb…)'],
  ['its name alone', of('smpl'), 'smpl'],
  ['its bytes alone', of('', 'bbb'), 'without a name (SHA-256 bbb…)'],
])('another body, by %s: the pose goes over, the shape does not', (_, stored, name) => {
  const { stored: shaped, note } = shapeOnBody(stored, model);
  expect(shaped).toEqual({ ...stored, betas: new Float64Array(0) });
  expect(note).toBe(
    `warning: the file is of the body ${name}, not of neutral: the shape is left out; --body FILE says which body it is`,
  );
});

test('another file of the same name, a later version or another form: a word, and the shape stays', () => {
  const stored = of('neutral', 'bbb');
  const note =
    'warning: the file is of the body neutral (SHA-256 bbb…), and neutral is another file (SHA-256 aaa…): shapes may differ';
  expect(shapeOnBody(stored, model)).toEqual({ stored, note });
});

test('fewer betas than the person has: a word; none that count, nothing', () => {
  const longer = { ...person, betas: Float64Array.of(1, 2, 3, ...new Array(model.betaCount).fill(0.5)) };
  expect(shapeOnBody(longer, model)).toEqual({
    stored: longer,
    note: `warning: only the first ${model.betaCount} of ${model.betaCount + 3} betas are used, as many as neutral has`,
  });
  const zeros = { ...person, betas: Float64Array.from({ length: model.betaCount + 3 }, (_, b) => (b === 0 ? 1 : 0)) };
  expect(shapeOnBody(zeros, model)).toEqual({ stored: zeros });
});

import { expect, test } from 'vitest';
import { expectChoice, expectFinite, expectLength, FitError } from '../../core/error.js';

test('a FitError reads: where: what. todo.', () => {
  const error = new FitError('bad-input', 'photo.jpg', 'it is empty.', 'Choose another.');
  expect(error.message).toBe('photo.jpg: it is empty. Choose another.');
  expect(error.code).toBe('bad-input');
});

test('expectFinite names the first number that is none', () => {
  expect(() => expectFinite('fit', 'pose', [1, -2])).not.toThrow();
  expect(() => expectFinite('fit', 'pose', [1, -Infinity, Number.NaN])).toThrow('fit: pose[1] is -Infinity.');
});

test('expectLength names the array and both lengths', () => {
  expect(() => expectLength('fit', 'pose', [1, 2], 2)).not.toThrow();
  expect(() => expectLength('fit', 'pose', [1, 2], 72)).toThrow('fit: pose has 2 numbers, expected 72.');
});

test('expectChoice names what was asked for and what there is', () => {
  expect(() => expectChoice('pose', 'rest', ['clip', 'rest'])).not.toThrow();
  const refusal = { code: 'usage', message: 'pose: there is no pose called tilted. Choose one of clip, rest.' };
  expect(() => expectChoice('pose', 'tilted', ['clip', 'rest'])).toThrow(expect.objectContaining(refusal));
  expect(() => expectChoice('term', 'x', ['a'], 'without')).toThrow('without: there is no term called x.');
});

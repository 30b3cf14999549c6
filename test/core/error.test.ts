import { expect, test } from 'vitest';
import {
  expectChoice,
  expectFields,
  expectFinite,
  expectLength,
  expectOneOf,
  expectType,
  FitError,
} from '../../core/error.js';

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

test('expectType quotes text that looks like a number', () => {
  expect(() => expectType('height', 1.8, 'number')).not.toThrow();
  const refusal = { code: 'usage', message: 'height: "1.8" is not a number. Check the options.' };
  expect(() => expectType('height', '1.8', 'number')).toThrow(expect.objectContaining(refusal));
});

test('expectFields asks for an object with these fields, whatever else it is', () => {
  const check = (value: unknown) => () => expectFields('photo', value, ['bytes'], 'it is none.', 'Give one.');
  expect(check({ bytes: [], more: 1 })).not.toThrow();
  for (const wrong of [undefined, null, true, 'bytes', {}, Promise.resolve({ bytes: [] })]) {
    expect(check(wrong)).toThrow('photo: it is none. Give one.');
  }
});

test('expectOneOf counts what was given: not undefined, nor false', () => {
  const check = (options: object) => () => expectOneOf({ ...options }, 'they contradict.', '--');
  for (const one of [{}, { a: 0 }, { a: 1, b: undefined }, { a: 1, b: false }]) expect(check(one)).not.toThrow();
  expect(check({ a: 0, b: true, c: undefined })).toThrow('--a and --b: they contradict. Give one of them.');
});

import { expect, test } from 'vitest';
import { FitError } from '../../../../../core/error.js';
import { lowerToOnnx } from '../../../../../models/build/detector/lower/lower.js';
import { node } from '../run-graph.js';

const SIGNATURE = {
  name: 'small',
  inputs: [{ name: 'image', shape: [1, 3, 2, 2] }],
  outputs: [{ name: 'out', shape: [1, 3, 2, 2] }],
};
const graphOf = (...nodes: ReturnType<typeof node>[]) => ({
  inputs: [{ name: 'x', channels: 3, height: 2, width: 2 }],
  outputs: ['y'],
  nodes,
  constants: new Map(),
});

test('an operator that no network has had is refused by name', () => {
  const lower = () => lowerToOnnx(graphOf(node('LRN', 'y', ['x'])), SIGNATURE);
  expect(lower).toThrow(FitError);
  expect(lower).toThrow(/operator LRN \(y\) is not known/);
  expect(() => lowerToOnnx(graphOf(node('toString', 'y', ['x'])), SIGNATURE)).toThrow(/toString/);
});

test('an output that another node reads keeps its new name there', () => {
  const model = lowerToOnnx({ ...graphOf(node('Relu', 'y', ['x']), node('Abs', 'z', ['y'])) }, SIGNATURE);
  expect(model.nodes.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
    [['image'], ['out']],
    [['out'], ['Abs_1']],
  ]);
});

test('a value that nothing defines is refused', () => {
  expect(() => lowerToOnnx(graphOf(node('Relu', 'y', ['missing'])), SIGNATURE)).toThrow(/missing/);
});

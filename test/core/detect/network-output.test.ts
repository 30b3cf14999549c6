import { expect, test } from 'vitest';
import { outputOf, runOnPicture } from '../../../core/detect/network-output.js';
import { FitError } from '../../../core/error.js';

test('a picture goes in as 1×3×S×S under the name image', async () => {
  const picture = new Float32Array(3 * 4 * 4);
  const outputs = await runOnPicture({ run: async (inputs) => inputs }, picture, 4);
  expect(outputs).toEqual({ image: { data: picture, dims: [1, 3, 4, 4] } });
});

test('an output of the wrong length, or none, is named', () => {
  const outputs = { scores: { data: new Float32Array(3), dims: [3] } };
  expect(outputOf('pose_detection', outputs, 'scores', 3)).toBe(outputs.scores.data);
  for (const [name, length] of [
    ['scores', 4],
    ['boxes', 3],
  ] as const) {
    expect(() => outputOf('pose_detection', outputs, name, length)).toThrow(FitError);
    expect(() => outputOf('pose_detection', outputs, name, length)).toThrow(`"${name}"`);
  }
});

import { expect, test } from 'vitest';
import { blankImage, expectDrawable, MAX_PIXELS } from '../../../converters/cli/blank-image.js';

test('white, and opaque', () => {
  expect(blankImage(2, 1)).toEqual({ width: 2, height: 1, rgba: new Uint8Array(8).fill(255) });
});

test('what would fill the memory is refused before it does', () => {
  const side = Math.sqrt(MAX_PIXELS);
  expect(() => expectDrawable('k.json', 'the overlay', { width: side, height: side })).not.toThrow();
  const message =
    'k.json: the overlay would have 10001 x 10000 pixels, more than 100 million. Scale it to a smaller image.';
  const attempt = () => expectDrawable('k.json', 'the overlay', { width: side + 1, height: side });
  expect(attempt).toThrow(expect.objectContaining({ code: 'bad-input', message }));
  expect(() => expectDrawable('k.json', 'the overlay', { width: Number.NaN, height: 1 })).toThrow('NaN x 1 pixels');
});

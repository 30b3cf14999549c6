import { expect, test } from 'vitest';
import { FitError } from '../../../core/error.js';
import { colorOf, paletteOf, TONES, toneColor } from '../../../core/skin/tones.js';

test('a tone is a name or a colour', () => {
  expect(toneColor('medium')).toEqual(colorOf(TONES.medium));
  expect(toneColor('#FF8000')).toEqual([1, 128 / 255, 0]);
  for (const bad of ['blue', '#fff', '#gggggg', 'c08a68', 'toString', '']) {
    expect(() => toneColor(bad), bad).toThrow(FitError);
  }
});

test('in every palette lips are redder and brows darker than the skin, palms of dark skin lighter', () => {
  for (const tone of ['light', 'medium', 'dark']) {
    const { skin, lips, hair, palms } = paletteOf(toneColor(tone));
    expect(lips[0] / lips[1]).toBeGreaterThan(skin[0] / skin[1]);
    expect(hair[1]).toBeLessThan(0.6 * skin[1]);
    if (tone === 'dark') expect(palms[1]).toBeGreaterThan(1.2 * skin[1]);
  }
});

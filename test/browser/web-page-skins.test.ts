import { expect, test } from 'vitest';
import { skinTexture } from '../../converters/export/skin-texture.js';
import { CLAY } from '../../samples/web/skins.js';

test("the page's clay is that of the other hosts", async () => {
  const nothing = undefined as never; // clay paints nothing
  const { color, ...clay } = await skinTexture(nothing, nothing, { tone: 'clay' }, nothing);
  expect(CLAY).toMatchObject(clay);
  color.forEach((value, channel) => {
    expect(CLAY.color[channel]).toBeCloseTo(value, 6);
  });
});

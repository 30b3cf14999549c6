import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openBody } from '../../converters/cli/node-models.js';
import { packSkin } from '../../models/build/skin/pack-skin.js';
import { loadSkin } from '../../models/load-skin.js';
import { writeNpy } from '../../models/npy.js';
import { writeNpz } from '../../models/npz.js';

const shipped = readFileSync(new URL('../../models/skin/skin.npz', import.meta.url));

test('the shipped file fits the shipped body and is small', async () => {
  const maps = loadSkin('skin.npz', shipped);
  const { template } = await openBody('neutral');
  expect(maps.positions.length).toBe(template.length);
  // Half a step of 16 bits over 1.7 m is 0.013 mm.
  template.forEach((value, i) => {
    if (!(Math.abs(value - maps.positions[i]) < 2e-5)) expect.fail(`number ${i}`);
  });
  for (const mask of [maps.lips, maps.nails, maps.ears, maps.mouth]) {
    const inside = mask.values.reduce((sum, value) => sum + (value > 127 ? 1 : 0), 0) / mask.values.length;
    expect(inside).toBeGreaterThan(1e-4);
    expect(inside).toBeLessThan(0.05);
  }
  expect(shipped.length).toBeLessThan(300_000);
});

test('files that do not hold together are refused', () => {
  const positions = Float32Array.of(0, 0, 0, 1, 1, 1);
  const mask = { size: 2, values: new Uint8Array(4) };
  const good = packSkin(positions, { lips: mask, nails: mask, ears: mask, mouth: mask });
  expect(loadSkin('a.npz', good).positions.length).toBe(6);
  const lacking = packSkin(positions, { lips: mask, nails: mask, ears: mask });
  expect(() => loadSkin('a.npz', lacking)).toThrow(/^a\.npz: mouth is not a square picture/);
  const oblong = writeNpz({ positions: writeNpy(new Uint16Array(6), [3, 2]) });
  expect(() => loadSkin('a.npz', oblong)).toThrow(/positions is not/);
  const unscaled = writeNpz({ positions: writeNpy(new Uint16Array(6), [2, 3]) });
  expect(() => loadSkin('a.npz', unscaled)).toThrow(/origin or step/);
  expect(() => loadSkin('a.npz', new Uint8Array(10))).toThrow(/not an \.npz/);
});

import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { enlargeEyes, isOurAtlas } from '../../../core/skin/atlas.js';
import { tinyBody } from '../../support/tiny-body.js';

test('only the front halves of the eyes move, into space that nothing else uses', async () => {
  const body = await openBody('neutral');
  const before = body.uv!;
  const after = enlargeEyes(before);
  const moved = new Set<number>();
  for (let i = 0; i < before.coordinates.length; i += 2) {
    if (before.coordinates[i] !== after.coordinates[i]) moved.add(i / 2);
  }
  expect(moved.size).toBe(80);
  const isMoved = (corner: number): boolean => moved.has(before.faces[corner]);
  const isInNewPlace = (corner: number): boolean => {
    const [u, v] = after.coordinates.subarray(2 * before.faces[corner], 2 * before.faces[corner] + 2);
    return [0.7, 0.9].some((centre) => Math.hypot(u - centre, v - 0.93) < 0.062);
  };
  const corners = [...before.faces.keys()];
  expect(corners.filter((corner) => isMoved(corner) && body.part![body.faces[corner]] !== 1)).toEqual([]);
  expect(corners.filter((corner) => isMoved(corner) !== isInNewPlace(corner))).toEqual([]);
  expect(enlargeEyes(after).coordinates).toEqual(after.coordinates);
});

test('ours is told from others', async () => {
  for (const name of ['neutral', 'female', 'male'] as const) expect(isOurAtlas((await openBody(name)).uv)).toBe(true);
  expect(isOurAtlas(tinyBody().uv)).toBe(false);
  expect(isOurAtlas(null)).toBe(false);
});

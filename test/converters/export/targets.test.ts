import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TARGET_NAMES, type Target, targetOptions } from '../../../converters/export/targets.js';

test('the documented table is the one in the code', () => {
  const text = readFileSync(new URL('../../../docs/formats.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` +\| `(\w+)` +\| `(\w+)` +\| `([\w-]+)` +\|/gm)];
  const documented = rows.map(([, target, naming, pose, boneAxes]) => [target, { naming, pose, boneAxes }]);
  expect(Object.fromEntries(documented)).toEqual(
    Object.fromEntries(TARGET_NAMES.map((target) => [target, targetOptions(target)])),
  );
});

test('an unknown target is refused with the list', () => {
  expect(() => targetOptions('toString' as Target)).toThrow(/Choose one of unity, unreal, godot, blender, three, vrm/);
});

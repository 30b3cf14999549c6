import { expect, test } from 'vitest';
import { BONE_NAMES, boneNames, boneOfName, type Naming } from '../../../converters/formats/bone-names.js';

for (const naming of Object.keys(BONE_NAMES) as Naming[]) {
  test(`${naming}: 25 different names, each understood when read back`, () => {
    const entries = Object.entries(boneNames(naming));
    expect(new Set(entries.map(([, name]) => name)).size).toBe(25);
    for (const [bone, name] of entries) {
      expect(boneOfName(name)).toBe(bone);
      expect(boneOfName(`${name}_2`)).toBe(bone);
      expect(boneOfName(name.replace(':', ''))).toBe(bone);
    }
  });
}

test("Unreal's spine_01 is a bone of its own, not spine of person 1", () => {
  expect(boneOfName('spine_01')).toBe('spine1');
  expect(boneOfName('Bone')).toBeUndefined();
});

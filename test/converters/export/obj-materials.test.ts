import { expect, test } from 'vitest';
import { toObj } from '../../../converters/export/obj.js';
import { objMaterials } from '../../../converters/export/obj-materials.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

test('materials: plain colours by substance, or a picture that the eyes share', () => {
  const body = tinyRiggedBody(7);
  const plain = toObj([body], { materialFile: 'me.mtl' });
  expect(plain.obj).toMatch(/^mtllib me\.mtl$/m);
  const used = (text: string): Set<string> => new Set(text.match(/(?<=^usemtl ).*$/gm));
  const defined = (text: string): Set<string> => new Set(text.match(/(?<=^newmtl ).*$/gm));
  for (const name of used(plain.obj)) expect(defined(plain.mtl)).toContain(name);

  const texture = {
    tone: 'light',
    albedo: { bytes: new Uint8Array(1), mimeType: 'image/jpeg' as const },
    roughness: null,
    color: [0.5, 0.3, 0.2] as const,
    roughnessFactor: 0.6,
  };
  const painted = toObj([body], { skin: { texture, imageFile: 'me-skin.jpg' } });
  expect([...used(painted.obj)].sort()).toEqual(['Eyes', 'Skin']);
  expect(painted.mtl.match(/^map_Kd me-skin\.jpg$/gm)).toHaveLength(2);
  const clay = toObj([body], { skin: { texture: { ...texture, albedo: null }, imageFile: 'none.jpg' } });
  expect(clay.mtl).not.toContain('map_Kd');
});

test('a colour without picture is written in sRGB', () => {
  const texture = { tone: 'clay', albedo: null, roughness: null, color: [0.2159, 0, 1] as const, roughnessFactor: 0.8 };
  // 0.2159 of the light is #80, 128 of 255.
  expect(objMaterials({ texture, imageFile: '' })).toMatch(/^Kd 0\.5020 0\.0000 1\.0000$/m);
});

import * as THREE from 'three';
import { afterEach, expect, test, vi } from 'vitest';
import { pictureSkin } from '../../../converters/export/skin-texture.js';
import { createAvatar, loadAvatarSkin } from '../../../plugins/three/index.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

const jpeg = (byte: number) => ({ bytes: Uint8Array.of(byte), mimeType: 'image/jpeg' }) as const;

/** Node decodes no pictures: one stands for them that knows what it was made of. */
function stubDecoder(): { closed: number[] } {
  const heard = { closed: [] as number[] };
  vi.stubGlobal('createImageBitmap', async (blob: Blob) => {
    const [byte] = new Uint8Array(await blob.arrayBuffer());
    return { byte, type: blob.type, width: 1, height: 1, close: () => heard.closed.push(byte) };
  });
  return heard;
}

test('pictures become textures in the colour spaces that they are in, and are freed', async () => {
  const { closed } = stubDecoder();
  const skin = await loadAvatarSkin(THREE, pictureSkin('medium', jpeg(1), jpeg(2)));
  expect(skin.map?.image).toMatchObject({ byte: 1, type: 'image/jpeg' });
  expect(skin.roughnessMap?.image).toMatchObject({ byte: 2 });
  expect([skin.map?.colorSpace, skin.roughnessMap?.colorSpace]).toEqual(['srgb', '']);
  expect([skin.map?.flipY, skin.roughnessMap?.flipY]).toEqual([false, false]);
  skin.dispose();
  expect(closed).toEqual([1, 2]);
});

test('an avatar wears them on all materials, white, and leaves them to the next', async () => {
  const { closed } = stubDecoder();
  const skin = await loadAvatarSkin(THREE, pictureSkin('dark', jpeg(1), jpeg(2)));
  const avatar = createAvatar(THREE, tinyRiggedBody(1), { skin });
  expect(avatar.mesh.material).toHaveLength(2);
  for (const material of avatar.mesh.material as THREE.MeshStandardMaterial[]) {
    expect([material.map, material.roughnessMap]).toEqual([skin.map, skin.roughnessMap]);
    expect(material.color.getHex()).toBe(0xffffff);
    expect(material.roughness).toBe(1);
  }
  avatar.dispose();
  expect(closed).toEqual([]);
});

test('a skin without pictures gives its colour', async () => {
  const clay = { tone: 'clay', albedo: null, roughness: null, color: [0.4, 0.5, 0.6], roughnessFactor: 0.8 } as const;
  const skin = await loadAvatarSkin(THREE, clay);
  const [material] = createAvatar(THREE, tinyRiggedBody(1), { skin }).mesh.material as THREE.MeshStandardMaterial[];
  expect([material.map, material.roughnessMap, material.roughness]).toEqual([null, null, 0.8]);
  expect(material.color.toArray()).toEqual([0.4, 0.5, 0.6]);
});

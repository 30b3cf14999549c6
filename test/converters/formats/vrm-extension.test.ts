import { Document, Logger, WebIO } from '@gltf-transform/core';
import { describe, expect, test } from 'vitest';
import { vrmDocument } from '../../../converters/export/vrm.js';
import { vrmaDocument } from '../../../converters/export/vrma.js';
import { type Vrm, type VrmAnimation, VrmcVrm, VrmcVrmAnimation } from '../../../converters/formats/vrm-extension.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const io = new WebIO().setLogger(new Logger(Logger.Verbosity.ERROR)).registerExtensions([VrmcVrm, VrmcVrmAnimation]);

/** What the extension reads when its block in the file is this. */
async function readBlock(name: string, block: unknown): Promise<Vrm | VrmAnimation | null> {
  const document = new Document();
  document.createScene().addChild(document.createNode('a'));
  const json = await io.writeJSON(document);
  json.json.extensions = { [name]: block as Record<string, unknown> };
  json.json.extensionsUsed = [name];
  return (await io.readJSON(json)).getRoot().getExtension<Vrm | VrmAnimation>(name);
}

describe('what is written is read again', () => {
  test('an avatar', async () => {
    const written = vrmDocument(tinyRiggedBody(1), { title: 'Ann' });
    const read = await io.readBinary(await io.writeBinary(written));
    const [before, after] = [written, read].map((document) => document.getRoot().getExtension<Vrm>('VRMC_vrm')!);
    expect(after.getSpecVersion()).toBe('1.0');
    expect(after.getMeta()).toEqual(before.getMeta());
    expect(after.getEyeOffset()).toEqual(before.getEyeOffset());
    expect(after.listFirstPersonMeshes().map((node) => node.getName())).toEqual(['Body']);
    const bones = (vrm: Vrm) => vrm.listBones().map(([bone, node]) => [bone, node.getName()]);
    expect(bones(after)).toEqual(bones(before));
    expect(after.getBone('leftToes')?.getName()).toBe('LeftToes');
  });

  test('an animation', async () => {
    const read = await io.readBinary(await io.writeBinary(vrmaDocument(tinyRiggedBody(1))));
    const animation = read.getRoot().getExtension<VrmAnimation>('VRMC_vrm_animation')!;
    expect(animation.getSpecVersion()).toBe('1.0');
    expect(animation.listBones()).toHaveLength(22);
  });
});

test('a file without the blocks has neither', async () => {
  const { json } = await io.writeJSON(new Document());
  expect(json.extensions).toBeUndefined();
});

test('what is malformed reads as absent', async () => {
  for (const block of [{}, { humanoid: [], meta: 3, lookAt: 'up' }, { humanoid: { humanBones: { hips: 0 } } }]) {
    const vrm = (await readBlock('VRMC_vrm', block)) as Vrm;
    expect(vrm.listBones()).toEqual([]);
    expect(vrm.getMeta()).toEqual({});
    expect(vrm.getEyeOffset()).toBeNull();
    expect(vrm.getSpecVersion()).toBe('');
  }
  for (const name of ['VRMC_vrm', 'VRMC_vrm_animation']) {
    expect(await readBlock(name, [])).toBeNull();
    const humanBones = { hips: { node: 7 }, head: { node: 'x' }, tail: { node: 0 }, neck: { node: 0 } };
    const read = (await readBlock(name, { humanoid: { humanBones } })) as Vrm;
    expect(read.listBones().map(([bone]) => bone)).toEqual(['neck']);
  }
  const firstPerson = { meshAnnotations: [3, { node: 9 }, { node: 0 }] };
  const lookAt = { offsetFromHeadBone: [0, 1] };
  const vrm = (await readBlock('VRMC_vrm', { firstPerson, lookAt })) as Vrm;
  expect(vrm.listFirstPersonMeshes()).toHaveLength(1);
  expect(vrm.getEyeOffset()).toBeNull();
});

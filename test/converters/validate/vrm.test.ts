import { type Document, WebIO } from '@gltf-transform/core';
import { describe, expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { toGlb } from '../../../converters/export/glb.js';
import { toVrm, vrmDocument } from '../../../converters/export/vrm.js';
import { toVrma, vrmaDocument } from '../../../converters/export/vrma.js';
import { VrmcVrm, VrmcVrmAnimation } from '../../../converters/formats/vrm-extension.js';
import { validateAny, validateVrm, validateVrma } from '../../../converters/validate/vrm.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { movingBody } from '../../support/moving-body.js';
import { randomParameters, tinyRiggedBody } from '../../support/tiny-body.js';

const io = new WebIO().registerExtensions([VrmcVrm, VrmcVrmAnimation]);

/** The nodes of a .vrma, the hips below a foot of theirs. */
async function loop(document: Document): Promise<Uint8Array> {
  const { asset, nodes = [], extensions, extensionsUsed } = (await io.writeJSON(document)).json;
  const indexOf = (name: string): number => nodes.findIndex((node) => node.name === name);
  nodes[indexOf('LeftToes')].children = [indexOf('Hips')];
  const text = Buffer.from(JSON.stringify({ asset, nodes, extensions, extensionsUsed }));
  const chunk = Buffer.concat([text, Buffer.alloc(-text.length & 3, ' ')]);
  const header = Buffer.alloc(20);
  header.write('glTF');
  [2, 20 + chunk.length, chunk.length].forEach((value, i) => {
    header.writeUInt32LE(value, 4 + 4 * i);
  });
  header.write('JSON', 16);
  return Buffer.concat([header, chunk]);
}

describe('nothing is found in', () => {
  for (const name of ['neutral', 'female', 'male']) {
    test(`an avatar of the ${name} body, seed 6`, async () => {
      const model = await openBody(name);
      const { findings, valid, skeletons } = await validateVrm(
        await toVrm(rigBody(model, randomParameters(6, model.betaCount))),
      );
      expect(findings).toEqual([]);
      expect(valid).toBe(true);
      expect(skeletons.map(({ joints }) => joints)).toEqual([25]);
    });
  }

  test('our animations', async () => {
    for (const body of [tinyRiggedBody(1), movingBody([1, 2, 3])]) {
      const { findings, valid, animations } = await validateVrma(await toVrma(body));
      expect(findings).toEqual([]);
      expect(valid).toBe(true);
      expect(animations).toHaveLength(1);
    }
  });
});

describe('validateAny', () => {
  test('takes a file for what it says it is', async () => {
    const body = tinyRiggedBody(1);
    const spoilt = vrmDocument(body);
    spoilt.createAnimation('Pose');
    const codes = async (bytes: Uint8Array) => (await validateAny(bytes, 'x')).findings.map(({ code }) => code);
    expect(await codes(await io.writeBinary(spoilt))).toContain('vrm-animation');
    expect(await codes(await toVrma(body))).toEqual([]);
    expect(await codes(await toGlb([body]))).toEqual([]);
  });

  test('leaves to the plain check what is no GLB', async () => {
    await expect(validateAny(Buffer.from('no glTF'), 'x.glb')).rejects.toMatchObject({ code: 'bad-input' });
  });
});

test('a GLB is no avatar, an avatar no animation', async () => {
  const body = tinyRiggedBody(1);
  expect((await validateVrm(await toGlb([body]))).findings.map(({ code }) => code)).toEqual(['vrm-missing']);
  expect((await validateVrma(await toVrm(body))).findings.map(({ code }) => code)).toEqual(['vrma-missing']);
});

test('nodes that go round in a circle are told, and walked no further', async () => {
  const bytes = await loop(vrmaDocument(tinyRiggedBody(1)));
  const { findings, valid } = await validateAny(bytes, 'x');
  expect(findings.map(({ code }) => code)).toContain('NODE_LOOP');
  expect(valid).toBe(false);
});

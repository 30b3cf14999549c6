import { type Document, WebIO } from '@gltf-transform/core';
import { describe, expect, test } from 'vitest';
import { toGlb } from '../../../converters/export/glb.js';
import { riggedDocument } from '../../../converters/export/gltf-document.js';
import { BONE_NAMES, type Naming } from '../../../converters/formats/bone-names.js';
import { validateGlb, validateGltf } from '../../../converters/validate/validate-glb.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** Codes of the findings about the tiny body's file after `spoil` has changed it. */
async function codesAfter(spoil: (document: Document) => void): Promise<string[]> {
  const document = riggedDocument([tinyRiggedBody()]);
  spoil(document);
  const { findings } = await validateGlb(await new WebIO().writeBinary(document));
  for (const { message, todo } of findings) expect(`${message} ${todo}`).toMatch(/^.+[.)] \S.+\.$/);
  return findings.map(({ code }) => code);
}

const attribute = (document: Document, name: string, primitive = 0): Float32Array =>
  document.getRoot().listMeshes()[0].listPrimitives()[primitive].getAttribute(name)?.getArray() as Float32Array;

const joint = (document: Document, name: string) =>
  document
    .getRoot()
    .listNodes()
    .find((node) => node.getName() === name)!;

describe('validateGlb finds nothing in', () => {
  for (const naming of Object.keys(BONE_NAMES) as Naming[]) {
    test(`our own file with ${naming} names, two people`, async () => {
      const report = await validateGlb(await toGlb([tinyRiggedBody(1), tinyRiggedBody(2)], { naming }));
      expect(report.findings).toEqual([]);
      expect(report.valid).toBe(true);
      expect(report.skeletons.map(({ joints, triangles }) => [joints, triangles])).toEqual([
        [25, 312],
        [25, 312],
      ]);
      expect(report.animations).toEqual(['Pose']);
    });
  }
});

describe('validateGlb finds', () => {
  test('nodes that stand in the pose, and still sees the T-pose of the bind matrices', async () => {
    const { findings, valid } = await validateGlb(await toGlb([tinyRiggedBody()], { pose: 'applied' }));
    expect(findings.map(({ code }) => code)).toEqual(['nodes-posed']);
    expect(valid).toBe(true);
  });

  test('weights that do not sum to one', async () => {
    const codes = await codesAfter((document) => attribute(document, 'WEIGHTS_0').fill(0.5, 0, 1));
    expect(codes).toEqual(['ACCESSOR_WEIGHTS_NON_NORMALIZED']);
  });

  test('normals and quaternions that are not of unit length, numbers that are not finite', async () => {
    expect(await codesAfter((document) => attribute(document, 'NORMAL').fill(2, 0, 3))).toEqual([
      'ACCESSOR_VECTOR3_NON_UNIT',
    ]);
    const spoilClip = (value: number) => (document: Document) => {
      const [channel] = document
        .getRoot()
        .listAnimations()[0]
        .listChannels()
        .filter((c) => c.getTargetPath() === 'rotation');
      channel.getSampler()?.getOutput()?.getArray()?.fill(value);
    };
    expect(await codesAfter(spoilClip(0.9))).toEqual(['ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION']);
    expect(await codesAfter(spoilClip(Number.NaN))).toContain('ACCESSOR_INVALID_FLOAT');
  });

  test('a second root', async () => {
    const codes = await codesAfter((document) => {
      document.getRoot().getDefaultScene()?.addChild(joint(document, 'Hips'));
    });
    expect(codes).toContain('several-roots');
  });

  test('a joint that no vertex follows', async () => {
    const codes = await codesAfter((document) => {
      const joints = attribute(document, 'JOINTS_0');
      const hand = 23 + 1; // right_hand, counted with the root; right_foot shares no vertex with it
      joints.forEach((index, i) => {
        if (index === hand) joints[i] = 11 + 1;
      });
    });
    expect(codes).toEqual(['unused-joints']);
  });

  test('an arm that is not in the T-pose', async () => {
    const codes = await codesAfter((document) => {
      // Both the node and the bind pose lower the left elbow by its arm's length: 45 degrees.
      const elbow = joint(document, 'LeftLowerArm');
      elbow.setTranslation([0.247, -0.247, 0]);
      const skin = document.getRoot().listSkins()[0];
      const matrices = skin.getInverseBindMatrices()?.getArray() as Float32Array;
      skin.listJoints().forEach((node, j) => {
        const [x, y, z] = node.getWorldMatrix().slice(12);
        matrices.set([-x, -y, -z], 16 * j + 12);
      });
    });
    expect(codes).toEqual(['not-t-pose']);
  });

  test('bones without a known name', async () => {
    expect(await codesAfter((document) => joint(document, 'LeftUpperArm').setName('Bone.007'))).toEqual([
      'unknown-bones',
    ]);
  });

  test('a body in centimetres, and one that floats', async () => {
    const scaled = (scale: number, shift: number) => (document: Document) => {
      for (const primitive of [0, 1]) {
        const positions = attribute(document, 'POSITION', primitive);
        positions.forEach((value, i) => {
          positions[i] = value * scale + (i % 3 === 1 ? shift : 0);
        });
      }
    };
    expect(await codesAfter(scaled(100, 0))).toEqual(['not-human-size']);
    expect(await codesAfter(scaled(1, 0.1))).toEqual(['soles-off-ground']);
  });

  test('a hole, and a face turned inside out', async () => {
    const indices = (document: Document) =>
      document.getRoot().listMeshes()[0].listPrimitives()[0].getIndices()?.getArray() as Uint16Array;
    expect(
      await codesAfter((document) => {
        document.getRoot().listMeshes()[0].listPrimitives()[0].getIndices()?.setArray(indices(document).slice(3));
      }),
    ).toEqual(['not-watertight']);
    expect(await codesAfter((document) => indices(document).subarray(0, 3).reverse())).toEqual(['not-watertight']);
  });

  test('a clip with a single key', async () => {
    const codes = await codesAfter((document) => {
      for (const sampler of document.getRoot().listAnimations()[0].listSamplers()) {
        const [input, output] = [sampler.getInput()!, sampler.getOutput()!];
        output.setArray(output.getArray()!.slice(0, output.getArray()!.length / 2));
        input.setArray(Float32Array.of(0));
      }
    });
    expect(codes).toContain('clip-without-length');
  });

  test('a file without a skin', async () => {
    const codes = await codesAfter((document) => {
      for (const skin of document.getRoot().listSkins()) skin.dispose();
    });
    expect(codes).toContain('no-skin');
  });

  test('nodes that go round in a circle, without walking them', async () => {
    const json = {
      asset: { version: '2.0' },
      nodes: [{ children: [1] }, { children: [0], mesh: 0, skin: 0 }],
      meshes: [{ primitives: [{ attributes: {} }] }],
      skins: [{ joints: [0] }],
    };
    const codes = (await validateGltf(new TextEncoder().encode(JSON.stringify(json)))).findings.map(({ code }) => code);
    expect(codes).toContain('NODE_LOOP');
    expect(codes).not.toContain('unreadable');
  });

  test('a file that is cut off', async () => {
    const bytes = await toGlb([tinyRiggedBody()]);
    const { valid, findings } = await validateGlb(bytes.slice(0, bytes.length / 2));
    expect(valid).toBe(false);
    expect(findings.map(({ code }) => code)).toContain('unreadable');
  });
});

test('bytes that are no GLB are refused', async () => {
  for (const bytes of [
    new Uint8Array(0),
    new Uint8Array(64),
    new TextEncoder().encode('{"asset":{"version":"2.0"}}'),
  ]) {
    await expect(validateGlb(bytes)).rejects.toMatchObject({ name: 'FitError', code: 'bad-input' });
  }
});

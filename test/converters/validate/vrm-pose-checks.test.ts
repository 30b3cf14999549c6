import type { Document } from '@gltf-transform/core';
import { describe, expect, test } from 'vitest';
import { vrmDocument } from '../../../converters/export/vrm.js';
import type { Vrm } from '../../../converters/formats/vrm-extension.js';
import { checkVrmPose } from '../../../converters/validate/vrm-pose-checks.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import type { RiggedBody } from '../../../core/types.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const HANDS = [20, 21, 22, 23].map((joint) => SMPL_JOINTS[joint]);

/**
 * The tiny body with hands in place of its boxes: flat, thumb in front, and turned about the arm by so many degrees;
 * 0 is palm down, 180 palm up.
 */
function withHands(degrees: number): RiggedBody {
  const body = tinyRiggedBody(1);
  const restVertices = body.restVertices.slice();
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  for (let v = 0; v < restVertices.length / 3; v++) {
    const joint = body.skinJoints[4 * v];
    if (!HANDS.includes(SMPL_JOINTS[joint])) continue;
    const corner = v % 8; // bit 1 is y, bit 2 is z; one in two of those in front is part of the thumb
    const y = corner & 2 ? 0.01 : -0.01;
    const z = (corner & 4) === 0 ? -0.03 : (corner & 1) === 0 ? 0.09 : 0;
    restVertices[3 * v + 1] = body.restJoints[3 * joint + 1] + cosine * y - sine * z;
    restVertices[3 * v + 2] = body.restJoints[3 * joint + 2] + sine * y + cosine * z;
  }
  return { ...body, restVertices };
}

function codesOf(document: Document): string[] {
  const bones = new Map(document.getRoot().getExtension<Vrm>('VRMC_vrm')!.listBones());
  return checkVrmPose(document, bones).map(({ code }) => code);
}

const node = (document: Document, name: string) =>
  document
    .getRoot()
    .listNodes()
    .find((found) => found.getName() === name)!;

describe('palms', () => {
  for (const degrees of [0, 20, -20]) {
    test(`turned by ${degrees} degrees look down`, () => {
      expect(codesOf(vrmDocument(withHands(degrees)))).toEqual([]);
    });
  }
  for (const degrees of [45, 90, -90, 180]) {
    test(`turned by ${degrees} degrees do not`, () => {
      expect(codesOf(vrmDocument(withHands(degrees)))).toEqual(['vrm-palms']);
    });
  }
});

describe('checkVrmPose finds', () => {
  test('an arm that hangs', () => {
    const document = vrmDocument(tinyRiggedBody(1));
    node(document, 'LeftUpperArm').setRotation([0, 0, -Math.SQRT1_2, Math.SQRT1_2]);
    expect(codesOf(document)).toEqual(['vrm-t-pose']);
  });

  test('an avatar that faces backwards, and one that faces aside', () => {
    for (const rotation of [
      [0, 1, 0, 0],
      [0, Math.SQRT1_2, 0, Math.SQRT1_2],
    ] as const) {
      const document = vrmDocument(tinyRiggedBody(1));
      node(document, 'Root').setRotation([...rotation]);
      expect(codesOf(document)).toContain('vrm-facing');
    }
  });

  test('toes behind the feet', () => {
    const document = vrmDocument(tinyRiggedBody(1));
    const toes = node(document, 'LeftToes');
    const [x, y, z] = toes.getTranslation();
    toes.setTranslation([x, y, -z]);
    expect(codesOf(document)).toEqual(['vrm-facing']);
  });

  test('soles above the ground', () => {
    const body = tinyRiggedBody(1);
    const restVertices = body.restVertices.map((value, i) => (i % 3 === 1 ? value + 0.05 : value));
    const restJoints = body.restJoints.map((value, i) => (i % 3 === 1 ? value + 0.05 : value));
    expect(codesOf(vrmDocument({ ...body, restVertices, restJoints }))).toEqual(['vrm-soles']);
  });
});

test('missing bones are left to the other rules', () => {
  const document = vrmDocument(tinyRiggedBody(1));
  expect(checkVrmPose(document, new Map())).toEqual([]);
});

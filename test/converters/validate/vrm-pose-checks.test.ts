import type { Document } from '@gltf-transform/core';
import { describe, expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { simplifyBody } from '../../../converters/export/lod.js';
import { vrmDocument } from '../../../converters/export/vrm.js';
import type { Vrm } from '../../../converters/formats/vrm-extension.js';
import { checkVrmPose } from '../../../converters/validate/vrm-pose-checks.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import type { RiggedBody } from '../../../core/types.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const HANDS: readonly string[] = SMPL_JOINTS.slice(20);

/** The body with hands turned about the arm by so many degrees: 0 is palm down, 180 palm up. */
function withHands(body: RiggedBody, degrees: number, hands = HANDS): RiggedBody {
  const restVertices = body.restVertices.slice();
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  for (let v = 0; v < restVertices.length / 3; v++) {
    const joint = SMPL_JOINTS[body.skinJoints[4 * v]];
    if (!hands.includes(joint)) continue;
    const wrist = 3 * SMPL_JOINTS.indexOf(joint.startsWith('left') ? 'left_wrist' : 'right_wrist');
    const [y, z] = [1, 2].map((axis) => body.restVertices[3 * v + axis] - body.restJoints[wrist + axis]);
    restVertices[3 * v + 1] = body.restJoints[wrist + 1] + cosine * y - sine * z;
    restVertices[3 * v + 2] = body.restJoints[wrist + 2] + sine * y + cosine * z;
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

/** Its arms turned back by so many degrees, in place. */
function swept(document: Document, degrees: number): Document {
  for (const [side, sign] of [
    ['Left', 1],
    ['Right', -1],
  ] as const) {
    const half = (sign * degrees * Math.PI) / 360;
    node(document, `${side}UpperArm`).setRotation([0, Math.sin(half), 0, Math.cos(half)]);
  }
  return document;
}

describe('palms', async () => {
  const model = await openBody('neutral');
  const full = rigBody(model, { betas: new Float64Array(10), pose: new Float64Array(72), translation: [0, 0, 3] });

  // Ours slant by 10 degrees backwards.
  for (const degrees of [0, 15, -30]) {
    test(`turned by ${degrees} degrees look down`, () => {
      expect(codesOf(vrmDocument(withHands(full, degrees)))).toEqual([]);
    });
  }
  for (const degrees of [45, 90, -90, 180]) {
    test(`turned by ${degrees} degrees do not`, () => {
      expect(codesOf(vrmDocument(withHands(full, degrees)))).toEqual(['vrm-palms']);
    });
  }

  // Hands of 500 triangles are mittens: nobody can tell which side their thumb was on.
  for (const lod of [0, 1, 2, 1000, 1500, 3000, 5000, 500]) {
    test(`of --lod ${lod} look down, ${lod === 500 ? 'for all one can tell' : 'and turned round they do not'}`, async () => {
      const light = await simplifyBody(full, lod);
      expect(codesOf(vrmDocument(light))).toEqual([]);
      if (lod === 500) return;
      for (const side of ['left', 'right']) {
        const hand = HANDS.filter((joint) => joint.startsWith(side));
        const document = vrmDocument(withHands(light, 180, hand));
        const bones = new Map(document.getRoot().getExtension<Vrm>('VRMC_vrm')!.listBones());
        const [finding, ...others] = checkVrmPose(document, bones);
        expect(finding?.message).toContain(`the palm of ${side}Hand does not look down`);
        expect(others).toEqual([]);
      }
    });
  }

  test('on arms that lead backwards or forwards are judged across the arms', () => {
    for (const degrees of [9, -9]) {
      expect(codesOf(swept(vrmDocument(full), degrees))).toEqual([]);
      expect(codesOf(swept(vrmDocument(withHands(full, 180)), degrees))).toEqual(['vrm-palms']);
    }
  });
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

import { expect, test } from 'vitest';
import { vrmDocument } from '../../../converters/export/vrm.js';
import { boneVertices } from '../../../converters/validate/vrm-bone-vertices.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const body = tinyRiggedBody(1);
/** Vertices in order of x, then y, then z, in hundredths of a millimetre: seams repeat some. */
const sorted = (points: Iterable<number>): string[] => {
  const list = [...points].map((value) => (1e5 * value).toFixed(0));
  const rows = Array.from({ length: list.length / 3 }, (_, i) => list.slice(3 * i, 3 * i + 3).join(' '));
  return [...new Set(rows)].sort();
};

test('the vertices that follow a bone and those below it most, where its node is', () => {
  const document = vrmDocument(body);
  const nodes = document.getRoot().listNodes();
  const hand = nodes.find((node) => node.getName() === 'LeftHand')!;
  const joints = ['left_wrist', 'left_hand'].map((joint) => body.jointNames.indexOf(joint));
  const own: number[] = [];
  for (let v = 0; v < body.restVertices.length / 3; v++) {
    if (joints.includes(body.skinJoints[4 * v])) own.push(...body.restVertices.subarray(3 * v, 3 * v + 3));
  }
  expect(own).toHaveLength(3 * 16);
  expect(sorted(boneVertices(document, hand))).toEqual(sorted(own));

  nodes.find((node) => node.getName() === 'Root')!.setTranslation([0, 1, 0]);
  const raised = own.map((value, i) => (i % 3 === 1 ? value + 1 : value));
  expect(sorted(boneVertices(document, hand))).toEqual(sorted(raised));
});

import type { Document, Node } from '@gltf-transform/core';
import { describe, expect, test } from 'vitest';
import { vrmDocument } from '../../../converters/export/vrm.js';
import { vrmaDocument } from '../../../converters/export/vrma.js';
import type { Vrm } from '../../../converters/formats/vrm-extension.js';
import { checkVrm, checkVrma } from '../../../converters/validate/vrm-checks.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

interface Spoilable {
  readonly document: Document;
  readonly vrm: Vrm;
  node(name: string): Node;
}

function spoilable(document: Document, block: string): Spoilable {
  const node = (name: string) =>
    document
      .getRoot()
      .listNodes()
      .find((found) => found.getName() === name)!;
  return { document, vrm: document.getRoot().getExtension<Vrm>(block)!, node };
}

/** Codes of what is found in the tiny body's avatar after `spoil` has changed it. */
function codesAfter(spoil: (avatar: Spoilable) => void): string[] {
  const avatar = spoilable(vrmDocument(tinyRiggedBody(1)), 'VRMC_vrm');
  spoil(avatar);
  const findings = checkVrm(avatar.document);
  for (const { message, todo } of findings) expect(`${message} ${todo}`).toMatch(/^.+[.)] \S.+\.$/);
  return findings.map(({ code }) => code);
}

test('nothing is found in our own avatar', () => {
  expect(codesAfter(() => {})).toEqual([]);
});

describe('checkVrm finds', () => {
  const cases: Record<string, (avatar: Spoilable) => void> = {
    'vrm-version': ({ vrm }) => vrm.setSpecVersion('0.0'),
    'vrm-name': ({ vrm }) => vrm.setMeta({ ...vrm.getMeta(), name: '' }),
    'vrm-authors': ({ vrm }) => vrm.setMeta({ ...vrm.getMeta(), authors: [] }),
    'vrm-license-url': ({ vrm }) => vrm.setMeta({ ...vrm.getMeta(), licenseUrl: 'https://vrm.dev/licenses/1.0' }),
    'vrm-required-bones': ({ vrm }) => vrm.setBone('leftHand', null),
    'vrm-upper-chest': ({ vrm }) => vrm.setBone('chest', null),
    'vrm-shared-node': ({ vrm, node }) => vrm.setBone('jaw', node('Head')),
    'vrm-scale': ({ node }) => node('LeftToes').setScale([1, 2, 1]),
    'vrm-animation': ({ document }) => document.createAnimation('Pose'),
    'vrm-missing': ({ document }) => document.getRoot().setExtension('VRMC_vrm', null),
  };
  for (const [code, spoil] of Object.entries(cases)) {
    test(code, () => {
      expect(codesAfter(spoil)).toContain(code);
      if (code !== 'vrm-shared-node') expect(codesAfter(spoil)).toEqual([code]);
    });
  }

  test('vrm-parent-order, also across bones that are not mapped', () => {
    expect(
      codesAfter(({ vrm, node }) => vrm.setBone('leftShoulder', null).setBone('leftUpperArm', node('RightFingers'))),
    ).toContain('vrm-parent-order');
    // The shoulder may be left out: the upper arm's parent is then the upper chest.
    expect(codesAfter(({ vrm }) => vrm.setBone('leftShoulder', null))).toEqual([]);
  });

  test('an inverted scale', () => {
    expect(codesAfter(({ node }) => node('LeftToes').setScale([-1, -1, -1]))).toEqual(['vrm-scale']);
  });
});

describe('checkVrma finds', () => {
  const codes = (spoil: (animation: Spoilable) => void): string[] => {
    const animation = spoilable(vrmaDocument(tinyRiggedBody(1)), 'VRMC_vrm_animation');
    spoil(animation);
    return checkVrma(animation.document).map(({ code }) => code);
  };
  const channelOf = (document: Document, name: string) =>
    document
      .getRoot()
      .listAnimations()[0]
      .listChannels()
      .find((channel) => channel.getTargetNode()?.getName() === name)!;

  test('nothing in our own', () => {
    expect(codes(() => {})).toEqual([]);
  });

  test('hips that are missing or on the floor', () => {
    expect(codes(({ vrm }) => vrm.setBone('hips', null))).toContain('vrma-hips');
    expect(codes(({ node }) => node('Hips').setTranslation([0, 0, 0]))).toEqual(['vrma-hips']);
  });

  test('a scale, and a translation of another bone', () => {
    expect(codes(({ document }) => channelOf(document, 'Head').setTargetPath('scale'))).toEqual(['vrma-channel']);
    expect(codes(({ document }) => channelOf(document, 'Head').setTargetPath('translation'))).toEqual(['vrma-channel']);
  });

  test('no block at all', () => {
    const spoil = ({ document }: Spoilable) => document.getRoot().setExtension('VRMC_vrm_animation', null);
    expect(codes(spoil)).toEqual(['vrma-missing']);
  });
});

import { describe, expect, test } from 'vitest';
import { toBvh } from '../../../converters/export/bvh.js';
import { BONE_NAMES, type Naming } from '../../../converters/formats/bone-names.js';
import { validateBvh } from '../../../converters/validate/validate-bvh.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const body = tinyRiggedBody(1);
const text = toBvh(body);

const codesOf = (bvh: string): string[] => {
  const { findings } = validateBvh(bvh, 'x.bvh');
  for (const { message, todo } of findings) {
    expect(`${message} ${todo}`).toMatch(/^.+[.)] \S.+\.$/);
    expect(message).not.toContain('x.bvh');
  }
  return findings.map(({ code }) => code);
};

test('nothing is found in our own, whatever the names and the unit', () => {
  for (const naming of Object.keys(BONE_NAMES) as Naming[]) {
    expect(codesOf(toBvh(body, { naming, unit: 'centimetres' })), naming).toEqual([]);
  }
  expect(validateBvh(text)).toMatchObject({ valid: true, animations: ['2 frames'], skeletons: [{ joints: 24 }] });
});

describe('validateBvh finds', () => {
  const cases: Record<string, [string, string[]]> = {
    'a cut-off file': [text.slice(0, text.length - 100), ['unreadable']],
    'no motion': [text.slice(0, text.indexOf('MOTION')), ['unreadable']],
    'a number that is none': [text.replace(/OFFSET 0/, 'OFFSET x'), ['unreadable']],
    'a second root': [`ROOT Other { OFFSET 0 0 0 CHANNELS 0 }\n${text}`, ['unreadable']],
    'names nobody knows': [text.replaceAll(/(ROOT|JOINT) /g, '$1 Bone'), ['unknown-skeleton']],
    'a single frame': [text.replace('Frames: 2', 'Frames: 1').replace(/\n[^\n]*\n$/, '\n'), ['clip-without-length']],
    'two joints of one name': [
      text.replace('JOINT LeftToes', 'JOINT RightToes'),
      ['duplicate-bones', 'unknown-skeleton'],
    ],
    'a root that stays in its place': [
      text.replace('6 Xposition Yposition Zposition', '3').replaceAll(/^(-?\d+\.\d+ ){3}(?=(-?\d+\.\d+ ?){72}$)/gm, ''),
      ['root-cannot-move'],
    ],
  };
  for (const [what, [bvh, codes]] of Object.entries(cases)) {
    test(what, () => expect(codesOf(bvh)).toEqual(expect.arrayContaining([codes[0]])));
  }
});

import { describe, expect, test } from 'vitest';
import { toObj } from '../../../converters/export/obj.js';
import { validateObj } from '../../../converters/validate/validate-obj.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const { obj } = toObj([tinyRiggedBody(1), tinyRiggedBody(2)]);

const codesOf = (text: string): string[] => {
  const { findings } = validateObj(text);
  for (const { message, todo } of findings) expect(`${message} ${todo}`).toMatch(/^.+[.)] \S.+\.$/);
  return findings.map(({ code }) => code);
};

test('nothing is found in our own, nor in one without normals and with indices from the end', () => {
  expect(codesOf(obj)).toEqual([]);
  const tetrahedron = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf -4 -2 -3\nf 1 2 4\nf 2 3 4\nf 1 4 3\n';
  expect(codesOf(tetrahedron)).toEqual([]);
});

describe('validateObj finds', () => {
  const cases: Record<string, string> = {
    'bad-reference': obj.replace(/^f \d+/m, 'f 99999'),
    'not-finite': obj.replace(/^v \S+/m, 'v nan'),
    'normals-not-unit': obj.replace(/^vn .*$/m, 'vn 0 0 2'),
    'not-watertight': obj.replace(/^f .*$/m, ''),
    'no-material-library': obj.replace(/^mtllib.*$/m, ''),
    'no-faces': obj.replaceAll(/^f .*$/gm, ''),
  };
  for (const [code, text] of Object.entries(cases)) {
    test(code, () => expect(codesOf(text)).toEqual([code]));
  }

  test('a texture coordinate that is no number', () => {
    expect(codesOf(obj.replace(/^vt .*$/m, 'vt 0.5'))).toEqual(['not-finite']);
  });
});

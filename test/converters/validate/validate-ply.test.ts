import { describe, expect, test } from 'vitest';
import { toPly } from '../../../converters/export/ply.js';
import { validatePly } from '../../../converters/validate/validate-ply.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const bodies = [tinyRiggedBody(1), tinyRiggedBody(2)];
const ascii = new TextDecoder().decode(toPly(bodies, { format: 'ascii' }));

const codesOf = (bytes: Uint8Array): string[] => {
  const { findings } = validatePly(bytes);
  for (const { message, todo } of findings) expect(`${message} ${todo}`).toMatch(/^.+[.)] \S.+\.$/);
  return findings.map(({ code }) => code);
};
const codesOfText = (text: string): string[] => codesOf(new TextEncoder().encode(text));
/** The text with another first vertex (its numbers) or first face. */
const withFirst = (kind: 'vertex' | 'face', line: string): string => {
  const lines = ascii.split('\n');
  const start = lines.indexOf('end_header') + 1;
  const vertices = bodies.reduce((sum, { restVertices }) => sum + restVertices.length / 3, 0);
  lines[kind === 'vertex' ? start : start + vertices] = line;
  return lines.join('\n');
};

test('nothing is found in our own, binary and ASCII, nor in big-endian', () => {
  const binary = toPly(bodies);
  expect(codesOf(binary)).toEqual([]);
  expect(codesOfText(ascii)).toEqual([]);
  const head = new TextEncoder().encode(
    'ply\nformat binary_big_endian 1.0\nelement vertex 4\nproperty short x\nproperty short y\nproperty short z\n' +
      'element face 4\nproperty list uchar ushort vertex_index\nend_header\n',
  );
  const content = new DataView(new ArrayBuffer(4 * 6 + 4 * 7));
  [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1].forEach((value, i) => {
    content.setInt16(2 * i, value);
  });
  const faces = [
    [0, 2, 1],
    [0, 1, 3],
    [1, 2, 3],
    [0, 3, 2],
  ];
  faces.forEach((face, f) => {
    content.setUint8(24 + 7 * f, 3);
    for (const [i, index] of face.entries()) content.setUint16(25 + 7 * f + 2 * i, index);
  });
  expect(codesOf(Buffer.concat([head, new Uint8Array(content.buffer)]))).toEqual([]);
});

describe('validatePly finds', () => {
  const cases: Record<string, string> = {
    'not-finite': withFirst('vertex', 'nan 0 0 0 0 1'),
    'normals-not-unit': withFirst(
      'vertex',
      `${ascii.split('\n')[ascii.split('\n').indexOf('end_header') + 1].split(' ').slice(0, 3).join(' ')} 0 0 2`,
    ),
    'index-out-of-range': withFirst('face', '3 0 1 -1'),
    'not-watertight': withFirst('face', '3 0 0 0'),
    unreadable: ascii.slice(0, ascii.length - 200),
  };
  for (const [code, text] of Object.entries(cases)) {
    test(code, () => {
      // A vertex without a place also leaves holes.
      expect(codesOfText(text).filter((found) => code !== 'not-finite' || found !== 'not-watertight')).toEqual([code]);
    });
  }

  test('a header that lies', () => {
    for (const [from, to] of [
      ['end_header\n', ''],
      ['ascii', 'utf8'],
      ['float x', 'half x'],
      [/element vertex \d+/, 'element vertex many'],
      [/element face \d+/, 'element face 4000000000'],
      ['comment photorig: metres, y up', 'element nothing 4000000000'],
      ['element vertex', 'element point'],
    ] as const) {
      expect(codesOfText(ascii.replace(from, to)), String(to)).toEqual(['unreadable']);
    }
  });
});

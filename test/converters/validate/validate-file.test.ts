import { describe, expect, test } from 'vitest';
import { EXPORTERS, exportAvatars } from '../../../converters/export/exporters.js';
import { VALIDATED_FORMATS, validateFile } from '../../../converters/validate/validate-file.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const bytesOf = (content: Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

describe('nothing is found in what we write', () => {
  for (const format of Object.keys(EXPORTERS) as (keyof typeof EXPORTERS)[]) {
    test(format, async () => {
      const [{ content, ending }] = await exportAvatars(format, [tinyRiggedBody(1)], 'x');
      const { findings, valid, checked } = await validateFile(bytesOf(content), `x${ending}`);
      expect(findings).toEqual([]);
      expect(valid).toBe(true);
      expect(checked.length).toBeGreaterThan(2);
    });
  }
});

test('a text as Windows writes it, UTF-16', async () => {
  const [{ content }] = await exportAvatars('obj', [tinyRiggedBody(1)], 'x');
  const bytes = Buffer.from(`\ufeff${content}`, 'utf16le');
  expect((await validateFile(bytes, 'x.obj')).findings).toEqual([]);
});

test('every format of avatars has checks', () => {
  expect([...VALIDATED_FORMATS].sort()).toEqual(Object.keys(EXPORTERS).sort());
});

test('other files are refused in one line that names the formats', async () => {
  for (const name of ['x.mtl', 'x.jpg', 'x', 'glb']) {
    const refused = validateFile(new Uint8Array(8), name);
    await expect(refused).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('.glb, ') });
  }
});

test('bytes of another kind than the name says are refused', async () => {
  for (const format of VALIDATED_FORMATS) {
    const bytes = new TextEncoder().encode('neither this nor that');
    if (format === 'bvh') {
      expect((await validateFile(bytes, 'x.bvh')).findings.map(({ code }) => code)).toEqual(['unreadable']);
      continue;
    }
    await expect(validateFile(bytes, `x.${format}`)).rejects.toMatchObject({ name: 'FitError', code: 'bad-input' });
  }
});

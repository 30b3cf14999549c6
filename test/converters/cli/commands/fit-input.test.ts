import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { fitInput } from '../../../../converters/cli/commands/fit-input.js';
import type { Session } from '../../../../converters/cli/session.js';
import { makeAnimation } from '../../../support/make-animation.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig input-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('of an animation one frame is looked at, which is said', async () => {
  const session = { fitImage: async () => ({ people: [] }) } as unknown as Session;
  const saidOf = async (file: string): Promise<string[]> => {
    const said: string[] = [];
    await fitInput(file, session, { detail: 'best' }, false, (line) => said.push(line));
    return said;
  };
  const file = path.join(folder, 'a.gif');
  writeFileSync(file, await makeAnimation('gif', ['red', 'blue'], [50, 50]));
  expect(await saidOf(file)).toEqual([
    `${file}: looking for people in 8 x 8 pixels`,
    `${file}: only the first of 2 frames is read; photorig fit --sequence reads them all`,
  ]);
  const still = fileURLToPath(new URL('../../../../samples/photos/person.jpg', import.meta.url));
  expect(await saidOf(still)).toEqual([`${still}: looking for people in 640 x 424 pixels`]);
});

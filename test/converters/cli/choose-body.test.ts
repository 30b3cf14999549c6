import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bodyFor, bodyOpener, expectOneBody } from '../../../converters/cli/choose-body.js';
import { writeBodyPickle } from '../../../models/write-body.js';
import { tinyBody } from '../../support/tiny-body.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig-bodies-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(path.join(folder, 'SMPL_FEMALE.pkl'), writeBodyPickle(tinyBody()));

test('the body that is named, else that of the gender, else the neutral one', () => {
  expect(bodyFor({ body: 'my.npz', gender: 'male' }, 'female')).toBe('my.npz');
  expect(bodyFor({ gender: 'male' }, 'female')).toBe('female');
  expect(bodyFor({ gender: 'male' })).toBe('male');
  expect(bodyFor({})).toBe('neutral');
  expect(bodyFor({ bodyDir: folder }, 'female')).toBe(path.join(folder, 'SMPL_FEMALE.pkl'));
  expect(() => bodyFor({ bodyDir: folder })).toThrow('there is no neutral body in this folder');
  expect(() => expectOneBody({ bodyDir: folder, body: 'male' })).toThrow('both name the body');
  expect(() => expectOneBody({ body: 'male', gender: 'female' })).toThrow('they name two bodies, male and female.');
  for (const body of ['female', 'my.npz']) expect(() => expectOneBody({ body, gender: 'female' })).not.toThrow();
});

test('files are opened once, with as many betas as asked for', async () => {
  const open = bodyOpener({ betas: 3 });
  const file = bodyFor({ bodyDir: folder }, 'female');
  const body = await open(file);
  expect([body.name, body.betaCount, body.sha256.length]).toEqual(['SMPL_FEMALE', 3, 64]);
  expect(await open(file)).toBe(body);
  expect((await open('male')).name).toBe('male');
  await expect(open('nobody')).rejects.toThrow('there is no such body');
});

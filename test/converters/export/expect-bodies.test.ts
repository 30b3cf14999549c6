import { expect, test } from 'vitest';
import { AVATAR_FORMATS, exportAvatars, exportParameters } from '../../../converters/export/exporters.js';
import { toFbx } from '../../../converters/export/fbx.js';
import { toGlb, toGltf } from '../../../converters/export/glb.js';
import { toObj } from '../../../converters/export/obj.js';
import { toPly } from '../../../converters/export/ply.js';
import { toVrm } from '../../../converters/export/vrm.js';
import { toVrma } from '../../../converters/export/vrma.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** As JavaScript calls it: arguments that TypeScript would not let through. */
type Untyped = (...args: readonly unknown[]) => unknown;
const body = tinyRiggedBody(1);
const SEVERAL: readonly [string, Untyped][] = [
  ['toGlb', toGlb as Untyped],
  ['toGltf', toGltf as Untyped],
  ['toFbx', toFbx as Untyped],
  ['toObj', toObj as Untyped],
  ['toPly', toPly as Untyped],
  ['exportAvatars', (bodies, options) => (exportAvatars as Untyped)('glb', bodies, 'name', options)],
];
const outcome = async (call: () => unknown): Promise<unknown> => call();
const usage = (message: RegExp) => ({ name: 'FitError', code: 'usage', message: expect.stringMatching(message) });

test.each(SEVERAL)('%s: one body instead of a list, a list of something else, an unknown pose', async (name, write) => {
  await expect(outcome(() => write(body))).rejects.toMatchObject(
    usage(/the bodies are not a list\. Give a list: \[body\]/),
  );
  await expect(outcome(() => write(undefined))).rejects.toMatchObject(usage(/the bodies are not a list/));
  for (const other of [{}, undefined, { pose: body.metadata.pose }])
    await expect(outcome(() => write([body, other]))).rejects.toMatchObject(usage(/this is not a rigged body/));
  const tpose = outcome(() => write([body], { pose: 'tpose' }));
  await expect(tpose).rejects.toMatchObject(usage(/^pose: there is no pose called tpose\. Choose one of .*rest/));
  const where = name === 'exportAvatars' ? 'name' : name;
  await expect(outcome(() => write([]))).rejects.toMatchObject({ name: 'FitError', code: 'bad-input', where });
});

test.each<[string, Untyped]>([
  ['toVrm', toVrm as Untyped],
  ['toVrma', toVrma as Untyped],
])('%s: a list instead of one body', async (_, write) => {
  await expect(outcome(() => write([body]))).rejects.toMatchObject(usage(/this is not a rigged body/));
  await expect(outcome(() => write())).rejects.toMatchObject(usage(/this is not a rigged body/));
});

/** The name of a tone, a promise that nobody waited for, what is half a skin. */
const NO_SKINS = ['medium', Promise.resolve(), { tone: 'clay' }, {}];

test.each(SEVERAL.filter(([name]) => name !== 'toPly'))('%s: what is no skin', async (name, write) => {
  for (const skin of NO_SKINS) {
    const given = name === 'toObj' ? { texture: skin, imageFile: 'skin.jpg' } : skin;
    const attempt = outcome(() => write([body], { skin: given }));
    await expect(attempt).rejects.toMatchObject(usage(/the skin is not a SkinTexture\. .*await openSkinTexture/));
  }
});

test('a VRM, every format and an OBJ without its picture: what is no skin', async () => {
  for (const skin of NO_SKINS) {
    const vrm = outcome(() => (toVrm as Untyped)(body, { skin }));
    await expect(vrm).rejects.toMatchObject(usage(/the skin is not a SkinTexture/));
    for (const format of AVATAR_FORMATS) {
      const any = outcome(() => (exportAvatars as Untyped)(format, [body], 'name', { skin }));
      await expect(any).rejects.toMatchObject(usage(/^name: the skin is not a SkinTexture/));
    }
    const bare = outcome(() => (toObj as Untyped)([body], { skin }));
    await expect(bare).rejects.toMatchObject(usage(/^toObj: the skin is not a SkinTexture/));
  }
});

test('a model, a photo, a title and authors of other kinds than they are', async () => {
  const wrong: readonly [unknown, RegExp][] = [
    [
      outcome(() => (toGlb as Untyped)([body], { shapeMorphs: true })),
      /^shapeMorphs: there is no model\. Give \{ model \}/,
    ],
    [outcome(() => (toGlb as Untyped)([body], { photo: 'photo.jpg' })), /^photo: this is not a photo\. Give \{ bytes/],
    [outcome(() => (toVrm as Untyped)(body, { title: 3 })), /^title: 3 is not a string\./],
    [outcome(() => (toVrm as Untyped)(body, { authors: 'Me' })), /^authors: VRM requires/],
  ];
  for (const [attempt, message] of wrong) await expect(attempt).rejects.toMatchObject(usage(message));
});

test('formats and axes that there are not', async () => {
  const write = exportAvatars as Untyped;
  const known = /^format: there is no format called usdz\. Choose one of glb, .*bvh/;
  await expect(outcome(() => write('usdz', [body], 'name'))).rejects.toMatchObject(usage(known));
  expect(() => (exportParameters as Untyped)('glb', [])).toThrow(expect.objectContaining(usage(/npz, pkl/)));
  expect(() => exportParameters('npz', [])).toThrow('npz: there is no body to write.');
  await expect(outcome(() => write('obj', [body], 'name', { pose: 'tpose' }))).rejects.toMatchObject(usage(/^pose/));
  const axes = outcome(() => write('glb', [body], 'name', { boneAxes: 'x' }));
  await expect(axes).rejects.toMatchObject(usage(/bone axes called x/));
  expect(() => (toPly as Untyped)([body], { format: 'text' })).toThrow(/binary, ascii/);
});

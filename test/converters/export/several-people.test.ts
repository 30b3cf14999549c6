import { validateBytes } from 'gltf-validator';
import { describe, expect, test } from 'vitest';
import { toFbx } from '../../../converters/export/fbx.js';
import { toGlb } from '../../../converters/export/glb.js';
import { readParameters } from '../../../converters/import/read-parameters.js';
import { validateFbx } from '../../../converters/validate/validate-fbx.js';
import { rigMotion } from '../../../core/body/rigged-motion.js';
import { blenderVersion, importInBlender } from '../../engines/blender-import.js';
import { readFbx } from '../../support/read-fbx.js';
import { readGlb } from '../../support/read-glb.js';
import { tinyBody, tinyRiggedBody } from '../../support/tiny-body.js';

const people = [tinyRiggedBody(1), tinyRiggedBody(2), tinyRiggedBody(3)];
/** Blender starts in some seconds, more on a busy machine. */
const TIMEOUT = 300_000;

/** What hangs on the scene, and on each of that, by name. */
const tree = (scene: { children: readonly { name: string; children: readonly { name: string }[] }[] }) =>
  scene.children.map(({ name, children }) => [name, ...children.map((child) => child.name)].join(' > '));

describe('skeletons of several people hang under nodes of their own, that of one on the scene', () => {
  test('of a GLB', async () => {
    const several = tree((await readGlb(await toGlb(people))).scene);
    expect(several.filter((name) => name.startsWith('Avatar'))).toEqual([
      'Avatar > Root',
      'Avatar_2 > Root_2',
      'Avatar_3 > Root_3',
    ]);
    const { issues } = await validateBytes(await toGlb(people));
    expect(issues.messages.filter(({ severity }) => severity < 2)).toEqual([]); // no error, no warning
    const alone = tree((await readGlb(await toGlb([people[0]]))).scene);
    expect(alone.filter((name) => !name.startsWith('Body'))).toEqual(['Root > Hips']);
  });

  test('of an FBX', async () => {
    const bytes = await toFbx(people);
    const several = tree(readFbx(bytes));
    expect(several.filter((name) => !name.startsWith('Body')).sort()).toEqual([
      'Avatar > Root',
      'Avatar_2 > Root_2',
      'Avatar_3 > Root_3',
    ]);
    const { findings, skeletons } = validateFbx(bytes);
    expect(findings).toEqual([]);
    expect(skeletons.map(({ root, joints }) => [root, joints])).toEqual([
      ['Root', 25],
      ['Root_2', 25],
      ['Root_3', 25],
    ]);
    const alone = tree(readFbx(await toFbx([people[0]])));
    expect(alone.filter((name) => !name.startsWith('Body'))).toEqual(['Root > Hips']);
  });
});

test('people who move at rates of their own, as many frames or as long as each other', async () => {
  const model = tinyBody();
  // The same number of frames, and the same time of the last.
  const clips: readonly (readonly [number, number])[] = [
    [60, 30],
    [60, 29.97],
    [60, 59.94],
    [31, 30],
    [61, 60],
  ];
  const moving = clips.map(([T, frameRate]) => {
    const poses = Float64Array.from({ length: 72 * T }, (_, i) => (i % 72 === 0 ? Math.PI : i / (72 * T)));
    const translations = Float64Array.from({ length: 3 * T }, (_, i) => i / 100);
    return rigMotion(model, { betas: [], poses, translations }, frameRate);
  });
  const read = await readParameters('a.glb', await toGlb(moving));
  expect(read.map(({ translations, frameRate }) => [translations.length / 3, frameRate])).toEqual(clips);
});

describe.skipIf(blenderVersion() === null)('Blender makes an armature and an action of each of several people', () => {
  for (const [extension, bytes] of [
    ['glb', () => toGlb(people)],
    ['fbx', () => toFbx(people)],
  ] as const) {
    test(`in a ${extension}`, { timeout: TIMEOUT }, async () => {
      const { armatures, clips } = importInBlender(await bytes(), extension, []);
      expect(armatures.map(({ name, bones }) => [name, bones.length]).sort()).toEqual([
        ['Avatar', 25],
        ['Avatar_2', 25],
        ['Avatar_3', 25],
      ]);
      const actions = clips.map(({ name }) => name).filter((name) => /Avatar/.test(name));
      expect(actions).toHaveLength(3);
    });
  }
});

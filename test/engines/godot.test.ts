import { describe, test } from 'vitest';
import { exportAvatars } from '../../converters/export/exporters.js';
import { posedJoints } from '../../core/body/posed-body.js';
import { avatars, bonesOf, largestDistance } from './avatars.js';
import { figuresOf } from './figures.js';
import { godotVersion, importInGodot } from './godot-import.js';

/** The editor and the program that plays, each patient for two minutes on a busy machine. */
const TIMEOUT = 300_000;

const version = godotVersion();
const figures = figuresOf(`Godot ${version}`);

/** Godot 3.2 writes bones its own way: LeftUpperArm becomes left_upper_arm, spine_01 spine_1. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z1-9]/g, '');

describe.skipIf(version === null)('Godot imports the GLB', () => {
  test('skeleton, clip and pose of every avatar', { timeout: TIMEOUT }, async () => {
    const all = await avatars();
    const files = await Promise.all(
      all.map(async ({ body, naming }) => (await exportAvatars('glb', [body], 'avatar', { naming }))[0].content),
    );
    const reports = await importInGodot(files as Uint8Array[]);
    all.forEach((avatar, i) => {
      const { bones, clips, places, surfaces } = reports[i];
      const names = bones.map(plain);
      figures.same('glb', 'bones by name', [...names].sort(), bonesOf(avatar).map(plain).sort(), '25');
      figures.same('glb', 'clips', clips, ['Pose'], 'Pose');
      figures.same('glb', 'surfaces', surfaces, 4, 'skin, sclera, iris, pupil');
      const shown = bonesOf(avatar)
        .slice(1)
        .flatMap((name) => places[names.indexOf(plain(name))] ?? []);
      figures.below('glb', 'joints while the clip plays', largestDistance(shown, posedJoints(avatar.body)), 1e-4, 'm');
    });
  });
});

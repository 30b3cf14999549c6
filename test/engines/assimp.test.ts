import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'vitest';
import { exportAvatars } from '../../converters/export/exporters.js';
import { posedVertices } from '../../core/body/posed-body.js';
import { avatars, bonesOf } from './avatars.js';
import { figuresOf } from './figures.js';

const { status, stdout: banner } = spawnSync('assimp', ['version'], { encoding: 'utf8' });
const [version] = /\d+\.\d+/.exec(banner ?? '') ?? ['?'];
if (status !== 0) console.warn('assimp tests are skipped: there is no assimp (apt-get install assimp-utils).');
const figures = figuresOf(`assimp ${version}`);

/** What `assimp info` prints of a file. */
function info(format: string, content: Uint8Array | string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'photorig-assimp-'));
  try {
    const file = path.join(folder, `avatar.${format}`);
    writeFileSync(file, content);
    return spawnSync('assimp', ['info', file], { encoding: 'utf8' }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const heightOf = (vertices: Float32Array): number => {
  const heights = vertices.filter((_, i) => i % 3 === 1);
  return heights.reduce((a, b) => Math.max(a, b)) - heights.reduce((a, b) => Math.min(a, b));
};

describe.skipIf(status !== 0)('assimp reads', async () => {
  for (const avatar of await avatars()) {
    for (const format of ['glb', 'fbx', 'obj'] as const) {
      test(`${format}, ${avatar.name}`, async () => {
        const { body, naming } = avatar;
        const [{ content }] = await exportAvatars(format, [body], 'avatar', { naming });
        const text = info(format, content);
        const number = (label: string): number => Number(new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
        figures.same(format, 'triangles', number('Faces'), body.faces.length / 3, 'all of ours');
        const rigged = format !== 'obj';
        figures.same(format, 'animations', number('Animations'), rigged ? 1 : 0, rigged ? 'Pose' : 'none');

        // The mesh of the skin is moved by every joint but the root, which the files list too.
        const bones = /^ +0 \(\S+\): \[\d+ \/ (\d+) \//m.exec(text)?.[1];
        figures.same(format, 'bones of the skin', Number(bones), rigged ? 25 : 0, rigged ? '25' : 'none');
        if (rigged) {
          const nodes = [...text.matchAll(/╴(\S+)/g)].map(([, name]) => name);
          figures.same(
            format,
            'nodes by name',
            bonesOf(avatar).filter((bone) => !nodes.includes(bone)),
            [],
            'all 25',
          );
        }
        const [bottom, top] = ['Minimum', 'Maximum'].map((end) =>
          Number(new RegExp(`^${end} point\\s+\\(\\S+ (\\S+) `, 'm').exec(text)?.[1]),
        );
        const expected = heightOf(rigged ? body.restVertices : posedVertices(body));
        const what = rigged ? 'height at rest' : 'height in the pose';
        figures.below(format, what, Math.abs(top - bottom - expected), 1e-4, 'm');
      });
    }
  }
});

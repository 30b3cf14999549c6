import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { exportAvatars } from '../../converters/export/exporters.js';
import { avatars, paintedSkin } from './avatars.js';
import { FIGURES } from './figure.js';

/** The pictures of docs/engines: Blender renders here, three's were drawn by three-browser.test.ts. Three bodies each. */

const DOCUMENTS = fileURLToPath(new URL('../../docs/engines/', import.meta.url));
const SCRIPT = fileURLToPath(new URL('blender-picture.py', import.meta.url));
const [WIDTH, HEIGHT] = [480, 640];
const GROUND = '#e4e4e4';
const QUALITY = 80;

const people = (await avatars()).slice(0, 3);

async function sideBySide(pictures: readonly string[], out: string): Promise<void> {
  await sharp({ create: { width: WIDTH * pictures.length, height: HEIGHT, channels: 3, background: GROUND } })
    .composite(pictures.map((input, i) => ({ input, left: WIDTH * i, top: 0 })))
    .jpeg({ quality: QUALITY })
    .toFile(out);
}

const folder = mkdtempSync(path.join(tmpdir(), 'photorig-pictures-'));
try {
  const rendered: string[] = [];
  for (const [i, avatar] of people.entries()) {
    const { body, naming } = avatar;
    const [{ content }] = await exportAvatars('glb', [body], 'avatar', { naming, skin: await paintedSkin(avatar) });
    const [source, picture] = [`${i}.glb`, `${i}.png`].map((name) => path.join(folder, name));
    writeFileSync(source, content);
    const options = ['--background', '--factory-startup', '--python-exit-code', '1', '--python', SCRIPT];
    const { status, stderr } = spawnSync('blender', [...options, '--', source, picture], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`Blender failed:\n${stderr}`);
    rendered.push(picture);
  }
  await sideBySide(rendered, `${DOCUMENTS}blender.jpg`);
  const drawn = people.map(({ name }) => `${FIGURES}three-glb-${name.replaceAll(' ', '-')}.png`);
  await sideBySide(drawn, `${DOCUMENTS}three.jpg`);
} finally {
  rmSync(folder, { recursive: true });
}

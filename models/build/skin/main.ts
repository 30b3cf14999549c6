/**
 * Makes models/skin/ from MPFB2's CC0 region masks and the neutral body: `npm run models:skin -- --mpfb2 DIR`. skin.npz is
 * what painting needs; the named tones are painted here, so that nobody waits for them. DIR is the `data` folder of
 * MPFB2. The same data give the same skin.npz.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { paintSkin } from '../../../core/skin/paint-skin.js';
import { ALBEDO_QUALITY, PAINTED_TONES, ROUGHNESS_QUALITY } from '../../../core/skin/tones.js';
import type { Image } from '../../../core/types.js';
import { loadBody } from '../../load-body.js';
import { loadSkin } from '../../load-skin.js';
import { cleanMask, type GreyPicture, halve, packSkin, unite } from './pack-skin.js';

const { mpfb2, body, out } = new Command('models:skin')
  .description('Build models/skin from MPFB2')
  .requiredOption('--mpfb2 <dir>', "MPFB2's data folder")
  .option('--body <file>', 'the body whose mean shape places are given on', 'models/body/neutral.npz')
  .option('--out <dir>', 'folder to write to', 'models/skin')
  .parse()
  .opts<{ mpfb2: string; body: string; out: string }>();

async function mask(name: string): Promise<GreyPicture> {
  const file = path.join(mpfb2, 'textures', `mpfb_${name}.jpg`);
  const { data, info } = await sharp(file).greyscale().raw().toBuffer({ resolveWithObject: true });
  return cleanMask({ size: info.width, values: Uint8Array.from(data) });
}

async function write(name: string, bytes: Uint8Array): Promise<void> {
  const file = path.join(out, name);
  await writeFile(file, bytes);
  process.stderr.write(`${file}: ${bytes.length} bytes\n`);
}

const jpeg = ({ width, height, rgba }: Image, quality: number): Promise<Uint8Array> =>
  sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality })
    .toBuffer();

const model = loadBody(body, await readFile(body), { name: 'neutral' });
const bytes = packSkin(model.template, {
  lips: await mask('lips'),
  nails: unite(await mask('fingernails'), await mask('toenails')),
  ears: halve(halve(await mask('ears'))),
  mouth: halve(await mask('inside-mouth')),
});
await write('skin.npz', bytes);
const maps = loadSkin('skin.npz', bytes);
for (const tone of PAINTED_TONES) {
  const { albedo, roughness } = paintSkin(model, maps, { tone });
  await write(`${tone}.jpg`, await jpeg(albedo, ALBEDO_QUALITY));
  // It does not depend on the tone.
  if (tone === PAINTED_TONES[0]) await write('roughness.jpg', await jpeg(roughness, ROUGHNESS_QUALITY));
}

/**
 * Makes models/skin/skin.npz from MPFB2's CC0 region masks and the neutral body: `npm run models:skin -- --mpfb2 DIR`.
 * DIR is the `data` folder of MPFB2. The same data give the same bytes.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { loadBody } from '../../load-body.js';
import { cleanMask, type GreyPicture, halve, packSkin, unite } from './pack-skin.js';

const { mpfb2, body, out } = new Command('models:skin')
  .description('Build models/skin/skin.npz from MPFB2')
  .requiredOption('--mpfb2 <dir>', "MPFB2's data folder")
  .option('--body <file>', 'the body whose mean shape places are given on', 'models/body/neutral.npz')
  .option('--out <file>', 'file to write', 'models/skin/skin.npz')
  .parse()
  .opts<{ mpfb2: string; body: string; out: string }>();

async function mask(name: string): Promise<GreyPicture> {
  const file = path.join(mpfb2, 'textures', `mpfb_${name}.jpg`);
  const { data, info } = await sharp(file).greyscale().raw().toBuffer({ resolveWithObject: true });
  return cleanMask({ size: info.width, values: Uint8Array.from(data) });
}

const { template } = loadBody(body, await readFile(body), { name: 'neutral' });
const bytes = packSkin(template, {
  lips: await mask('lips'),
  nails: unite(await mask('fingernails'), await mask('toenails')),
  ears: halve(halve(await mask('ears'))),
  mouth: halve(await mask('inside-mouth')),
});
await writeFile(out, bytes);
process.stderr.write(`${out}: ${bytes.length} bytes\n`);

/**
 * Makes docs/render.png: the sample photo and what `photorig render` draws of it, cut out side by side.
 *
 *     npx tsx samples/build/render-sheet.ts
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { renderCommand } from '../../converters/cli/commands/render.js';

const PHOTO = fileURLToPath(new URL('../photos/person.jpg', import.meta.url));
const OUT = fileURLToPath(new URL('../../docs/render.png', import.meta.url));
/** Part of the photo that is shown: the person and a little around. Pixels. */
const CROP = { left: 150, top: 90, width: 150, height: 300 };
const MAPS = ['overlay', 'depth', 'parts', 'silhouette', 'normals'];

const folder = await mkdtemp(path.join(tmpdir(), 'photorig-render-'));
try {
  await renderCommand([PHOTO], { detail: 'best', output: folder, quiet: true });
  const files = MAPS.map((map) => path.join(folder, `person-${map}.png`));
  const panels = await Promise.all([PHOTO, ...files].map(panel));
  await sharp({ create: { width: panels.length * CROP.width, height: CROP.height, channels: 3, background: '#000' } })
    .composite(panels.map((input, i) => ({ input, left: i * CROP.width, top: 0 })))
    .png({ compressionLevel: 9 })
    .toFile(OUT);
} finally {
  await rm(folder, { recursive: true });
}
process.stdout.write(`wrote ${OUT}\n`);

async function panel(file: string): Promise<Buffer> {
  const picture = file.endsWith('-depth.png') ? await shadeDepth(file) : sharp(file).removeAlpha();
  return picture.extract(CROP).toColourspace('srgb').png().toBuffer();
}

/** Millimetres as light: the nearest point of the body white, the farthest dark grey, the background black. */
async function shadeDepth(file: string): Promise<Sharp> {
  const DARKEST = 60;
  const { data, info } = await sharp(file)
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const millimetres = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  const seen = millimetres.filter((value) => value > 0).sort();
  const [near, far] = [seen[0], seen[seen.length - 1]];
  const grey = Uint8Array.from(millimetres, (value) =>
    value === 0 ? 0 : Math.round(255 - ((255 - DARKEST) * (value - near)) / (far - near)),
  );
  return sharp(grey, { raw: { width: info.width, height: info.height, channels: 1 } });
}

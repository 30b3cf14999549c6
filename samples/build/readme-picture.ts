/**
 * Makes docs/person.png, the picture of the README: the sample photo, the fitted body over it, and the avatar seen from
 * two other sides.
 *
 *     npx tsx samples/build/readme-picture.ts
 */
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { drawOverlay, fitPhoto, readImage } from '../../converters/cli/library.js';
import { posedVertices } from '../../core/body/posed-body.js';
import { flipPoints } from '../../core/frames.js';
import { renderOverlay } from '../../core/render/overlay.js';
import type { Image, RiggedBody } from '../../core/types.js';

const PHOTO = fileURLToPath(new URL('../photos/person.jpg', import.meta.url));
const OUT = fileURLToPath(new URL('../../docs/person.png', import.meta.url));
/** Part of the photo that is shown: the person and a little around. Pixels. */
const CROP = { left: 105, top: 75, width: 250, height: 320 };
const PANEL = { width: 400, height: 512 };
/** The avatar alone needs less room. Pixels. */
const PAPER = { width: 280, height: PANEL.height };
/** Sides from which the avatar is shown, radians about the vertical. */
const TURNS = [Math.PI, Math.PI * 1.7];

const photo = await readImage(PHOTO);
const result = await fitPhoto(PHOTO, { upright: true });
const [avatar] = result.avatars;
const photos = await Promise.all([cropped(photo), cropped(drawOverlay(result, photo))]);
const avatars = await Promise.all(TURNS.map((turn) => encoded(seenFrom(avatar, turn))));
const width = photos.length * PANEL.width + avatars.length * PAPER.width;
await sharp({ create: { width, height: PANEL.height, channels: 3, background: '#ffffff' } })
  .composite([
    ...photos.map((input, i) => ({ input, left: i * PANEL.width, top: 0 })),
    ...avatars.map((input, i) => ({ input, left: photos.length * PANEL.width + i * PAPER.width, top: 0 })),
  ])
  .png({ palette: true, colours: 200 })
  .toFile(OUT);
process.stdout.write(`wrote ${OUT}\n`);

function cropped(image: Image): Promise<Buffer> {
  const { width, height, rgba } = image;
  return sharp(rgba, { raw: { width, height, channels: 4 } })
    .extract(CROP)
    .resize(PANEL)
    .png()
    .toBuffer();
}

function encoded({ width, height, rgba }: Image): Promise<Buffer> {
  return sharp(rgba, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

/** The posed avatar on grey paper, turned about the vertical, four metres in front of a camera at half its height. */
function seenFrom(body: RiggedBody, turn: number): Image {
  const vertices = posedVertices(body);
  for (let i = 0; i < vertices.length; i += 3) {
    const [x, y, z] = vertices.subarray(i, i + 3);
    vertices[i] = Math.cos(turn) * x + Math.sin(turn) * z;
    vertices[i + 1] = y - 0.85;
    vertices[i + 2] = Math.cos(turn) * z - Math.sin(turn) * x - 4;
  }
  flipPoints(vertices);
  const { width, height } = PAPER;
  const paper: Image = { width, height, rgba: new Uint8Array(4 * width * height).fill(236) };
  const camera = { focalLength: 1000, principalPoint: [width / 2, height / 2] as const, width, height };
  return renderOverlay(paper, [{ vertices, faces: body.faces, part: body.part }], camera, { opacity: 1 });
}

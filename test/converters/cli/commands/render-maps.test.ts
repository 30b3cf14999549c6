import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type Drawn, MAP_NAMES, mapFiles } from '../../../../converters/cli/commands/render-maps.js';
import { SMPL_JOINTS } from '../../../../core/body/joint-sets.js';
import { PART_COLORS } from '../../../../core/render/part-colors.js';
import { readNpz } from '../../../../models/npz.js';

const [width, height] = [5, 2];
const depth = Float32Array.of(0, 2.5, 1.2344, 0.0001, 100, 0, 0, 3, 3.0006, 0);
const maps = {
  width,
  height,
  depth,
  part: Uint8Array.of(0, 1, 24, 3, 4, 0, 0, 7, 8, 0),
  person: Uint8Array.of(0, 1, 2, 1, 1, 0, 0, 2, 2, 0),
  silhouette: Uint8Array.of(0, 255, 128, 16, 255, 0, 0, 255, 255, 0),
  normals: Uint8Array.from({ length: 3 * width * height }, (_, i) => 5 * i),
};
const camera = { focalLength: 700, principalPoint: [2.5, 1] as const, width, height };
const overlay = () => ({ width, height, rgba: Uint8Array.from({ length: 4 * width * height }, (_, i) => i) });
const drawn: Drawn = { maps, camera, people: 2, normalStyle: 'opengl', overlay };

const encode = async (ending: string, changes: Partial<Drawn> = {}) =>
  mapFiles(MAP_NAMES)
    .find((file) => file.ending === ending)!
    .encode({ ...drawn, ...changes });
const png = async (ending: string, changes: Partial<Drawn> = {}): Promise<Buffer> =>
  Buffer.from((await encode(ending, changes)) as Uint8Array);
/** PNG header: bits a channel, colour type (0 grey, 2 RGB, 3 indexed, 6 RGBA). */
const header = (file: Buffer): number[] => [file[24], file[25]];

test('each map has its files', () => {
  expect(mapFiles(['depth', 'normals']).map(({ ending }) => ending)).toEqual([
    '-depth.png',
    '-depth.npz',
    '-normals.png',
  ]);
});

test('depth: 16 bits, millimetres; 0 is nobody and nobody alone', async () => {
  const file = await png('-depth.png');
  expect(header(file)).toEqual([16, 0]);
  const raw = await sharp(file).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
  const millimetres = new Uint16Array(raw.buffer, raw.byteOffset, raw.length / 2);
  expect([...millimetres]).toEqual([0, 2500, 1234, 1, 65535, 0, 0, 3000, 3001, 0]);
});

test('depth in metres as an array, with the camera', async () => {
  const arrays = readNpz('depth', (await encode('-depth.npz')) as Uint8Array);
  expect(arrays.depth).toEqual({ shape: [height, width], type: 'f4', data: depth });
  expect([arrays.focal_length.shape, arrays.focal_length.data[0]]).toEqual([[], 700]);
  expect([...arrays.principal_point.data]).toEqual([2.5, 1]);
});

test('parts: pixel values are joint numbers, and the legend says which', async () => {
  const file = await png('-parts.png');
  expect(header(file)).toEqual([8, 3]);
  const at = file.indexOf('IDAT', 0, 'latin1');
  const rows = inflateSync(file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4)));
  expect([...rows]).toEqual([0, ...maps.part.subarray(0, width), 0, ...maps.part.subarray(width)]);
  const rgb = await sharp(file).raw().toBuffer();
  expect([...rgb.subarray(0, 9)]).toEqual([0, 0, 0, ...PART_COLORS.pelvis, ...PART_COLORS.right_hand]);

  const legend = JSON.parse((await encode('-parts.json')) as string);
  expect(legend).toMatchObject({ format: 'photorig-parts-1', image: { width, height }, people: 2 });
  expect(legend.parts.map(({ name }: { name: string }) => name)).toEqual(['background', ...SMPL_JOINTS]);
  expect(legend.parts[1]).toEqual({ index: 1, name: 'pelvis', color: '#f0c83c' });
});

test('people: where there are several', async () => {
  const rgb = await sharp(await png('-persons.png'))
    .raw()
    .toBuffer();
  const colors = [0, 1, 2].map((i) => [...rgb.subarray(3 * i, 3 * i + 3)].join());
  expect([colors[0], new Set(colors).size]).toEqual(['0,0,0', 3]);
  expect(await encode('-persons.png', { people: 1 })).toBeNull();
});

test('silhouette: grey', async () => {
  const file = await png('-silhouette.png');
  expect(header(file)).toEqual([8, 0]);
  expect([...(await sharp(file).toColourspace('b-w').raw().toBuffer())]).toEqual([...maps.silhouette]);
});

test('normals: as they are, or with red to the left for ControlNet', async () => {
  const file = await png('-normals.png');
  expect(header(file)).toEqual([8, 2]);
  expect([...(await sharp(file).raw().toBuffer())]).toEqual([...maps.normals]);
  const flipped = await sharp(await png('-normals.png', { normalStyle: 'controlnet' }))
    .raw()
    .toBuffer();
  expect([...flipped]).toEqual([...maps.normals].map((value, i) => (i % 3 === 0 ? 255 - value : value)));
});

test('overlay: the picture as it was drawn', async () => {
  const file = await png('-overlay.png');
  expect([...(await sharp(file).raw().toBuffer())]).toEqual([...overlay().rgba]);
});

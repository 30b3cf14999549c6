import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/** The images that the golden outputs were computed from: a photo, and a pattern that no photo looks like. */
export type GoldenImage = 'photo' | 'pattern';

/** The part of the photo that a network sees: a square in pixels of the photo, zero where it leaves the photo. */
export interface Square {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

const PHOTO = fileURLToPath(new URL('../../../../samples/photos/person.jpg', import.meta.url));

/** 3×size×size, red, green and blue planes, whole numbers 0..255. */
export async function goldenImage(image: GoldenImage, square: Square, size: number): Promise<Float32Array> {
  return image === 'photo' ? cropPhoto(square, size) : pattern(size);
}

/** Whole numbers only, so that every machine draws the same. */
function pattern(size: number): Float32Array {
  const planes = new Float32Array(3 * size * size);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) planes[(c * size + y) * size + x] = ((x * y) / 64 + 3 * x + 5 * y + 80 * c) & 255;
    }
  }
  return planes;
}

/** Bilinear, pixel centres at half coordinates, rounded. Written out here: sharp's own resampling may change. */
async function cropPhoto({ left, top, side }: Square, size: number): Promise<Float32Array> {
  const { data, info } = await sharp(PHOTO).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number, c: number): number =>
    x < 0 || y < 0 || x >= info.width || y >= info.height ? 0 : data[(y * info.width + x) * 3 + c];
  const planes = new Float32Array(3 * size * size);
  for (let row = 0; row < size; row++) {
    const v = top + ((row + 0.5) * side) / size - 0.5;
    const y = Math.floor(v);
    for (let column = 0; column < size; column++) {
      const u = left + ((column + 0.5) * side) / size - 0.5;
      const x = Math.floor(u);
      for (let c = 0; c < 3; c++) {
        const above = at(x, y, c) * (x + 1 - u) + at(x + 1, y, c) * (u - x);
        const below = at(x, y + 1, c) * (x + 1 - u) + at(x + 1, y + 1, c) * (u - x);
        planes[(c * size + row) * size + column] = Math.round(above * (y + 1 - v) + below * (v - y));
      }
    }
  }
  return planes;
}

/** What a network is shown, and how 0..255 becomes its own range: value·scale + offset. */
export interface GoldenCase {
  readonly network: string;
  readonly sizes: readonly number[];
  readonly square: Square;
  readonly scale: number;
  readonly offset: number;
}

const WHOLE_PHOTO: Square = { left: 0, top: -108, side: 640 };
const PERSON: Square = { left: 82, top: 90, side: 300 };

export const GOLDEN_CASES: readonly GoldenCase[] = [
  { network: 'pose_detection', sizes: [224], square: WHOLE_PHOTO, scale: 1 / 127.5, offset: -1 },
  { network: 'pose_landmark_full', sizes: [256], square: PERSON, scale: 1 / 255, offset: 0 },
  { network: 'pose_landmark_heavy', sizes: [256], square: PERSON, scale: 1 / 255, offset: 0 },
  { network: 'movenet_multipose', sizes: [256, 384, 512], square: WHOLE_PHOTO, scale: 1, offset: 0 },
];

/** 1×3×size×size as the network wants it. */
export async function goldenInput(golden: GoldenCase, image: GoldenImage, size: number): Promise<Float32Array> {
  const planes = await goldenImage(image, golden.square, size);
  return planes.map((value) => value * golden.scale + golden.offset);
}

/** One file of test/golden/detector. */
export interface Golden {
  readonly network: string;
  readonly made: { readonly package: string; readonly source: string; readonly command: string };
  readonly runs: readonly GoldenRun[];
}

export interface GoldenRun {
  readonly image: GoldenImage;
  readonly size: number;
  /** By output: the numbers that were kept, and where they stand in the output, flat, channels first. */
  readonly outputs: Readonly<
    Record<string, { readonly count: number; readonly indices: readonly number[]; readonly values: readonly number[] }>
  >;
}

import { readFileSync } from 'node:fs';
import { encodeJpeg } from '../../converters/cli/node-jpeg.js';
import { openBody, openSkin } from '../../converters/cli/node-models.js';
import { type SkinTexture, skinTexture } from '../../converters/export/skin-texture.js';
import { splitSurfaces } from '../../converters/export/surface.js';
import type { Bone, Naming } from '../../converters/formats/bone-names.js';
import { BONE_NAMES } from '../../converters/formats/bone-names.js';
import { standOnFloor } from '../../core/body/floor.js';
import { rigBody } from '../../core/body/rigged-body.js';
import type { RiggedBody } from '../../core/types.js';

/** An avatar that every reader is given. */
export interface Avatar {
  /** What tests are called by. */
  readonly name: string;
  readonly body: RiggedBody;
  readonly naming: Naming;
}

/** Three bodies in three poses; the first comes twice, so that all four namings do. */
const CASES = [
  ['male', 'standing', 'humanoid'],
  ['female', 'arms-up', 'mixamo'],
  ['neutral', 'sitting', 'unreal'],
  ['male', 'standing', 'smpl'],
] as const;

/** Poses and shapes are those of the rendered samples: known numbers, not a detector's. */
export async function avatars(): Promise<Avatar[]> {
  return Promise.all(
    CASES.map(async ([bodyName, pose, naming]) => {
      const truth = new URL(`../../samples/rendered/${pose}.truth.json`, import.meta.url);
      const model = await openBody(bodyName);
      const [body] = standOnFloor([rigBody(model, JSON.parse(readFileSync(truth, 'utf8')))]);
      return { name: `${bodyName} ${pose} ${naming}`, body, naming };
    }),
  );
}

/** Pixels: enough to be looked at. */
export const PICTURE_SIZE = 512;

/** A painted skin for files with pictures. */
export async function paintedSkin({ body }: Avatar): Promise<SkinTexture> {
  const options = { tone: 'medium', size: PICTURE_SIZE } as const;
  return skinTexture(body, await openSkin(), options, async (image, quality) => ({
    bytes: await encodeJpeg(image, quality),
    mimeType: 'image/jpeg',
  }));
}

/** Names of the 25 bones, the root first. */
export const bonesOf = ({ body, naming }: Avatar): string[] =>
  (['root', ...body.jointNames] as Bone[]).map((joint) => BONE_NAMES[naming][joint]);

/** The body's vertex behind each vertex of a file that splits it at seams and materials. */
export const fileVertices = (body: RiggedBody): number[] =>
  splitSurfaces(body).flatMap(({ vertices }) => Array.from(vertices));

/**
 * Largest distance, metres, between points (N×3) and the body's points `rows` (N) among all of it (V×3); infinite when
 * their number differs.
 */
export function largestDistance(
  points: ArrayLike<number>,
  expected: ArrayLike<number>,
  rows: readonly number[] = Array.from({ length: expected.length / 3 }, (_, row) => row),
): number {
  if (points.length !== 3 * rows.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  rows.forEach((row, i) => {
    const [a, b] = [3 * i, 3 * row];
    const apart = Math.hypot(points[a] - expected[b], points[a + 1] - expected[b + 1], points[a + 2] - expected[b + 2]);
    // Written so that NaN counts as the worst.
    if (!(apart <= largest)) largest = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
  });
  return largest;
}

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FitError, quoted } from '../../core/error.js';
import type { SkinMaps } from '../../core/skin/skin-maps.js';
import type { BodyModel, PosePrior } from '../../core/types.js';
import { loadBody } from '../../models/load-body.js';
import { loadPrior } from '../../models/load-prior.js';
import { loadSkin } from '../../models/load-skin.js';
import { REGISTRY, SHIPPED_BODIES, shippedFile } from '../../models/registry.js';
import { plainBytes, readBytes } from './node-files.js';
import { packageRoot } from './package-root.js';

/**
 * A body by name (neutral, female, male) or by the path of an .npz or .pkl file in SMPL's keys. Shipped ones go through
 * the same loader as a user's own.
 *
 * @param options betas: shape components to use of those in the file (default: 10)
 * @throws FitError usage | not-found | bad-input | unsupported
 */
export async function openBody(nameOrPath: string, { betas }: { readonly betas?: number } = {}): Promise<BodyModel> {
  const shipped = SHIPPED_BODIES.includes(nameOrPath) ? shippedFile('body', nameOrPath) : null;
  if (shipped === null && !/\.(npz|pkl)$/i.test(nameOrPath)) {
    const isFile = /\.\w+$/.test(nameOrPath);
    throw new FitError(
      isFile ? 'unsupported' : 'usage',
      nameOrPath,
      isFile ? 'body files of this kind are not supported yet.' : 'there is no such body.',
      `Give ${SHIPPED_BODIES.join(', ')} or an .npz or .pkl file in SMPL's keys.`,
    );
  }
  if (betas !== undefined && !(Number.isInteger(betas) && betas >= 1)) {
    const what = `${quoted(betas)} is not a number of shape components.`;
    throw new FitError('usage', 'betas', what, 'Give a whole number from 1.');
  }
  const bytes = shipped === null ? await readBytes(nameOrPath) : await readShipped(shipped.path);
  return bodyOfFile(nameOrPath, bytes, betas);
}

/**
 * The body in a file that was read. A shipped one, wherever it lies, has its name and licence; another is called as its
 * file is.
 *
 * @param betas shape components to use of those in the file (default: 10)
 * @throws FitError bad-input | unsupported
 */
export function bodyOfFile(where: string, bytes: Uint8Array, betas?: number): BodyModel {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const shipped = REGISTRY.find((file) => file.kind === 'body' && file.sha256 === sha256);
  const { name, licence } = shipped ?? { name: path.parse(where).name, licence: undefined };
  return loadBody(where, bytes, {
    name,
    sha256,
    ...(licence !== undefined && { licence }),
    ...(betas !== undefined && { betaCount: betas }),
  });
}

/** The pose prior that comes with the package. */
export async function openPrior(): Promise<PosePrior> {
  const { path: file } = shippedFile('prior', 'pose_prior');
  return loadPrior(file, await readShipped(file));
}

/** The maps from which skins are painted. */
export async function openSkin(): Promise<SkinMaps> {
  const { path: file } = shippedFile('skin', 'skin');
  return loadSkin(file, await readShipped(file));
}

/** A picture of a shipped skin: a tone, or `roughness`. */
export async function openSkinPicture(name: string): Promise<Uint8Array> {
  return readShipped(shippedFile('skin', name).path);
}

async function readShipped(file: string): Promise<Uint8Array> {
  try {
    return plainBytes(await readFile(path.join(packageRoot(), ...file.split('/'))));
  } catch (cause) {
    throw new FitError('not-found', file, 'this file of the package is missing.', 'Install photorig again.', { cause });
  }
}

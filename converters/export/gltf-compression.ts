/// <reference path="../formats/draco3d.d.ts" />
import { type Document, getBounds, PropertyType, type WebIO } from '@gltf-transform/core';
import { expectChoice, FitError } from '../../core/error.js';
import { COMPRESSIONS, type Compression } from './gltf-options.js';

/** Half a step is 0.05 mm on a body of 1.7 m, in its positions and its morph targets. Bits. */
const POSITION_BITS = 14;
/** Of Draco's grid: 14 bits on 2 m. Metres. */
const COARSEST_STEP = 2 / 2 ** POSITION_BITS;
/** Of Draco. */
const MAX_BITS = 30;
/** 8 bits would move the skin by up to 1/255 of what a joint does: 2 mm and more. */
const WEIGHT_BITS = 16;

/**
 * Makes the arrays of a document smaller, in place, and prepares `io` to write them. Whatever only compression needs is
 * loaded here: gltf-transform's functions, meshoptimizer's encoder, Draco.
 *
 * @throws FitError usage when there is no such compression
 */
export async function compressDocument(document: Document, io: WebIO, compression: Compression): Promise<void> {
  expectChoice('compression', compression, COMPRESSIONS);
  if (compression === 'none') return;
  const [{ quantize, reorder, draco, prune }, extensions] = await Promise.all([
    import('@gltf-transform/functions'),
    import('@gltf-transform/extensions'),
  ]);
  const quantized = quantize({
    quantizePosition: POSITION_BITS,
    quantizeWeight: WEIGHT_BITS,
    quantizationVolume: 'mesh',
    cleanup: false,
  });
  // The floats that nothing uses any more. The usual clean-up would take the texture coordinates along.
  const pruned = prune({ propertyTypes: [PropertyType.ACCESSOR], keepAttributes: true });
  if (compression === 'quantize') {
    io.registerExtensions([extensions.KHRMeshQuantization]);
    await document.transform(quantized, pruned);
  } else if (compression === 'meshopt') {
    const { MeshoptEncoder: encoder } = await import('meshoptimizer/encoder');
    await encoder.ready;
    io.registerExtensions([extensions.KHRMeshQuantization, extensions.EXTMeshoptCompression]);
    io.registerDependencies({ 'meshopt.encoder': encoder });
    await document.transform(reorder({ encoder, target: 'size', cleanup: false }), quantized, pruned);
    const { EncoderMethod } = extensions.EXTMeshoptCompression;
    document
      .createExtension(extensions.EXTMeshoptCompression)
      .setRequired(true)
      .setEncoderOptions({ method: EncoderMethod.QUANTIZE });
  } else {
    io.registerExtensions([extensions.KHRDracoMeshCompression]);
    io.registerDependencies({ 'draco3d.encoder': await openDraco() });
    // One grid for all: where a mesh's primitives have grids of their own, the borders between them come apart.
    await document.transform(draco({ quantizePosition: bitsOfGrid(document), quantizationVolume: 'scene' }));
  }
}

/** Bits of a grid over the whole scene that is as fine as that of a body: people may stand far apart. */
function bitsOfGrid(document: Document): number {
  const { min, max } = getBounds(document.getRoot().listScenes()[0]);
  const steps = Math.max(...max.map((value, axis) => value - min[axis])) / COARSEST_STEP;
  return Math.min(MAX_BITS, Math.max(POSITION_BITS, Math.ceil(Math.log2(steps))));
}

async function openDraco(): Promise<unknown> {
  try {
    const { default: draco3d } = await import('draco3d');
    return await draco3d.createEncoderModule();
  } catch (cause) {
    const what = 'the Draco encoder does not start here.';
    const todo = 'On a web page, serve draco_encoder.wasm of the package draco3d beside it, or choose meshopt.';
    throw new FitError('unsupported', 'compression', what, todo, { cause });
  }
}

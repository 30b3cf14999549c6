import { Accessor, type Document, type GLTF, Logger, WebIO } from '@gltf-transform/core';
import { FitError } from '../../core/error.js';
import { expectInside, openGltf } from '../formats/gltf-file.js';
import { complaintAboutGltf } from '../formats/gltf-json.js';
import { VrmcVrmAnimation } from '../formats/vrm-extension.js';

const MESHOPT = /^(EXT|KHR)_meshopt_compression$/;
/** No skeleton needs more; a file may claim any number without holding it. Numbers of all accessors together. */
const MAX_NUMBERS = 5e7;

/**
 * The skeletons and clips of a .glb (.vrm, .vrma), or a .gltf with its data inside. Meshes, materials and images are not read, so
 * that neither their size nor their extensions matter.
 *
 * @throws FitError bad-input when the bytes are no such file, or a damaged one
 */
export async function readSkeletons(bytes: Uint8Array, where: string): Promise<Document> {
  const file = inOurWords(where, () => openGltf(bytes));
  const complaint = complaintAboutGltf(file.json);
  if (complaint !== null) {
    throw new FitError('bad-input', where, `the file is damaged: ${complaint}.`, 'Write it again with its exporter.');
  }
  inOurWords(where, () => expectInside({ ...file.json, images: [] })); // a pose needs no images
  try {
    const io = new WebIO().setLogger(new Logger(Logger.Verbosity.SILENT)).registerExtensions([VrmcVrmAnimation]);
    const stripped = { ...file, json: skeletonsOf(file.json) };
    expectSizes(stripped.json, where);
    if (stripped.json.bufferViews?.some(isMeshopt)) await prepareMeshopt(io);
    return await io.readJSON(stripped);
  } catch (cause) {
    if (cause instanceof FitError) throw cause;
    const what = 'the file is damaged: its parts do not fit together.';
    throw new FitError('bad-input', where, what, 'Write it again with its exporter.', { cause });
  }
}

/** @throws FitError bad-input with the words of an error that says what is wrong */
function inOurWords<Result>(where: string, run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    const what = `the file cannot be read: ${(cause as Error).message}.`;
    throw new FitError('bad-input', where, what, 'Give a .glb, or a .gltf with its data inside.', { cause });
  }
}

/** The file without all that hangs on meshes. Which mesh node is whose stays in the nodes' skins and extras. */
function skeletonsOf(json: GLTF.IGLTF): GLTF.IGLTF {
  const { meshes, materials, textures, images, samplers, cameras, extensions = {}, ...kept } = json;
  const animated = extensions[VrmcVrmAnimation.EXTENSION_NAME];
  const isMoving = ({ target }: GLTF.IAnimationChannel) => target.path !== 'weights';
  return {
    ...kept,
    ...(animated !== undefined && { extensions: { [VrmcVrmAnimation.EXTENSION_NAME]: animated } }),
    extensionsRequired: (json.extensionsRequired ?? []).filter((name) => MESHOPT.test(name)),
    nodes: (json.nodes ?? []).map(({ mesh, camera, weights, extensions: unread, ...node }) => node),
    animations: (json.animations ?? []).map((clip) => ({ ...clip, channels: clip.channels.filter(isMoving) })),
  };
}

function expectSizes({ accessors = [] }: GLTF.IGLTF, where: string): void {
  const numbers = accessors.reduce((sum, { count, type }) => sum + Math.abs(count) * Accessor.getElementSize(type), 0);
  if (numbers <= MAX_NUMBERS) return;
  const what = `it declares ${numbers} numbers, more than the ${MAX_NUMBERS} that can be read.`;
  throw new FitError('bad-input', where, what, 'Give a file with fewer people.');
}

const isMeshopt = ({ extensions }: GLTF.IBufferView): boolean =>
  Object.keys(extensions ?? {}).some((e) => MESHOPT.test(e));

async function prepareMeshopt(io: WebIO): Promise<void> {
  const [{ MeshoptDecoder }, { EXTMeshoptCompression }] = await Promise.all([
    import('meshoptimizer/decoder'),
    import('@gltf-transform/extensions'),
  ]);
  await MeshoptDecoder.ready;
  io.registerExtensions([EXTMeshoptCompression]).registerDependencies({ 'meshopt.decoder': MeshoptDecoder });
}

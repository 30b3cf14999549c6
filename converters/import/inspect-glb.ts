import { type Document, Logger, type Mesh, WebIO } from '@gltf-transform/core';
import { ALL_EXTENSIONS } from '@gltf-transform/extensions';
import { FitError } from '../../core/error.js';

/**
 * What a GLB holds, as names and values: meshes, skeletons, clips, and what the file says of its maker.
 *
 * @throws FitError bad-input when the bytes cannot be read as a GLB
 */
export async function inspectGlb(where: string, bytes: Uint8Array): Promise<Record<string, string | number>> {
  const { document, generator } = await readGlb(bytes).catch((cause: unknown) => {
    const todo = 'Give a binary glTF file.';
    throw new FitError('bad-input', where, 'this is not a GLB, or it is damaged.', todo, { cause });
  });
  const root = document.getRoot();
  const { copyright } = root.getAsset();
  return {
    kind: 'glb',
    bytes: bytes.length,
    generator,
    ...(copyright ? { copyright } : {}),
    ...numbered('mesh', root.listMeshes(), describeMesh),
    ...numbered('skin', root.listSkins(), (skin) => {
      const joints = skin.listJoints().map((joint) => joint.getName());
      return `${joints.length} joints: ${joints.join(' ')}`;
    }),
    ...numbered('clip', root.listAnimations(), (animation) => {
      const ends = animation.listSamplers().map((sampler) => sampler.getInput()?.getMax([])[0] ?? 0);
      const seconds = ends.reduce((a, b) => Math.max(a, b), 0);
      return `${animation.listChannels().length} channels, ${seconds.toFixed(3)} s`;
    }),
  };
}

async function readGlb(bytes: Uint8Array): Promise<{ document: Document; generator: string }> {
  const io = new WebIO().setLogger(new Logger(Logger.Verbosity.SILENT)).registerExtensions(ALL_EXTENSIONS);
  const file = await io.binaryToJSON(bytes);
  // The document that is read from it names gltf-transform instead.
  const generator = file.json.asset.generator ?? 'unknown';
  return { document: await io.readJSON(file), generator };
}

/** A line for each thing under its kind and name; names that are taken get a number. */
function numbered<T extends { getName(): string }>(
  kind: string,
  things: readonly T[],
  describe: (thing: T) => string,
): Record<string, string> {
  const lines: Record<string, string> = {};
  for (const thing of things) {
    const key = `${kind} ${thing.getName()}`.trim();
    let free = key;
    for (let n = 2; free in lines; n++) free = `${key} (${n})`;
    lines[free] = describe(thing);
  }
  return lines;
}

function describeMesh(mesh: Mesh): string {
  const primitives = mesh.listPrimitives();
  let vertices = 0;
  let triangles = 0;
  for (const primitive of primitives) {
    const count = primitive.getAttribute('POSITION')?.getCount() ?? 0;
    vertices += count;
    triangles += (primitive.getIndices()?.getCount() ?? count) / 3;
  }
  const { targetNames } = mesh.getExtras();
  const morphs = Array.isArray(targetNames) && targetNames.length > 0 ? `, morphs ${targetNames.join(' ')}` : '';
  const materials = new Set(primitives.map((primitive) => primitive.getMaterial())).size;
  return `${vertices} vertices, ${triangles} triangles, ${materials} materials${morphs}`;
}

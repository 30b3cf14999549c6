import type { Mesh } from '@gltf-transform/core';
import { FitError } from '../../core/error.js';
import { generatorOf, isGlb, readDocument } from '../validate/read-document.js';

/**
 * What a GLB, or a .gltf with its data inside, holds, as names and values: meshes, skeletons, clips, and what the file
 * says of its maker. Compressed ones are unpacked.
 *
 * @throws FitError bad-input when the bytes cannot be read as one
 */
export async function inspectGlb(where: string, bytes: Uint8Array): Promise<Record<string, string | number>> {
  const document = await readDocument(bytes).catch((cause: Error) => {
    const what = `this is no glTF, or it is damaged (${cause.message}).`;
    throw new FitError('bad-input', where, what, 'Give a file that holds all its data.', { cause });
  });
  const root = document.getRoot();
  const { copyright } = root.getAsset();
  return {
    kind: isGlb(bytes) ? 'glb' : 'gltf',
    bytes: bytes.length,
    generator: await generatorOf(bytes),
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

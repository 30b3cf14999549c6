import { WebIO } from '@gltf-transform/core';
import { playPose, readGlb, shownVertices, skinnedMeshes } from './read-glb.js';

/** What a GLB looks like, and the file without its pictures, which three.js reads in a page only. */
export async function undressed(bytes: Uint8Array) {
  const document = await new WebIO().readBinary(bytes);
  const root = document.getRoot();
  const materials = root.listMaterials().map((material) => material.getName());
  const pictures = root.listTextures().map((texture) => Buffer.from(texture.getImage() ?? []));
  for (const texture of root.listTextures()) texture.dispose();
  return { materials, pictures, plain: await new WebIO().writeBinary(document) };
}

/** The vertices that a GLB, dressed or not, shows in its pose, of all its meshes in order: N×3, metres. */
export async function verticesOfGlb(bytes: Uint8Array): Promise<Float64Array> {
  const gltf = await readGlb((await undressed(bytes)).plain);
  playPose(gltf);
  return Float64Array.from(skinnedMeshes(gltf.scene).flatMap((mesh) => [...shownVertices(mesh)]));
}

import { playPose, readGlb, shownVertices, skinnedMeshes } from './read-glb.js';

/** The vertices that a GLB shows in its pose, of all its meshes in order: N×3, metres. */
export async function verticesOfGlb(bytes: Uint8Array): Promise<Float64Array> {
  const gltf = await readGlb(bytes);
  playPose(gltf);
  return Float64Array.from(skinnedMeshes(gltf.scene).flatMap((mesh) => [...shownVertices(mesh)]));
}

/** The largest difference of two arrays of one length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

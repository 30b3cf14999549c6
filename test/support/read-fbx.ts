import type { Group, SkinnedMesh } from 'three';
import { FBXLoader } from 'three/addons/loaders/FBXLoader.js';
import { splitSurfaces } from '../../converters/export/surface.js';
import type { RiggedBody } from '../../core/types.js';
import { shownVertices } from './read-glb.js';

/** Reads an FBX without textures with three's own loader. */
export const readFbx = (bytes: Uint8Array): Group => new FBXLoader().parse(bytes.slice().buffer, '');

/** The body's vertex behind each corner of each triangle, in the order of the file: surface by surface. */
export const cornerVertices = (body: RiggedBody): number[] =>
  splitSurfaces(body).flatMap(({ indices, vertices }) => Array.from(indices, (index) => vertices[index]));

/** Largest distance (metres) between a mesh that FBXLoader made, three vertices a triangle, and the mesh expected (V×3). */
export function fbxDistance(mesh: SkinnedMesh, body: RiggedBody, expected: Float32Array): number {
  const corners = cornerVertices(body);
  const shown = shownVertices(mesh);
  if (shown.length !== 3 * corners.length) throw new Error(`${shown.length / 3} corners, not ${corners.length}`);
  return corners.reduce((largest, vertex, i) => {
    const apart = [0, 1, 2].map((axis) => shown[3 * i + axis] - expected[3 * vertex + axis]);
    return Math.max(largest, Math.hypot(...apart));
  }, 0);
}

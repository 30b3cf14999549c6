import { SURFACE_POINTS, type SurfacePoint } from '../../../core/body/joint-sets.js';

/** Vertices of our topology, found by looking: those on the left side and in the middle. */
const VERTEX: Partial<Record<SurfacePoint, number>> = {
  nose: 5054, // the most forward vertex of the head
  left_eye: 6950, // upper lid, towards the nose
  left_ear: 12038, // outermost point of the auricle
  left_heel: 12815,
  left_big_toe: 11551, // tip
  left_small_toe: 13209, // tip
  head_top: 881, // the highest vertex
};

/** The vertex of each of SURFACE_POINTS, in their order; points of the right side are mirror images of the left. */
export function keypointVertices(mirror: Uint32Array): Uint32Array {
  return Uint32Array.from(SURFACE_POINTS, (name) => {
    const vertex = VERTEX[name];
    return vertex ?? mirror[VERTEX[name.replace('right', 'left') as SurfacePoint]!];
  });
}

import { vertexNormals } from '../../core/body/normals.js';
import { INFLUENCES } from '../../core/body/rigged-body.js';
import { FitError } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';
import { eyeSockets } from './eye-sockets.js';
import { footing } from './footing.js';
import { takeRows } from './skin.js';
import { faceSubstances, type Substance, type Surface, splitSurfaces } from './surface.js';

/** A body with some of its vertices. F triangles. */
export interface SimplifiedBody extends RiggedBody {
  /** Which vertex of the full body each one is. */
  readonly sourceVertices: Uint32Array;
  /** F: the full body's rings of vertices told it, coarse eyes no longer do. */
  readonly substances: readonly Substance[];
}

/** Triangles of each level of detail. */
const LEVELS: readonly number[] = [Number.POSITIVE_INFINITY, 7000, 2000];
/** Fewer leave no body. */
const FEWEST = 500;
/** What may be asked for, as an order to who asked for something else. */
export const LEVELS_IN_WORDS = `Give a level 0, 1 or 2, or at least ${FEWEST} triangles.`;

/** Whether there is such a level of detail, or a body may have so many triangles. */
export const isLevelOfDetail = (lod: number): boolean => lod in LEVELS || (Number.isInteger(lod) && lod >= FEWEST);

/**
 * What a change of texture coordinates or skin weights by 1 costs, next to moving the surface by the body's height.
 * Measured on the neutral body walking, 7,000 triangles, surface to surface: without them 95 % within 1.7 mm, worst
 * 11 mm, in a hip; with 0.5, 1.4 mm and 5 mm. At 1 and above the plain parts of 2,000 triangles suffer (6 to 7 mm).
 */
const UV_COST = 0.5;
const WEIGHT_COST = 0.5;
/**
 * What it costs to move the border between lids and sockets. Without it lids vanish, and eyes stare out of 500 triangles
 * or are grown over in 2,000; with 5 the skull is paid for it, and comes to a point.
 */
const SOCKET_COST = 2;
/** Triangles of both eyes' whites, when there are few: 8 close each eye behind its iris, 4 more keep it round. */
const FEWEST_OF_SCLERA = 24;

/**
 * The body with about so many triangles: a level 0 (all of them), 1 (7,000) or 2 (2,000), or their number. Vertices are
 * left out, never moved: those that stay keep their place, texture coordinates, weights and corrective, so that they
 * follow any pose as before. Normals are those of the new surface: the old ones, of lips and eyelids that are gone,
 * showed as blots. Irises and pupils are kept whole, and the vertices on which the feet stand: the soles stay on the
 * ground. The same body gives the same mesh; its pose has no say.
 *
 * By meshoptimizer's simplifier: edge collapses in the order of their quadric error (Garland & Heckbert 1997), with the
 * errors of texture coordinates and skin weights added to that of the place.
 *
 * @throws FitError usage when `lod` is no level and no number of triangles
 */
export async function simplifyBody(body: RiggedBody, lod: number): Promise<SimplifiedBody> {
  if (!isLevelOfDetail(lod)) throw new FitError('usage', 'lod', `${lod} is not a level of detail.`, LEVELS_IN_WORDS);
  const triangles = LEVELS[lod] ?? lod;
  if (triangles >= body.faces.length / 3)
    return { ...body, sourceVertices: sourceVertices(body), substances: faceSubstances(body) };

  const share = triangles / (body.faces.length / 3);
  const simplified: Surface[] = [];
  let left = triangles;
  // Skin, the first of the surfaces, comes last: it gets what the eyes leave.
  for (const surface of splitSurfaces(body).reverse()) {
    const count = surface.indices.length / 3;
    let indices = surface.indices;
    if (surface.substance === 'skin') indices = await simplifySurface(body, surface, left);
    if (surface.substance === 'sclera') {
      indices = await simplifySurface(body, surface, Math.max(FEWEST_OF_SCLERA, Math.round(share * count)));
    }
    left -= indices.length / 3;
    simplified.unshift({ ...surface, indices });
  }
  return assemble(body, simplified);
}

/** The vertices of the full body behind those of this one: of a full body, its own. */
export function sourceVertices(body: RiggedBody): Uint32Array {
  if ('sourceVertices' in body) return (body as SimplifiedBody).sourceVertices;
  return Uint32Array.from({ length: body.restVertices.length / 3 }, (_, vertex) => vertex);
}

/** The triangles that are left of a surface, over its own vertices: about so many. Its borders to others stay. */
async function simplifySurface(body: RiggedBody, surface: Surface, triangles: number): Promise<Uint32Array> {
  const { MeshoptSimplifier } = await import('meshoptimizer/simplifier');
  await MeshoptSimplifier.ready;
  const J = body.parents.length;
  const positions = takeRows(body.restVertices, 3, surface.vertices);
  const feet = footing(body);
  const [indices] = MeshoptSimplifier.simplifyWithAttributes(
    surface.indices,
    positions,
    3,
    appearance(body, surface),
    3 + J,
    [UV_COST, UV_COST, SOCKET_COST, ...new Array<number>(J).fill(WEIGHT_COST)],
    Uint8Array.from(surface.vertices, (vertex) => Number(feet.has(vertex))),
    3 * Math.max(1, triangles),
    1, // the error may grow as far as the number of triangles asks
    ['LockBorder'],
  );
  return indices;
}

/** N×(3 + J): texture coordinates, sockets and dense skin weights, what shall change little across a surface. */
function appearance(body: RiggedBody, { vertices, uv }: Surface): Float32Array {
  const { skinJoints, skinWeights, parents } = body;
  const width = 3 + parents.length;
  const out = new Float32Array(width * vertices.length);
  const sockets = eyeSockets(body);
  vertices.forEach((vertex, i) => {
    if (uv !== null) out.set(uv.subarray(2 * i, 2 * i + 2), width * i);
    out[width * i + 2] = sockets[vertex];
    for (let slot = INFLUENCES * vertex; slot < INFLUENCES * (vertex + 1); slot++) {
      out[width * i + 3 + skinJoints[slot]] += skinWeights[slot];
    }
  });
  return out;
}

/** A body of the vertices that these surfaces still use, numbered in their old order. */
function assemble(body: RiggedBody, surfaces: readonly Surface[]): SimplifiedBody {
  const corners = surfaces.flatMap(({ vertices, indices }) => Array.from(indices, (i) => vertices[i]));
  const vertices = Uint32Array.from(new Set(corners)).sort();
  const numberOf = new Map(Array.from(vertices, (vertex, number) => [vertex, number]));
  const restVertices = takeRows(body.restVertices, 3, vertices);
  const faces = Uint32Array.from(corners, (vertex) => numberOf.get(vertex) ?? 0);
  const { poseCorrective, part } = body;
  return {
    ...body,
    sourceVertices: takeRows(sourceVertices(body), 1, vertices),
    restVertices,
    normals: vertexNormals(restVertices, faces),
    faces,
    substances: surfaces.flatMap(({ substance, indices }) => new Array<Substance>(indices.length / 3).fill(substance)),
    uv: atlasOf(surfaces),
    part: part === null ? null : takeRows(part, 1, vertices),
    skinJoints: takeRows(body.skinJoints, INFLUENCES, vertices),
    skinWeights: takeRows(body.skinWeights, INFLUENCES, vertices),
    poseCorrective: poseCorrective === null ? null : takeRows(poseCorrective, 3, vertices),
  };
}

/** The texture coordinates of the corners, one after the other: who shares a corner's vertex shares its place. */
function atlasOf(surfaces: readonly Surface[]): RiggedBody['uv'] {
  const coordinates: number[] = [];
  const faces: number[] = [];
  for (const { uv, vertices, indices } of surfaces) {
    if (uv === null) return null;
    const placeOf = new Int32Array(vertices.length).fill(-1);
    for (const i of indices) {
      if (placeOf[i] < 0) {
        placeOf[i] = coordinates.length / 2;
        coordinates.push(uv[2 * i], 1 - uv[2 * i + 1]); // v up again, as a RiggedBody has it
      }
      faces.push(placeOf[i]);
    }
  }
  return { coordinates: Float32Array.from(coordinates), faces: Uint32Array.from(faces) };
}

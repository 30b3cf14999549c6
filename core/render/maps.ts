import { vertexNormals } from '../body/normals.js';
import { expectLength, FitError } from '../error.js';
import { flipPoints } from '../frames.js';
import type { Camera } from '../types.js';
import { rasterizeCoverage } from './coverage.js';
import { type MergedMesh, type Mesh, mergeMeshes } from './merge-meshes.js';
import { type PartAt, partAt } from './part-at.js';
import { projectTriangles } from './project-triangles.js';
import { rasterizeWindow } from './rasterize.js';
import { surfaceWeights } from './surface-weights.js';

/** A posed body to map. */
export interface MappedPerson extends Mesh {
  /** V×J, skinning weights, rows sum to one; J is the same for all people. */
  readonly weights: Float32Array;
}

/** What a camera sees of people, pixel by pixel: the nearest of them where they overlap. */
export interface BodyMaps {
  readonly width: number;
  readonly height: number;
  /** height×width, metres along the optical axis (Z, not the ray's length) at the pixel's centre; 0 where nobody is. */
  readonly depth: Float32Array;
  /** height×width: the joint that moves this bit of skin most, counted from 1; 0 where nobody is. */
  readonly part: Uint8Array;
  /** height×width: the person, counted from 1; 0 where nobody is. */
  readonly person: Uint8Array;
  /** height×width, 0 to 255: how much of the pixel is covered, in sixteenths. */
  readonly silhouette: Uint8Array;
  /**
   * height×width×3: the unit normal n of the smooth surface, x right, y up, z towards the viewer, as 127.5·(1 + n);
   * where nobody is, that of a wall which faces the camera (128, 128, 255).
   */
  readonly normals: Uint8Array;
}

/** A byte tells so many people apart, and 0 is nobody. */
const MAX_PEOPLE = 255;
/** The normal (0, 0, 1) as red and green, and as blue. */
const FACING_ACROSS = 128;
const FACING_TOWARDS = 255;

/**
 * Depth, body parts, people, silhouette and normals as a camera sees them, registered with its photo pixel by pixel.
 * Depth, part, person and normal are those of the pixel's centre, never a mixture; the silhouette alone is antialiased.
 *
 * @throws FitError bad-input when the shapes do not fit together
 */
export function renderMaps(people: readonly MappedPerson[], camera: Camera): BodyMaps {
  const J = jointCount(people);
  const { width, height } = camera;
  const mesh = mergeMeshes(people);
  const triangles = projectTriangles(mesh.vertices, mesh.faces, camera);
  const depth = new Float32Array(width * height); // 1/Z at first
  const face = new Int32Array(width * height);
  rasterizeWindow(triangles, { x: 0, y: 0, width, height }, 1, depth, face);
  const weights = people.map((person) => person.weights);
  const maps: BodyMaps = {
    width,
    height,
    depth,
    part: new Uint8Array(width * height),
    person: new Uint8Array(width * height),
    silhouette: rasterizeCoverage(triangles, width, height),
    normals: new Uint8Array(3 * width * height).fill(FACING_ACROSS),
  };
  fillMaps(maps, mesh, camera, face, partAt(mesh, weights, J));
  return maps;
}

/** The J of all people; 1 when there are none. */
function jointCount(people: readonly MappedPerson[]): number {
  if (people.length > MAX_PEOPLE) {
    const what = `${people.length} people are more than a map tells apart.`;
    throw new FitError('bad-input', 'renderMaps', what, `Give at most ${MAX_PEOPLE}.`);
  }
  if (people.length === 0) return 1;
  const J = Math.floor((3 * people[0].weights.length) / people[0].vertices.length);
  people.forEach(({ vertices, faces, weights }, p) => {
    expectLength('renderMaps', `faces of person ${p + 1}`, faces, 3 * Math.floor(faces.length / 3));
    expectLength('renderMaps', `weights of person ${p + 1}`, weights, (J * vertices.length) / 3);
  });
  return J;
}

/** Turns 1/Z to Z and writes part, person and normal of every pixel, in place. */
function fillMaps(maps: BodyMaps, mesh: MergedMesh, camera: Camera, face: Int32Array, partOf: PartAt): void {
  const { width, depth, part, person, normals: rgb } = maps;
  const { faces, owner } = mesh;
  const normals = vertexNormals(mesh.vertices, faces);
  flipPoints(normals); // y up, z towards the viewer
  const weightsAt = surfaceWeights(mesh, camera);
  const corners = new Float64Array(3);
  const normal = new Float64Array(3);
  for (let pixel = 0; pixel < face.length; pixel++) {
    const f = face[pixel];
    if (f < 0) {
      rgb[3 * pixel + 2] = FACING_TOWARDS;
      continue;
    }
    const row = Math.floor(pixel / width);
    const Z = 1 / depth[pixel];
    weightsAt(f, pixel - row * width + 0.5, row + 0.5, Z, corners);
    depth[pixel] = Z;
    part[pixel] = partOf(f, corners) + 1;
    person[pixel] = owner[f] + 1;
    mixNormals(normals, faces, f, corners, normal);
    for (let axis = 0; axis < 3; axis++) rgb[3 * pixel + axis] = Math.round(127.5 * (1 + normal[axis]));
  }
}

/** The unit normal at a point of a face: `out` (3) is overwritten. */
function mixNormals(
  normals: Float32Array,
  faces: Uint32Array,
  face: number,
  corners: Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  for (let k = 0; k < 3; k++) {
    const vertex = 3 * faces[3 * face + k];
    for (let axis = 0; axis < 3; axis++) out[axis] += corners[k] * normals[vertex + axis];
  }
  // Opposite normals at the corners of one triangle may cancel; a length of 1 then leaves the sum, small as it is.
  const length = Math.hypot(out[0], out[1], out[2]) || 1;
  for (let axis = 0; axis < 3; axis++) out[axis] /= length;
}

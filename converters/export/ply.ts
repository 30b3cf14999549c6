import { vertexNormals } from '../../core/body/normals.js';
import { posedVertices } from '../../core/body/posed-body.js';
import { expectChoice } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';
import { expectBodies } from './expect-bodies.js';

export interface PlyOptions {
  /** `posed` (the default): the mesh as the photo shows it, correctives included. `rest`: the T-pose. */
  readonly pose?: 'posed' | 'rest';
  /** `binary` (the default) is little-endian. */
  readonly format?: 'binary' | 'ascii';
}

/** Bytes of a vertex (position and normal as float32) and of a face (a count and three int32). */
const VERTEX_BYTES = 24;
const FACE_BYTES = 13;
const DECIMALS = 6;

/**
 * Stanford PLY of one or more people: metres, y up, facing +z; position and normal of each vertex, in the body's own
 * order, without splits at seams. Comments say which vertices are whose.
 *
 * @throws FitError bad-input when there is nobody, usage for an option that there is not
 */
export function toPly(bodies: readonly RiggedBody[], options: PlyOptions = {}): Uint8Array {
  const { pose = 'posed', format = 'binary' } = options;
  expectBodies('toPly', bodies);
  expectChoice('pose', pose, ['posed', 'rest']);
  expectChoice('format', format, ['binary', 'ascii']);
  const meshes = bodies.map((body): Mesh => {
    const { faces, restVertices, normals } = body;
    if (pose === 'rest') return { vertices: restVertices, normals, faces };
    const vertices = posedVertices(body);
    return { vertices, normals: vertexNormals(vertices, faces), faces };
  });
  const header = new TextEncoder().encode(plyHeader(meshes, format));
  return join(header, format === 'ascii' ? asciiBody(meshes) : binaryBody(meshes));
}

interface Mesh {
  readonly vertices: Float32Array;
  readonly normals: Float32Array;
  readonly faces: Uint32Array;
}

const countOf = (meshes: readonly Mesh[], key: 'vertices' | 'faces'): number =>
  meshes.reduce((sum, mesh) => sum + mesh[key].length / 3, 0);

function plyHeader(meshes: readonly Mesh[], format: 'binary' | 'ascii'): string {
  let first = 0;
  const owners = meshes.map(({ vertices }, person) => {
    const next = first + vertices.length / 3;
    const line = `comment person ${person + 1}: vertices ${first} to ${next - 1}`;
    first = next;
    return line;
  });
  const floats = ['x', 'y', 'z', 'nx', 'ny', 'nz'].map((name) => `property float ${name}`);
  return [
    'ply',
    `format ${format === 'ascii' ? 'ascii' : 'binary_little_endian'} 1.0`,
    'comment photorig: metres, y up',
    ...owners,
    `element vertex ${countOf(meshes, 'vertices')}`,
    ...floats,
    `element face ${countOf(meshes, 'faces')}`,
    'property list uchar int vertex_indices',
    'end_header',
    '',
  ].join('\n');
}

function binaryBody(meshes: readonly Mesh[]): Uint8Array {
  const bytes = new Uint8Array(VERTEX_BYTES * countOf(meshes, 'vertices') + FACE_BYTES * countOf(meshes, 'faces'));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { vertices, normals } of meshes) {
    for (let i = 0; i < vertices.length; i += 3, at += VERTEX_BYTES) {
      for (let axis = 0; axis < 3; axis++) {
        view.setFloat32(at + 4 * axis, vertices[i + axis], true);
        view.setFloat32(at + 12 + 4 * axis, normals[i + axis], true);
      }
    }
  }
  let first = 0;
  for (const { vertices, faces } of meshes) {
    for (let i = 0; i < faces.length; i += 3, at += FACE_BYTES) {
      view.setUint8(at, 3);
      for (let corner = 0; corner < 3; corner++) view.setInt32(at + 1 + 4 * corner, first + faces[i + corner], true);
    }
    first += vertices.length / 3;
  }
  return bytes;
}

function asciiBody(meshes: readonly Mesh[]): Uint8Array {
  const lines: string[] = [];
  for (const { vertices, normals } of meshes) {
    for (let i = 0; i < vertices.length; i += 3) {
      const numbers = [...vertices.subarray(i, i + 3), ...normals.subarray(i, i + 3)];
      lines.push(numbers.map((value) => value.toFixed(DECIMALS)).join(' '));
    }
  }
  let first = 0;
  for (const { vertices, faces } of meshes) {
    for (let i = 0; i < faces.length; i += 3) {
      lines.push(`3 ${first + faces[i]} ${first + faces[i + 1]} ${first + faces[i + 2]}`);
    }
    first += vertices.length / 3;
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

function join(header: Uint8Array, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(header.length + content.length);
  bytes.set(header);
  bytes.set(content, header.length);
  return bytes;
}

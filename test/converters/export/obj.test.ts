import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Group, Mesh } from 'three';
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js';
import { afterAll, expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { dominantJoint, toObj } from '../../../converters/export/obj.js';
import { vertexNormals } from '../../../core/body/normals.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import type { RiggedBody } from '../../../core/types.js';
import { randomParameters, tinyRiggedBody } from '../../support/tiny-body.js';

/** Six decimals are printed: half a micrometre and the rounding of float32 stay far below this. Metres. */
const TOLERANCE = 1e-5;

/** Corners of all triangles that three reads, in its order: n×9. */
function corners(read: Group): Float32Array {
  const parts: number[] = [];
  read.traverse((object) => {
    const mesh = object as Mesh;
    if (mesh.isMesh) parts.push(...(mesh.geometry.getAttribute('position').array as Float32Array));
  });
  return Float32Array.from(parts);
}

/** Triangles as sorted text, so that two meshes compare as sets; rounded to 1e-4 m. */
function triangleSet(positions: ArrayLike<number>): string[] {
  const triangles: string[] = [];
  for (let i = 0; i < positions.length; i += 9) {
    const points = [0, 3, 6].map((p) => [0, 1, 2].map((axis) => positions[i + p + axis]));
    // The corner with the smallest coordinates first, the order kept: a flipped triangle differs.
    const first = points.reduce((best, point, k) => (String(point) < String(points[best]) ? k : best), 0);
    triangles.push([0, 1, 2].map((k) => points[(first + k) % 3].map((x) => x.toFixed(4)).join(',')).join(' '));
  }
  return triangles.sort();
}

const expand = (body: RiggedBody, vertices: Float32Array): Float32Array =>
  Float32Array.from({ length: 3 * body.faces.length }, (_, i) => vertices[3 * body.faces[Math.floor(i / 3)] + (i % 3)]);

const vertexLines = (obj: string): number[][] =>
  obj
    .split('\n')
    .filter((line) => line.startsWith('v '))
    .map((line) => line.slice(2).split(' ').map(Number));

for (const pose of ['posed', 'rest'] as const) {
  test(`three reads the ${pose} mesh back, every triangle of it`, () => {
    const body = tinyRiggedBody(3);
    const vertices = pose === 'rest' ? body.restVertices : posedVertices(body);
    const { obj } = toObj([body], { pose });
    const written = vertexLines(obj);
    expect(written.length).toBe(vertices.length / 3);
    written.flat().forEach((value, i) => {
      expect(Math.abs(value - vertices[i])).toBeLessThan(TOLERANCE);
    });
    const read = corners(new OBJLoader().parse(obj));
    expect(triangleSet(read)).toEqual(triangleSet(expand(body, Float32Array.from(written.flat()))));
  });
}

test.each(['rest', 'posed'] as const)('texture coordinates and normals belong to their corners: %s', (pose) => {
  const body = tinyRiggedBody(4);
  const read = new OBJLoader().parse(toObj([body], { pose }).obj);
  const vertices = pose === 'rest' ? body.restVertices : posedVertices(body);
  const normals = vertexNormals(vertices, body.faces);
  const expected = Array.from(body.faces, (v, corner) => {
    const texel = body.uv!.faces[corner];
    const [place, normal] = [vertices, normals].map((all) => all.subarray(3 * v, 3 * v + 3));
    return [...place, ...body.uv!.coordinates.subarray(2 * texel, 2 * texel + 2), ...normal];
  });
  const found: number[][] = [];
  read.traverse((object) => {
    const mesh = object as Mesh;
    if (!mesh.isMesh) return;
    const { position, uv, normal } = mesh.geometry.attributes;
    for (let i = 0; i < position.count; i++) {
      const [place, direction] = [position, normal].map((all) => [all.getX(i), all.getY(i), all.getZ(i)]);
      found.push([...place, uv.getX(i), uv.getY(i), ...direction]);
    }
  });
  const isAmong = (corner: readonly number[], all: readonly (readonly number[])[]): boolean =>
    all.some((other) => corner.every((value, i) => Math.abs(value - other[i]) < 1e-4));
  expect(found).toHaveLength(expected.length);
  expect(expected.filter((corner) => !isAmong(corner, found))).toEqual([]);
  expect(found.filter((corner) => !isAmong(corner, expected))).toEqual([]);
});

test('a group is a body part, an object a person', () => {
  const { obj } = toObj([tinyRiggedBody(5), tinyRiggedBody(6)]);
  expect(obj.match(/^o .*$/gm)).toEqual(['o Body', 'o Body_2']);
  const groups = obj.match(/^g .*$/gm) ?? [];
  expect(groups).toContain('g LeftUpperArm');
  expect(groups).toContain('g Head_2');
});

test("the second person's triangles are its own", () => {
  const bodies = [tinyRiggedBody(5), tinyRiggedBody(6)];
  const { obj } = toObj(bodies, { pose: 'rest' });
  const written = Float32Array.from(vertexLines(obj).flat());
  const V = bodies[0].restVertices.length / 3;
  const expected = bodies.flatMap((body, i) => [...expand(body, written.subarray(3 * V * i))]);
  expect(triangleSet(corners(new OBJLoader().parse(obj)))).toEqual(triangleSet(expected));
});

test('the dominant joint is the one with the largest sum, not the first', () => {
  const body = {
    skinJoints: Uint8Array.of(1, 2, 0, 0, 3, 2, 0, 0, 4, 2, 0, 0),
    skinWeights: Float32Array.of(0.6, 0.4, 0, 0, 0.6, 0.4, 0, 0, 0.6, 0.4, 0, 0),
  } as unknown as RiggedBody;
  expect(dominantJoint(body, 0, 1, 2)).toBe(2);
});

test('nobody, and a name with a line break, are refused', () => {
  expect(() => toObj([])).toThrow(/no body/);
  expect(() => toObj([tinyRiggedBody()], { materialFile: 'a\nb' })).toThrow(/cannot be empty or hold line breaks/);
});

const folder = mkdtempSync(path.join(tmpdir(), 'photorig-obj-'));
afterAll(() => rmSync(folder, { recursive: true }));
const hasAssimp = spawnSync('assimp', ['version']).status === 0;

test.skipIf(!hasAssimp)('assimp reads the shipped body, its materials and size (skipped without assimp)', async () => {
  const model = await openBody('neutral');
  const body = rigBody(model, randomParameters(8, model.betaCount));
  const file = path.join(folder, 'body.obj');
  const { obj, mtl } = toObj([body], { materialFile: 'body.mtl', pose: 'rest' });
  writeFileSync(file, obj);
  writeFileSync(path.join(folder, 'body.mtl'), mtl);
  const report = execFileSync('assimp', ['info', file], { encoding: 'utf8' });
  expect(report).toMatch(/Faces:\s+27036/);
  for (const name of ['Skin', 'Sclera', 'Iris', 'Pupil']) expect(report).toContain(`'${name}'`);
  const [, y] = (/Minimum point\s+\(([^)]*)\)/.exec(report)?.[1] ?? '').split(' ').map(Number);
  expect(Math.abs(y)).toBeLessThan(TOLERANCE);
});

import { BufferAttribute, BufferGeometry, DoubleSide, Ray, Triangle, Vector3 } from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { shapeBody } from '../../../core/body/shape.js';
import { poseVertices } from '../../../core/body/skinning.js';
import { type BodyMaps, type MappedPerson, renderMaps } from '../../../core/render/maps.js';
import { mergeMeshes } from '../../../core/render/merge-meshes.js';
import type { BodyModel, Camera } from '../../../core/types.js';
import { sphere } from '../../support/sphere.js';
import { randomParameters } from '../../support/tiny-body.js';

const SIZE = 240;
const camera: Camera = { focalLength: 330, principalPoint: [118.3, 124.6], width: SIZE, height: SIZE };
const SEEDS = [5, 8, 21];

/** A body in a random shape and pose; the people stand so close that they hide parts of each other. */
function person(body: BodyModel, seed: number): MappedPerson {
  const { betas, pose, translation } = randomParameters(seed);
  const vertices = poseVertices(body, shapeBody(body, betas), pose, translation);
  return { vertices, faces: body.faces, weights: body.weights };
}

/** What three.js and three-mesh-bvh see through the centre of each pixel. */
interface RayHit {
  readonly Z: number;
  readonly person: number;
  readonly part: number;
  readonly normal: Vector3;
}

function castRays(people: readonly MappedPerson[]): (RayHit | null)[] {
  const { vertices, faces, firstVertex } = mergeMeshes(people);
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(vertices, 3));
  geometry.setIndex(new BufferAttribute(faces, 1));
  geometry.computeVertexNormals();
  const bvh = new MeshBVH(geometry);
  const [position, normals] = [geometry.getAttribute('position'), geometry.getAttribute('normal')];
  const index = geometry.getIndex()!; // in the order of the tree
  return Array.from({ length: SIZE * SIZE }, (_, pixel) => {
    const x = ((pixel % SIZE) + 0.5 - camera.principalPoint[0]) / camera.focalLength;
    const y = (Math.floor(pixel / SIZE) + 0.5 - camera.principalPoint[1]) / camera.focalLength;
    const hit = bvh.raycastFirst(new Ray(new Vector3(), new Vector3(x, y, 1).normalize()), DoubleSide);
    if (hit === null) return null;
    const corners = [0, 1, 2].map((k) => index.getX(3 * hit.faceIndex! + k));
    const [a, b, c] = corners.map((vertex) => new Vector3().fromBufferAttribute(position, vertex));
    const bary = new Triangle(a, b, c).getBarycoord(hit.point, new Vector3())!.toArray();
    const who = firstVertex.filter((first) => corners[0] >= first).length - 1;
    const { weights } = people[who];
    const J = (3 * weights.length) / people[who].vertices.length;
    const mixed = Array.from({ length: J }, (_, j) =>
      corners.reduce((sum, vertex, k) => sum + bary[k] * weights[(vertex - firstVertex[who]) * J + j], 0),
    );
    const normal = new Vector3();
    corners.forEach((vertex, k) => {
      normal.addScaledVector(new Vector3().fromBufferAttribute(normals, vertex), bary[k]);
    });
    return { Z: hit.point.z, person: who + 1, part: mixed.indexOf(Math.max(...mixed)) + 1, normal: normal.normalize() };
  });
}

describe(`people that overlap (seeds ${SEEDS.join(', ')}), against an independent ray cast`, () => {
  let maps: BodyMaps;
  let hits: (RayHit | null)[];
  beforeAll(async () => {
    const body = await openBody('neutral');
    const people = SEEDS.map((seed) => person(body, seed));
    maps = renderMaps(people, camera);
    hits = castRays(people);
  });

  /** Share of the pixels that either of the two covers in which they agree. */
  function agreement(agrees: (pixel: number, hit: RayHit) => boolean): number {
    let covered = 0;
    let agreed = 0;
    hits.forEach((hit, pixel) => {
      if (hit === null && maps.depth[pixel] === 0) return;
      covered++;
      if (hit !== null && maps.depth[pixel] > 0 && agrees(pixel, hit)) agreed++;
    });
    expect(covered).toBeGreaterThan(8000);
    return agreed / covered;
  }

  test('depth: 99.9 % of the covered pixels within 1 mm', () => {
    expect(agreement((pixel, { Z }) => Math.abs(maps.depth[pixel] - Z) < 1e-3)).toBeGreaterThanOrEqual(0.999);
  });

  // Where two surfaces are as far away as float32 tells, either may be seen; likewise two weights on a border.
  test('the nearest person', () => {
    expect(agreement((pixel, hit) => maps.person[pixel] === hit.person)).toBeGreaterThanOrEqual(0.999);
    expect(new Set(maps.person)).toEqual(new Set([0, 1, 2, 3]));
  });

  test('the joint of the largest weight', () => {
    expect(agreement((pixel, { part }) => maps.part[pixel] === part)).toBeGreaterThanOrEqual(0.999);
    expect(new Set(maps.part).size).toBeGreaterThan(15);
  });

  test('the smooth normal, y up and z towards the viewer', () => {
    const agreed = agreement((pixel, { normal: { x, y, z } }) =>
      // One level for rounding.
      [x, -y, -z].every((value, axis) => Math.abs(maps.normals[3 * pixel + axis] - 127.5 * (1 + value)) <= 1),
    );
    expect(agreed).toBeGreaterThanOrEqual(0.999);
  });

  test('a pixel whose centre is covered is covered, one without any cover shows nobody', () => {
    const count = { full: 0, partial: 0, wrong: 0 };
    maps.silhouette.forEach((value, pixel) => {
      const isCovered = maps.depth[pixel] > 0;
      if (value === (isCovered ? 0 : 255)) count.wrong++;
      else if (value === 255) count.full++;
      else if (value > 0) count.partial++;
    });
    expect(count.wrong).toBe(0);
    expect(count.partial).toBeGreaterThan(500);
    expect(count.full).toBeGreaterThan(5000);
  });
});

describe('a sphere', () => {
  const ball = sphere([0, 0, 3], 0.5);
  const weights = new Float32Array(ball.vertices.length / 3).fill(1);
  const maps = renderMaps([{ ...ball, weights }], { ...camera, principalPoint: [120.5, 120.5] });
  const at = (x: number, y: number): number => y * SIZE + x;
  const normal = (x: number, y: number): number[] => [...maps.normals.subarray(3 * at(x, y), 3 * at(x, y) + 3)];

  test('red is right, green is up, blue is towards the viewer', () => {
    // Rounding decides between the two middle levels.
    const [red, green, blue] = normal(120, 120);
    expect(Math.hypot(red - 127.5, green - 127.5, blue - 255)).toBeLessThan(1);
    const [left, right, top, bottom] = [normal(80, 120), normal(160, 120), normal(120, 80), normal(120, 160)];
    expect([right[0] > 200, left[0] < 55, top[1] > 200, bottom[1] < 55]).toEqual([true, true, true, true]);
  });

  test('where nobody is', () => {
    const i = at(2, 2);
    const values = [maps.depth, maps.part, maps.person, maps.silhouette].map((map) => map[i]);
    expect([...values, ...normal(2, 2)]).toEqual([0, 0, 0, 0, 128, 128, 255]);
  });

  test('the nearest point is 2.5 m away', () => {
    expect(maps.depth[at(120, 120)]).toBeCloseTo(2.5, 6);
  });
});

test('nobody at all', () => {
  const maps = renderMaps([], camera);
  expect(maps.depth.some((Z) => Z !== 0)).toBe(false);
  expect(maps.silhouette.some((value) => value !== 0)).toBe(false);
});

test('weights that do not fit the mesh are refused, and more people than numbers', () => {
  const ball = sphere([0, 0, 3], 0.5, 4);
  const V = ball.vertices.length / 3;
  const good = { ...ball, weights: new Float32Array(2 * V) };
  expect(() => renderMaps([good, { ...ball, weights: new Float32Array(3 * V) }], camera)).toThrow(
    /weights of person 2 has \d+ numbers/,
  );
  expect(() => renderMaps(Array(256).fill(good), camera)).toThrow(/256 people/);
});

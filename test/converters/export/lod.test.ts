import { readFileSync } from 'node:fs';
import { BufferAttribute, BufferGeometry, Ray, Vector3 } from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { type SimplifiedBody, simplifyBody } from '../../../converters/export/lod.js';
import { faceSubstances, splitSurfaces } from '../../../converters/export/surface.js';
import { standOnFloor } from '../../../core/body/floor.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import type { RiggedBody } from '../../../core/types.js';
import { loadBody } from '../../../models/load-body.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** A step of walking, axis-angles by joint: limbs bent, arms down, as in a photo. */
const WALKING = {
  pelvis: [Math.PI, 0, 0],
  left_hip: [-0.5, 0, 0],
  right_hip: [0.35, 0, 0],
  right_knee: [0.6, 0, 0],
  left_shoulder: [0.3, 0, -1.2],
  right_shoulder: [-0.3, 0, 1.2],
  left_elbow: [0, -0.3, 0],
  right_elbow: [0, 0.4, 0],
} as const;

let full: RiggedBody;
const simplified: SimplifiedBody[] = [];

beforeAll(async () => {
  const file = new URL('../../../models/body/neutral.npz', import.meta.url);
  const model = loadBody('neutral.npz', readFileSync(file), { name: 'neutral' });
  const pose = new Float64Array(72);
  for (const [joint, rotation] of Object.entries(WALKING)) {
    pose.set(rotation, 3 * (SMPL_JOINTS as readonly string[]).indexOf(joint));
  }
  full = rigBody(model, { betas: [1, -1, 0.5, 0, 0, 0, 0, 0, 0, 0], pose, translation: [0, 0, 3] });
  for (const level of [0, 1, 2]) simplified.push(await simplifyBody(full, level));
});

const triangles = (body: RiggedBody): number => body.faces.length / 3;

function bvhOf(body: RiggedBody): MeshBVH {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(posedVertices(body), 3));
  return new MeshBVH(geometry.setIndex(new BufferAttribute(body.faces.slice(), 1)));
}

const distanceTo = (surface: MeshBVH, x: number, y: number, z: number): number =>
  surface.closestPointToPoint(new Vector3(x, y, z))?.distance ?? Number.POSITIVE_INFINITY;

describe('levels of detail of the neutral body', () => {
  test('27,036 triangles, 7,000, 2,000, or as many as asked for', async () => {
    expect(simplified.map(triangles)).toEqual([27_036, 7000, 2000]);
    // An edge that collapses takes two triangles along.
    expect(12_345 - triangles(await simplifyBody(full, 12_345))).toBeLessThan(2);
    expect(triangles(await simplifyBody(full, 1_000_000))).toBe(27_036);
  });

  for (const level of [1, 2]) {
    test(`level ${level}: every vertex is one of the full body, with all it has`, () => {
      const body = simplified[level];
      const posed = posedVertices(full);
      posedVertices(body).forEach((value, i) => {
        expect(value).toBe(posed[3 * body.sourceVertices[Math.floor(i / 3)] + (i % 3)]);
      });
      body.sourceVertices.forEach((source, v) => {
        expect(body.skinJoints.subarray(4 * v, 4 * v + 4)).toEqual(
          full.skinJoints.subarray(4 * source, 4 * source + 4),
        );
        expect(body.skinWeights.subarray(4 * v, 4 * v + 4)).toEqual(
          full.skinWeights.subarray(4 * source, 4 * source + 4),
        );
      });
    });

    test(`level ${level}: each corner keeps its place in the atlas`, () => {
      const body = simplified[level];
      const placesOf = (one: RiggedBody, sourceOf: (v: number) => number): Map<number, string[]> => {
        const places = new Map<number, string[]>();
        one.faces.forEach((vertex, corner) => {
          const [u, v] = one.uv?.coordinates.subarray(2 * one.uv.faces[corner], 2 * one.uv.faces[corner] + 2) ?? [];
          const source = sourceOf(vertex);
          places.set(source, [...(places.get(source) ?? []), `${u.toFixed(6)} ${v.toFixed(6)}`]);
        });
        return places;
      };
      const known = placesOf(full, (v) => v);
      for (const [source, places] of placesOf(body, (v) => body.sourceVertices[v])) {
        for (const place of places) expect(known.get(source)).toContain(place);
      }
    });
  }

  // Between its vertices a coarse surface cuts corners: how far, at every joint. Measured: 0.5 and 2.5 mm on average.
  test('posed, the surface around every joint stays within 5 mm on average, level 1 within 5 mm for 99 of 100 points', () => {
    const vertices = posedVertices(full);
    for (const level of [1, 2]) {
      const surface = bvhOf(simplified[level]);
      const sums = new Float64Array(SMPL_JOINTS.length);
      const weights = new Float64Array(SMPL_JOINTS.length);
      let far = 0;
      for (let v = 0; v < vertices.length / 3; v += 2) {
        const distance = distanceTo(surface, vertices[3 * v], vertices[3 * v + 1], vertices[3 * v + 2]);
        for (let slot = 4 * v; slot < 4 * v + 4; slot++) {
          sums[full.skinJoints[slot]] += full.skinWeights[slot] * distance;
          weights[full.skinJoints[slot]] += full.skinWeights[slot];
        }
        if (distance > 0.005) far++;
      }
      sums.forEach((sum, j) => {
        expect(sum / weights[j], `${SMPL_JOINTS[j]}, level ${level}`).toBeLessThan(0.005);
      });
      if (level === 1) expect(far).toBeLessThan(0.01 * (vertices.length / 6));
    }
  });

  test('irises and pupils are whole, the whites lighter; the surface is closed where it was', () => {
    const eyes = (body: RiggedBody) =>
      splitSurfaces(body).flatMap(({ substance, indices }) =>
        substance === 'skin' ? [] : [`${indices.length / 3} of ${substance}`],
      );
    const openEdges = (body: RiggedBody): number => {
      const edges = new Map<string, number>();
      body.faces.forEach((from, corner) => {
        const to = body.faces[corner % 3 === 2 ? corner - 2 : corner + 1];
        const key = from < to ? `${from} ${to}` : `${to} ${from}`;
        edges.set(key, (edges.get(key) ?? 0) + (from < to ? 1 : -1));
      });
      return [...edges.values()].filter((balance) => balance !== 0).length;
    };
    const [, ...coloured] = eyes(full);
    expect(simplified.map(eyes)).toEqual(['236', '60', '24'].map((whites) => [`${whites} of sclera`, ...coloured]));
    for (const level of [1, 2]) expect(openEdges(simplified[level])).toBeLessThanOrEqual(openEdges(full));
  });

  test('the same body gives the same mesh, in another pose too', async () => {
    const other = await simplifyBody({ ...full, rotations: tinyRiggedBody().rotations }, 2);
    expect(other.faces).toEqual(simplified[2].faces);
    expect(other.sourceVertices).toEqual(simplified[2].sourceVertices);
  });

  test('a second simplification still knows the full body', async () => {
    const twice = await simplifyBody(simplified[1], 2);
    const [x, y, z] = twice.restVertices.subarray(300, 303);
    expect([x, y, z]).toEqual([
      ...full.restVertices.subarray(3 * twice.sourceVertices[100], 3 * twice.sourceVertices[100] + 3),
    ]);
  });
});

describe('few triangles', async () => {
  const lods = [1, 2, 500, 1000];
  const model = await openBody('neutral');
  const resting = rigBody(model, { betas: new Float64Array(10), pose: new Float64Array(72), translation: [0, 0, 3] });
  const light = await Promise.all(lods.map((lod) => simplifyBody(resting, lod)));

  for (const pose of ['standing', 'arms-up']) {
    test(`stand on the ground, ${pose} and at rest`, async () => {
      const file = new URL(`../../../samples/rendered/${pose}.truth.json`, import.meta.url);
      const [body] = standOnFloor([rigBody(model, JSON.parse(readFileSync(file, 'utf8')))]);
      for (const lod of [2, 500]) {
        const light = await simplifyBody(body, lod);
        expect(lowest(light.restVertices), `${lod}`).toBe(lowest(body.restVertices));
        // Measured 1.5 mm at most: between the directions that are asked for another vertex may reach farther down.
        expect(lowest(posedVertices(light)), `${lod}`).toBeLessThan(2e-3);
      }
    });
  }

  test('show their eyes between lids: neither goggles nor grown over', () => {
    const usual = seenOfEyes(resting);
    expect(Math.min(...usual)).toBeGreaterThan(100);
    light.forEach((body, i) => {
      seenOfEyes(body).forEach((seen, side) => {
        expect(seen, `--lod ${lods[i]}, side ${side}`).toBeGreaterThan(0.5 * usual[side]);
        expect(seen, `--lod ${lods[i]}, side ${side}`).toBeLessThan(2 * usual[side]);
      });
    });
  });
});

const lowest = (vertices: Float32Array): number =>
  vertices.reduce((low, value, i) => (i % 3 === 1 ? Math.min(low, value) : low), Number.POSITIVE_INFINITY);

/** How many rays from the front, one a square millimetre, meet an eye: left and right. */
function seenOfEyes(body: RiggedBody): [number, number] {
  const { restVertices, faces } = body;
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(restVertices.slice(), 3));
  const surface = new MeshBVH(geometry.setIndex(new BufferAttribute(faces.slice(), 1)), { indirect: true });
  const substances = faceSubstances(body);
  const seen: [number, number] = [0, 0];
  // The eyes' middles are 45 mm above the head joint, 29 mm to each side; goggles are 31 mm wide.
  const [, height] = body.restJoints.subarray(3 * SMPL_JOINTS.indexOf('head'));
  for (let x = -50; x <= 50; x++) {
    for (let y = 20; y <= 70; y++) {
      const hit = surface.raycastFirst(new Ray(new Vector3(x / 1000, height + y / 1000, 1), new Vector3(0, 0, -1)));
      if (hit && substances[hit.faceIndex ?? 0] !== 'skin') seen[x > 0 ? 0 : 1]++;
    }
  }
  return seen;
}

test('a small body stays as it is, without an atlas too', async () => {
  const tiny = tinyRiggedBody();
  expect((await simplifyBody(tiny, 2)).faces).toEqual(tiny.faces);
  const bare = await simplifyBody({ ...full, uv: null, part: null, poseCorrective: null }, 600);
  expect(bare.uv).toBeNull();
  expect(triangles(bare)).toBeLessThanOrEqual(600);
});

test('refuses what is neither a level nor a number of triangles', async () => {
  for (const lod of [3, 499, -1, 0.5, Number.NaN]) {
    await expect(simplifyBody(tinyRiggedBody(), lod)).rejects.toMatchObject({ code: 'usage' });
  }
});

import { expect, test } from 'vitest';
import { SURFACE_POINTS } from '../../../../core/body/joint-sets.js';
import { keypointVertices } from '../../../../models/build/body/keypoints.js';
import type { Topology } from '../../../../models/build/body/topology.js';
import { type Body, writeBody } from '../../../../models/build/body/write-body.js';
import { npyStrings } from '../../../../models/npy.js';
import { readNpz } from '../../../../models/npz.js';

const mirror = Uint32Array.from({ length: 13524 }, (_, v) => 13523 - v);

test('keypoints of the right side are mirror images of the left', () => {
  const vertices = keypointVertices(mirror);
  SURFACE_POINTS.forEach((name, k) => {
    if (!name.startsWith('right')) return;
    const left = vertices[(SURFACE_POINTS as readonly string[]).indexOf(name.replace('right', 'left'))];
    expect(vertices[k]).toBe(mirror[left]);
  });
});

test('a written body reads back; directions keep three digits', () => {
  const body: Body = {
    template: Float64Array.of(0.1, 0.2, 0.3),
    shapeDirs: Float64Array.of(0.0123456, -0.02, 0),
    poseDirs: new Float32Array(3 * 207).fill(0.001),
    jointRegressor: new Float32Array(24).fill(1),
    weights: new Float32Array(24).fill(1 / 24),
  };
  const topology = {
    source: Uint32Array.of(0),
    faces: Uint32Array.of(0, 0, 0),
    uv: Float32Array.of(0.5, 0.5),
    uvFaces: Uint32Array.of(0, 0, 0),
    part: Uint8Array.of(1),
    mirror,
  } as unknown as Topology;
  const file = writeBody(body, topology);
  const arrays = readNpz('body', file);
  expect(arrays.shapedirs.shape).toEqual([1, 3, 1]);
  // float16 has 11 significant bits: relative error up to 2⁻¹².
  expect(Math.abs(arrays.shapedirs.data[0] / 0.0123456 - 1)).toBeLessThan(2 ** -11);
  expect([...arrays.v_template.data]).toEqual([0.1, 0.2, 0.3].map(Math.fround));
  expect(arrays.kintree_table.data[0]).toBe(4294967295);
  expect(npyStrings(arrays.keypoint_names)).toEqual([...SURFACE_POINTS]);
  expect(writeBody(body, topology)).toEqual(file);
});

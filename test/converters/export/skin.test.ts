import { expect, test } from 'vitest';
import {
  inverseBindMatrices,
  restOffsets,
  skinJointsUnderRoot,
  surfaceAttributes,
  takeRows,
} from '../../../converters/export/skin.js';
import { splitSurfaces } from '../../../converters/export/surface.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

test('inverse bind matrices move each joint to the origin', () => {
  expect([...inverseBindMatrices(Float32Array.of(0, 1, 2, -3, 4, 5))]).toEqual([
    ...[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -0, -1, -2, 1],
    ...[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 3, -4, -5, 1],
  ]);
});

test('rest offsets add up to the rest joints', () => {
  const offsets = restOffsets(Int32Array.of(-1, 0, 1), Float32Array.of(0, 1, 0, 0, 3, 0, 5, 3, 0));
  expect([...offsets]).toEqual([0, 1, 0, 0, 2, 0, 5, 0, 0]);
});

test('influences count the root as bone 0, and those without weight point to it', () => {
  const body = tinyRiggedBody();
  const joints = skinJointsUnderRoot(body);
  joints.forEach((joint, i) => {
    expect(joint).toBe(body.skinWeights[i] > 0 ? body.skinJoints[i] + 1 : 0);
  });
  // Vertex 8·18 + 1, odd, of the left elbow's box: elbow, shoulder and collar carry it.
  const vertex = 4 * (8 * 18 + 1);
  expect([...joints.slice(vertex, vertex + 4)]).toEqual([19, 17, 14, 0]);
});

test('takeRows gathers rows in the order asked for', () => {
  expect([...takeRows(Float32Array.of(1, 2, 3, 4, 5, 6), 2, Uint32Array.of(2, 0, 2))]).toEqual([5, 6, 1, 2, 5, 6]);
});

test('the attributes of a surface are those of the body vertices behind it', () => {
  const body = tinyRiggedBody();
  for (const surface of splitSurfaces(body)) {
    const { position, normal, weights } = surfaceAttributes(body, surface);
    const last = surface.vertices.length - 1;
    const vertex = surface.vertices[last];
    expect([...position.slice(3 * last)]).toEqual([...body.restVertices.slice(3 * vertex, 3 * vertex + 3)]);
    expect([...normal.slice(3 * last)]).toEqual([...body.normals.slice(3 * vertex, 3 * vertex + 3)]);
    expect([...weights.slice(4 * last)]).toEqual([...body.skinWeights.slice(4 * vertex, 4 * vertex + 4)]);
  }
});

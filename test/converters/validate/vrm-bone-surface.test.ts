import { expect, test } from 'vitest';
import { vrmDocument } from '../../../converters/export/vrm.js';
import { boneSurface } from '../../../converters/validate/vrm-bone-surface.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const body = tinyRiggedBody(1);

/** Area and centroid, and how far the points reach along each axis. */
function figuresOf(surface: Float64Array) {
  const rows = Array.from({ length: surface.length / 4 }, (_, i) => surface.subarray(4 * i, 4 * i + 4));
  const area = rows.reduce((sum, row) => sum + row[3], 0);
  const centroid = [0, 1, 2].map((axis) => rows.reduce((sum, row) => sum + row[3] * row[axis], 0) / area);
  const reach = [0, 1, 2].map((axis) => [
    Math.min(...rows.map((row) => row[axis])),
    Math.max(...rows.map((row) => row[axis])),
  ]);
  return { area, centroid, reach };
}

test('points all over the triangles that follow a bone and those below it, where its node is', () => {
  const document = vrmDocument(body);
  const nodes = document.getRoot().listNodes();
  const hand = nodes.find((node) => node.getName() === 'LeftHand')!;
  const joints = ['left_wrist', 'left_hand'].map((joint) => body.jointNames.indexOf(joint));
  const corner = (c: number): number[] => [...body.restVertices.subarray(3 * body.faces[c], 3 * body.faces[c] + 3)];
  let area = 0;
  const centroid = [0, 0, 0];
  for (let c = 0; c < body.faces.length; c += 3) {
    if (!joints.includes(body.skinJoints[4 * body.faces[c]])) continue;
    const [p, q, r] = [corner(c), corner(c + 1), corner(c + 2)];
    const [u, v] = [q, r].map((end) => end.map((value, axis) => value - p[axis]));
    const own = Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2;
    area += own;
    for (let axis = 0; axis < 3; axis++) centroid[axis] += (own * (p[axis] + q[axis] + r[axis])) / 3;
  }
  const found = figuresOf(boneSurface(document, hand));
  // float32 positions in the file.
  expect(found.area).toBeCloseTo(area, 7);
  found.centroid.forEach((value, axis) => {
    expect(value).toBeCloseTo(centroid[axis] / area, 6);
  });

  nodes.find((node) => node.getName() === 'Root')!.setTranslation([0, 1, 0]);
  const raised = figuresOf(boneSurface(document, hand));
  expect(raised.centroid[1] - found.centroid[1]).toBeCloseTo(1, 9);
  expect(raised.reach[0]).toEqual(found.reach[0]);
});

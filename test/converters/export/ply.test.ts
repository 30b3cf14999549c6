import { PLYLoader } from 'three/addons/loaders/PLYLoader.js';
import { expect, test } from 'vitest';
import { toPly } from '../../../converters/export/ply.js';
import { vertexNormals } from '../../../core/body/normals.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** Binary keeps float32; ascii prints six decimals. Metres. */
const TOLERANCE = { binary: 0, ascii: 1e-6 };

for (const format of ['binary', 'ascii'] as const) {
  for (const pose of ['posed', 'rest'] as const) {
    test(`three reads two people back: ${pose}, ${format}`, () => {
      const bodies = [tinyRiggedBody(1), tinyRiggedBody(2)];
      const bytes = toPly(bodies, { pose, format });
      const geometry = new PLYLoader().parse(bytes.slice().buffer);
      const meshes = bodies.map((body) => (pose === 'rest' ? body.restVertices : posedVertices(body)));
      const normals = bodies.map((body, i) => vertexNormals(meshes[i], body.faces));
      const positions = geometry.getAttribute('position').array;
      const expected = meshes.flatMap((mesh) => [...mesh]);
      expect(positions.length).toBe(expected.length);
      expected.forEach((value, i) => {
        expect(Math.abs(positions[i] - value)).toBeLessThanOrEqual(TOLERANCE[format]);
      });
      normals
        .flatMap((mesh) => [...mesh])
        .forEach((value, i) => {
          expect(Math.abs(geometry.getAttribute('normal').array[i] - value)).toBeLessThanOrEqual(1e-6);
        });
      const V = bodies[0].restVertices.length / 3;
      const faces = bodies.flatMap((body, i) => Array.from(body.faces, (vertex) => vertex + i * V));
      expect([...geometry.getIndex()!.array]).toEqual(faces);
    });
  }
}

test('nobody is refused', () => {
  expect(() => toPly([])).toThrow(/no body/);
});

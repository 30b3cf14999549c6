import { expect, test } from 'vitest';
import { toFbx } from '../../../converters/export/fbx.js';
import { toPly } from '../../../converters/export/ply.js';
import { inspectFbx, inspectMtl, inspectObj, inspectPly } from '../../../converters/validate/inspect-mesh.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const OBJ = ['mtllib a b.mtl', 'o One', 'v 0 0 0', 'usemtl Skin', 'f 1 1 1 1', 'o Two', 'usemtl Skin', 'f 1/1 1/1 1/1'];

test('an OBJ: polygons as triangles, names with spaces, each material once, either end of lines', () => {
  for (const end of ['\n', '\r\n']) {
    expect(inspectObj('a.obj', OBJ.join(end))).toEqual({
      kind: 'obj',
      vertices: 1,
      triangles: 3,
      objects: 'One, Two',
      materials: 'Skin',
      'material library': 'a b.mtl',
    });
  }
});

test('an MTL without pictures', () => {
  expect(inspectMtl('a.mtl', 'newmtl Skin\nKd 1 1 1\n')).toEqual({ kind: 'mtl', materials: 'Skin', pictures: 'none' });
});

test('a PLY without faces', () => {
  const text = 'ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nend_header\n5\n';
  const facts = inspectPly('a.ply', new TextEncoder().encode(text));
  expect(facts).toMatchObject({ vertices: 1, triangles: 0, 'each vertex': 'x' });
});

test('files cut off half way are refused in words', async () => {
  const bodies = [tinyRiggedBody(1)];
  for (const [inspect, bytes] of [[inspectFbx, await toFbx(bodies)] as const, [inspectPly, toPly(bodies)] as const]) {
    const refusal = expect.objectContaining({
      code: 'bad-input',
      where: 'a',
      what: expect.stringMatching(/is damaged: /),
    });
    expect(() => inspect('a', bytes.subarray(0, bytes.length / 2))).toThrow(refusal);
  }
});

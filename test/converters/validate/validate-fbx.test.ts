import { zlibSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { toFbx } from '../../../converters/export/fbx.js';
import { BONE_NAMES, type Naming } from '../../../converters/formats/bone-names.js';
import { type FbxNode, readFbxNodes } from '../../../converters/validate/fbx-nodes.js';
import { readFbxRigs } from '../../../converters/validate/fbx-rig.js';
import { validateFbx } from '../../../converters/validate/validate-fbx.js';
import type { RiggedBody } from '../../../core/types.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const body = tinyRiggedBody(1);
const bytes = await toFbx([body]);

const codesOf = (file: Uint8Array): string[] => {
  const { findings } = validateFbx(file);
  for (const { message, todo } of findings) expect(`${message} ${todo}`).toMatch(/^.+[.)] \S.+\.$/);
  return findings.map(({ code }) => code);
};
const codesAfter = async (change: Partial<RiggedBody>): Promise<string[]> =>
  codesOf(await toFbx([{ ...body, ...change }]));

describe('validateFbx finds nothing in', () => {
  for (const naming of Object.keys(BONE_NAMES) as Naming[]) {
    test(`our own file with ${naming} names`, async () => {
      const { findings, skeletons, animations } = validateFbx(await toFbx([body], { naming }));
      expect(findings).toEqual([]);
      const heights = body.restVertices.filter((_, i) => i % 3 === 1);
      const height = Math.max(...heights) - Math.min(...heights);
      expect(skeletons).toMatchObject([{ root: BONE_NAMES[naming].root, joints: 25, triangles: 312 }]);
      expect(skeletons[0].height).toBeCloseTo(height, 4);
      expect(animations).toEqual(['Pose']);
    });
  }
});

describe('validateFbx finds', () => {
  test('a body in centimetres', async () => {
    const larger = (values: Float32Array): Float32Array => values.map((value) => 100 * value);
    const change = { restVertices: larger(body.restVertices), restJoints: larger(body.restJoints) };
    expect(await codesAfter(change)).toEqual(['not-human-size']);
  });

  test('weights that do not sum to one', async () => {
    const skinWeights = body.skinWeights.slice().fill(0.5, 0, 1);
    expect(await codesAfter({ skinWeights })).toContain('weights-not-normalised');
  });

  test('a joint that no vertex follows', async () => {
    const hand = body.jointNames.indexOf('right_hand');
    const skinJoints = body.skinJoints.map((joint) => (joint === hand ? 11 : joint));
    expect(await codesAfter({ skinJoints })).toEqual(['unused-joints']);
  });

  test('a hole', async () => {
    expect(await codesAfter({ faces: body.faces.slice(3), uv: null })).toEqual(['not-watertight']);
  });

  test('normals that are not of length one', async () => {
    expect(await codesAfter({ normals: body.normals.map((value) => 2 * value) })).toEqual(['normals-not-unit']);
  });

  test('vertices that are no numbers', async () => {
    const restVertices = body.restVertices.slice().fill(Number.NaN, 0, 1);
    expect(await codesAfter({ restVertices })).toContain('not-finite');
  });

  test('texture coordinates that are no numbers, or not there', async () => {
    const uv = (values: Float32Array) => ({ uv: body.uv && { ...body.uv, coordinates: values } });
    const spoilt = body.uv?.coordinates.slice().fill(Number.NaN, 0, 1) ?? new Float32Array(0);
    expect(await codesAfter(uv(spoilt))).toEqual(['uv-not-finite']);
    const fewer = (node: FbxNode): FbxNode => {
      const properties = node.name === 'UV' ? [(node.properties[0] as Float64Array).slice(2)] : node.properties;
      return { ...node, properties, children: node.children.map(fewer) };
    };
    const { findings } = readFbxRigs(readFbxNodes(bytes).nodes.map(fewer));
    expect(findings.map(({ code }) => code)).toEqual(['uv-out-of-range']);
  });

  test('keys of a clip that are no numbers', () => {
    // As a writer leaves them that was given none: in every other track the last key.
    let tracks = 0;
    const spoilt = (node: FbxNode): FbxNode => {
      const [keys] = node.properties;
      const properties =
        node.name === 'KeyValueFloat' && tracks++ % 2 === 0
          ? [(keys as Float32Array).map((key, i, { length }) => (i === length - 1 ? Number.NaN : key))]
          : node.properties;
      return { ...node, properties, children: node.children.map(spoilt) };
    };
    const { findings } = readFbxRigs(readFbxNodes(bytes).nodes.map(spoilt));
    expect(findings).toMatchObject([{ severity: 'error', code: 'not-finite' }]);
    expect(findings[0].message).toBe(
      `${Math.ceil(tracks / 2)} of ${tracks} tracks of the clips have keys that are not numbers.`,
    );
  });

  test('a version that Blender does not read', () => {
    const old = bytes.slice();
    new DataView(old.buffer).setUint32(23, 6100, true);
    expect(codesOf(old)).toEqual(['old-version']);
  });
});

test('a mesh that was bound away from the origin, turned or scaled, is measured where it was bound', () => {
  // As Blender writes it: the vertices half as large, and a matrix that doubles them.
  const double = (node: FbxNode): FbxNode => {
    const [value] = node.properties;
    const factor = node.name === 'Vertices' ? 0.5 : node.name === 'Transform' ? 2 : 1;
    const scaled = (numbers: Float64Array) =>
      numbers.map((number, i) => (i < 12 || factor < 1 ? factor * number : number));
    const properties = factor === 1 ? node.properties : [scaled(value as Float64Array)];
    return { ...node, properties, children: node.children.map(double) };
  };
  const { nodes } = readFbxNodes(bytes);
  const [plain] = readFbxRigs(nodes).rigs;
  const [doubled] = readFbxRigs(nodes.map(double)).rigs;
  doubled.vertices.forEach((value, i) => {
    expect(Math.abs(value - plain.vertices[i])).toBeLessThan(1e-6); // float64 all the way
  });
});

test('a damaged file is told, wherever it is cut or spoilt, and never takes the process along', () => {
  for (let cut = 27; cut < bytes.length; cut += 997) {
    const { valid, findings } = validateFbx(bytes.slice(0, cut));
    // The footer behind the last record holds nothing.
    if (!valid) expect(findings.map(({ code }) => code)).toEqual(['unreadable']);
    else expect(cut).toBeGreaterThan(bytes.length - 400);
  }
  for (let at = 27; at < 6000; at += 13) {
    const spoilt = bytes.slice();
    spoilt.fill(0xff, at, at + 4);
    expect(() => validateFbx(spoilt)).not.toThrow();
  }
});

/** A file of records "A", each with an array of doubles: how many it claims, and the bytes it is deflated to. */
function fileOfArrays(...arrays: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const END = new Uint8Array(13);
  const head = Buffer.from('Kaydara FBX Binary  \0\0\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(7400, 23);
  const parts: Uint8Array[] = [head];
  let at = head.length;
  for (const [claimed, deflated] of arrays) {
    const record = Buffer.alloc(14 + 13);
    at += record.length + deflated.length;
    [at, 1, 13 + deflated.length].forEach((value, i) => {
      record.writeUInt32LE(value, 4 * i);
    });
    record.write('\x01Ad', 12);
    [claimed, 1, deflated.length].forEach((value, i) => {
      record.writeUInt32LE(value, 15 + 4 * i);
    });
    parts.push(record, deflated);
  }
  return Buffer.concat([...parts, END]);
}

test('an array that claims more than its bytes can hold is not allocated', () => {
  expect(() => readFbxNodes(fileOfArrays([0xfffffff0, new Uint8Array(0)]))).toThrow('cannot hold');
});

test('arrays that would unpack to more than 512 MiB together are not allocated', () => {
  const one = [1, zlibSync(new Uint8Array(8))] as const;
  expect(readFbxNodes(fileOfArrays(one, one)).nodes.map(({ properties }) => properties)).toEqual([
    [Float64Array.of(0)],
    [Float64Array.of(0)],
  ]);
  // What it is deflated to is never looked at; deflate could do it in so many bytes.
  const large = [2 ** 26, new Uint8Array(2 ** 20)] as const;
  expect(() => readFbxNodes(fileOfArrays(one, large))).toThrow('more than 512 MiB');
});

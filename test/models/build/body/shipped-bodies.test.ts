import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { SMPL_JOINTS, SMPL_PARENTS, SURFACE_POINTS } from '../../../../core/body/joint-sets.js';
import { meshHeight, meshVolume } from '../../../../models/build/body/mesh.js';
import { MIRRORED_JOINT } from '../../../../models/build/body/symmetry.js';
import { type NpyArray, npyStrings } from '../../../../models/npy.js';
import { readNpz } from '../../../../models/npz.js';

const V = 13524;
const SKIN = 13380;
const F = 27036;
const SKIN_FACES = 26756;
const FOLDER = new URL('../../../../models/body/', import.meta.url);
const report = readFileSync(new URL('REPORT.md', FOLDER), 'utf8');

/** A row of the report's table: female, male, neutral. */
const reported = (label: string): number[] => {
  const rows = report.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return (rows.find((row) => row[1] === label) ?? []).slice(2, 5).map(Number.parseFloat);
};

describe.each([
  ['female', 0],
  ['male', 1],
  ['neutral', 2],
] as const)('%s', (name, column) => {
  const bytes = readFileSync(new URL(`${name}.npz`, FOLDER));
  let body: Record<string, NpyArray>;
  beforeAll(() => {
    body = readNpz(name, bytes);
  });
  const data = (key: string): ArrayLike<number> => body[key].data;

  test("SMPL's keys and shapes, and a few more", () => {
    expect(Object.fromEntries(Object.entries(body).map(([key, { shape }]) => [key, shape]))).toEqual({
      v_template: [V, 3],
      shapedirs: [V, 3, 10],
      posedirs: [V, 3, 207],
      J_regressor: [24, V],
      weights: [V, 24],
      kintree_table: [2, 24],
      f: [F, 3],
      vt: [14677, 2],
      ft: [F, 3],
      part: [V],
      keypoint_names: [SURFACE_POINTS.length, Math.max(...SURFACE_POINTS.map((name) => name.length))],
      keypoint_vertices: [SURFACE_POINTS.length],
    });
    expect([...(data('kintree_table') as Uint32Array)]).toEqual([
      ...SMPL_PARENTS.map((parent) => (parent < 0 ? 4294967295 : parent)),
      ...SMPL_JOINTS.keys(),
    ]);
  });

  test('the file is small and the one that the report is about', () => {
    expect(bytes.length).toBeLessThan(4e6);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(report).toMatch(new RegExp(`\\| ${name}\\.npz +\\| \`${sha256}\` \\|`));
  });

  test('weights: at most four a vertex, summing to one', () => {
    const weights = data('weights');
    for (let v = 0; v < V; v++) {
      let sum = 0;
      let count = 0;
      for (let j = 0; j < 24; j++) {
        sum += weights[24 * v + j];
        if (weights[24 * v + j] > 0) count++;
      }
      if (!(Math.abs(sum - 1) < 1e-6) || count > 4) expect.fail(`vertex ${v}: ${count} weights sum to ${sum}`);
    }
  });

  test('joints: means of skin vertices, mirror images, pelvis at the origin, spaced like a human', () => {
    const regressor = data('J_regressor');
    const vertices = data('v_template');
    const joints = SMPL_JOINTS.map((_, j) => {
      const joint = [0, 0, 0];
      let sum = 0;
      for (let v = 0; v < V; v++) {
        const weight = regressor[j * V + v];
        if (weight !== 0 && !(weight > 0 && v < SKIN)) expect.fail(`joint ${j}: vertex ${v} weighs ${weight}`);
        sum += weight;
        for (let axis = 0; axis < 3; axis++) joint[axis] += weight * vertices[3 * v + axis];
      }
      expect(sum).toBeCloseTo(1, 5); // float32
      return joint;
    });
    joints.forEach(([x, y, z], j) => {
      [-x, y, z].forEach((value, axis) => {
        expect(joints[MIRRORED_JOINT[j]][axis]).toBeCloseTo(value, 5);
      });
    });
    const at = (joint: (typeof SMPL_JOINTS)[number]): number[] => joints[SMPL_JOINTS.indexOf(joint)];
    // The regressor is fitted to the joints of 2,000 people, it misses their mean by a millimetre or two.
    expect(Math.hypot(...at('pelvis'))).toBeLessThan(0.003);
    expect(at('left_hip')[0]).toBeGreaterThan(0.08);
    expect(at('left_shoulder')[1]).toBeCloseTo(at('left_wrist')[1], 2);
    expect(at('left_knee')[1] - at('left_ankle')[1]).toBeGreaterThan(0.35);
    expect(at('head')[1]).toBeGreaterThan(at('neck')[1]);
  });

  test('the skin is watertight: every edge has two triangles, which run along it in opposite ways', () => {
    const faces = data('f');
    const edges = new Set<number>();
    for (let face = 0; face < 3 * F; face += 3) {
      if (faces[face] < SKIN !== face < 3 * SKIN_FACES) expect.fail(`triangle ${face / 3} is out of order`);
      for (let k = 0; k < 3; k++) {
        const edge = faces[face + k] * V + faces[face + ((k + 1) % 3)];
        if (edges.has(edge)) expect.fail(`two triangles run from ${faces[face + k]} the same way`);
        edges.add(edge);
      }
    }
    for (const edge of edges) {
      if (!edges.has((edge % V) * V + Math.floor(edge / V))) expect.fail(`edge ${edge} has one triangle`);
    }
    // Euler's formula for a ball: V − E + F = 2.
    expect(SKIN - (3 * SKIN_FACES) / 2 + SKIN_FACES).toBe(2);
    expect(meshVolume(data('v_template'), faces as Uint32Array, SKIN_FACES)).toBeGreaterThan(0.05);
  });

  test('the body is left-right symmetric', () => {
    const vertices = data('v_template');
    const key = (x: number, y: number, z: number): string => [x, y, z].map((value) => Math.fround(value)).join();
    const points = new Set<string>();
    for (let v = 0; v < V; v++) points.add(key(vertices[3 * v], vertices[3 * v + 1], vertices[3 * v + 2]));
    for (let v = 0; v < V; v++) {
      const image = key(0 - vertices[3 * v], vertices[3 * v + 1], vertices[3 * v + 2]);
      if (!points.has(image)) expect.fail(`vertex ${v} has no mirror image`);
    }
  });

  test('keypoints are where their names say', () => {
    const names = npyStrings(body.keypoint_names);
    expect(names).toEqual([...SURFACE_POINTS]);
    const vertices = data('v_template');
    const at = Object.fromEntries(
      names.map((point, k) => {
        const v = 3 * data('keypoint_vertices')[k];
        return [point, [vertices[v], vertices[v + 1], vertices[v + 2]]];
      }),
    );
    const skin = Array.from({ length: SKIN }, (_, v) => [vertices[3 * v], vertices[3 * v + 1], vertices[3 * v + 2]]);
    const head = skin.filter(([x, y]) => y > at.nose[1] - 0.08 && Math.abs(x) < 0.15);
    // Within a millimetre: a neighbour of the nose's tip may pass it by a hair.
    expect(at.nose[2]).toBeGreaterThan(Math.max(...head.map(([, , z]) => z)) - 0.001);
    expect(at.head_top[1]).toBeGreaterThan(Math.max(...skin.map(([, y]) => y)) - 0.001);
    expect(at.left_ear[0]).toBeGreaterThan(Math.max(...head.map(([x]) => x)) - 0.005);
    const foot = skin.filter(([x, y]) => x > 0 && y < at.left_heel[1] + 0.03);
    expect(at.left_heel[2]).toBeLessThan(Math.min(...foot.map(([, , z]) => z)) + 0.01);
    expect(at.left_big_toe[2]).toBeGreaterThan(Math.max(...foot.map(([, , z]) => z)) - 0.005);
    expect(at.left_small_toe[0]).toBeGreaterThan(at.left_big_toe[0] + 0.04);
    expect(Math.abs(at.left_eye[0] - 0.03)).toBeLessThan(0.012); // half the distance of the pupils
    expect(at.left_eye[2]).toBeGreaterThan(at.left_ear[2] + 0.05);
    expect(at.left_eye[1]).toBeGreaterThan(at.nose[1]);
    for (const point of ['eye', 'ear', 'heel', 'big_toe', 'small_toe']) {
      const [x, y, z] = at[`left_${point}`];
      expect(at[`right_${point}`]).toEqual([-x, y, z]);
    }
  });

  test('heights at beta0 = −2, 0 and +2 are those of the report', () => {
    const template = data('v_template');
    const directions = data('shapedirs');
    const heightAt = (beta: number): number =>
      meshHeight(
        Array.from({ length: 3 * SKIN }, (_, row) => template[row] + beta * directions[10 * row]),
        SKIN,
      );
    // The report gives three decimals; float16 directions are good to 0.1 mm at two standard deviations.
    for (const [label, beta] of [
      ['height at beta0 = −2', -2],
      ['mean body: height', 0],
      ['height at beta0 = +2', 2],
    ] as const) {
      expect(Math.abs(heightAt(beta) - reported(label)[column])).toBeLessThan(0.0006);
    }
  });

  test('the report keeps what the body promises', () => {
    expect(reported('variance explained by 10 components')[column]).toBeGreaterThan(98);
    expect(reported('vertex RMS with 10 components')[column]).toBeLessThan(6);
    expect(reported('… with correctives')[column]).toBeLessThan(
      0.35 * reported('held-out distance to dual quaternions, plain')[column],
    );
  });

  test('pose correctives are small, and zero for the rest', () => {
    const directions = body.posedirs.data;
    let nonZero = 0;
    let largest = 0;
    for (let k = 0; k < directions.length; k++) {
      if (directions[k] !== 0) nonZero++;
      largest = Math.max(largest, Math.abs(directions[k]));
    }
    expect(nonZero / directions.length).toBeLessThan(0.08);
    expect(nonZero).toBeGreaterThan(100_000);
    expect(largest).toBeLessThan(0.08);
  });
});

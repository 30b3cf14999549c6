import { beforeAll, describe, expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { BODY_DENSITY, measureBody } from '../../../core/body/measure.js';
import type { BodyModel } from '../../../core/types.js';
import { tinyBody } from '../../support/tiny-body.js';

describe('the tiny body, by hand', () => {
  const body = tinyBody();
  const measured = measureBody(body, []);

  test('lengths follow its offsets', () => {
    // Crown: head joint 0.12 + 0.112 + 0.05 + 0.207 + 0.09, half a head above; soles: half a box below the feet.
    const crown = 0.579 + 0.11;
    const soles = -0.071 - 0.398 - 0.42 - 0.063 - 0.03;
    expect(measured.height).toBeCloseTo(crown - soles, 6);
    expect(measured.armLength).toBeCloseTo(0.247 + 0.239, 6);
  });

  test('weight follows its boxes', () => {
    expect(measured.weight).toBeCloseTo(BODY_DENSITY * (23 * 0.06 ** 3 + 0.22 ** 3), 4);
  });

  test('the crotch is the lowest point of the midline above the knees', () => {
    // Its only midline vertices are those that this test puts there: under the pelvis' box, and one at a foot.
    const template = body.template.slice();
    template[0] = 0;
    template[3 * 8 * SMPL_JOINTS.indexOf('left_foot')] = 0;
    // The moved corners draw their joints along, hence only to a millimetre.
    expect(measureBody({ ...body, template }, []).inseam).toBeCloseTo(-0.03 + 0.982, 3);
  });

  test('without vertices there a wider strip serves', () => {
    // Of the boxes 3 cm from the midline the pelvis' is the lowest; the eyes, nearer to it, move away.
    const template = body.template.map((value, i) => (i >= 3 * 8 * 24 && i % 3 === 0 ? value + 1 : value));
    expect(measureBody({ ...body, template }, []).inseam).toBeCloseTo(-0.03 + 0.982, 6);
  });

  test('a mesh without anything above the knees is no body', () => {
    const knees = Math.min(...[4, 5].map((j) => body.template[3 * 8 * j + 1]));
    const flat = body.template.map((value, i) => (i % 3 === 1 ? Math.min(value, knees) : value));
    expect(() => measureBody({ ...body, template: flat }, [])).toThrow('no vertices above its knees');
  });
});

describe.each([
  // Height and weight: the population that the bodies were made from. Girths: within 8 cm of adults of that size.
  ['female', { height: 1.635, inseam: 0.77, armLength: 0.46, chest: 0.95, waist: 0.79, hip: 1.08, weight: 66.8 }],
  ['male', { height: 1.761, inseam: 0.85, armLength: 0.52, chest: 1.11, waist: 0.91, hip: 1.03, weight: 80.0 }],
  ['neutral', { height: 1.697, inseam: 0.81, armLength: 0.49, chest: 1.02, waist: 0.85, hip: 1.05, weight: 72.6 }],
] as const)('the shipped %s body', (name, expected) => {
  let body: BodyModel;
  beforeAll(async () => {
    body = await openBody(name);
  });

  test.each([0.5, 0.7, 1.3])('a body %f times as large has lengths and girths so much larger', (scale) => {
    const template = body.template.map((value) => scale * value);
    const [small, own] = [measureBody({ ...body, template }, []), measureBody(body, [])];
    for (const key of ['height', 'inseam', 'armLength', 'chest', 'waist', 'hip'] as const) {
      expect(small[key] / own[key], key).toBeCloseTo(scale, 4); // the template is float32
    }
    expect(small.weight / own.weight).toBeCloseTo(scale ** 3, 4);
  });

  test('measures what such a person does', () => {
    const measured = measureBody(body, []);
    for (const [key, value] of Object.entries(expected)) {
      expect(measured[key as keyof typeof expected] / value, key).toBeCloseTo(1, 1.7); // 1 %: rounding of the table
    }
  });

  test('a fuller body has larger girths at the same height', () => {
    const [thin, full] = [-1, 1].map((beta) => measureBody(body, [0, 0, 0, beta]));
    for (const key of ['chest', 'waist', 'hip', 'weight'] as const) expect(full[key]).toBeGreaterThan(thin[key]);
    expect(full.height).toBeCloseTo(thin.height, 2);
  });
});

test('arms at the height of a tape are left out of it', async () => {
  const body = await openBody('neutral');
  // Without skinning weights of the arms the tape at the chest of a body whose arms hang lower would take them in.
  const torso = SMPL_JOINTS.indexOf('spine3');
  const weights = new Float32Array(body.weights.length).map((_, i) => (i % SMPL_JOINTS.length === torso ? 1 : 0));
  const raised = {
    ...body,
    template: body.template.map((value, i) => (i % 3 === 1 && isArm(body, i) ? value - 0.12 : value)),
  };
  const withArms = measureBody({ ...raised, weights }, []).chest;
  expect(withArms).toBeGreaterThan(3);
  // Lowered arms also draw the shoulder joints down, and the tape with them.
  expect(measureBody(raised, []).chest / measureBody(body, []).chest).toBeCloseTo(0.94, 1);
});

function isArm({ weights }: BodyModel, i: number): boolean {
  const row = Math.floor(i / 3) * SMPL_JOINTS.length;
  let weight = 0;
  for (let j = 16; j < SMPL_JOINTS.length; j++) weight += weights[row + j];
  return weight > 0.5;
}

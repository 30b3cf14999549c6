import { beforeAll, describe, expect, test } from 'vitest';
import { openBody, openPrior } from '../../../converters/cli/node-models.js';
import { fitCapsules } from '../../../core/body/capsules.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { measureBody } from '../../../core/body/measure.js';
import { rotationAngle, rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { parametersOf } from '../../../core/body/skeleton.js';
import { FitError } from '../../../core/error.js';
import { createFitter, type Evidence } from '../../../core/fit/fitter.js';
import type { Lifted } from '../../../core/fit/lifted.js';
import { procrustesError } from '../../../core/metrics/procrustes.js';
import { totalCost } from '../../../core/solver/total-cost.js';
import { interpenetration } from '../../../core/terms/interpenetration.js';
import type { Camera, Fit, Keypoints } from '../../../core/types.js';
import { goldenBody } from '../../support/golden-body.js';
import { smallPrior } from '../../support/mixture.js';
import { paramsOf, shippedFitter, type TestFitter } from '../../support/shipped.js';

const camera: Camera = { focalLength: 700, principalPoint: [320, 240], width: 640, height: 480 };
const UPRIGHT = [Math.PI, 0, 0];
/** Arms hanging down from the T-pose. */
const ARMS_DOWN = { left_shoulder: [0, 0, -1.2], right_shoulder: [0, 0, 1.2] };

let shipped: TestFitter;
beforeAll(async () => {
  shipped = await shippedFitter();
});

const isFiniteFit = (fit: Fit): boolean =>
  [...fit.pose, ...fit.betas, ...fit.translation, fit.cost, fit.reprojectionError].every(Number.isFinite);

const jointsOf = (fit: Fit): Float64Array =>
  shipped.kinematics
    .pose(Float64Array.from([...fit.translation, ...fit.pose, ...fit.betas]), false)
    .joints.slice(0, 72);

function turnBetween(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const A = new Float64Array(9);
  const B = new Float64Array(9);
  rotationFromAxisAngle(a[0], a[1], a[2], A);
  rotationFromAxisAngle(b[0], b[1], b[2], B);
  return (rotationAngle(A, 0, B, 0) * 180) / Math.PI;
}

const POSES: [string, Float64Array][] = [
  ['standing, arms down', paramsOf([0, 0.2, 3.5], { pelvis: UPRIGHT, ...ARMS_DOWN })],
  ['seen from behind', paramsOf([0.3, 0.2, 4], { pelvis: [0, 0, Math.PI], ...ARMS_DOWN })],
  [
    'a step, seen from the side',
    paramsOf([0, 0.2, 4], {
      pelvis: [Math.PI / Math.SQRT2, 0, Math.PI / Math.SQRT2],
      ...ARMS_DOWN,
      left_hip: [-0.5, 0, 0],
      right_hip: [0.3, 0, 0],
      right_knee: [0.5, 0, 0],
    }),
  ],
];

describe('poses with a known answer', () => {
  test.each(POSES)('%s: joints within 60 mm after alignment, no flip, keypoints met', (_, params) => {
    const fit = shipped.fitter.fit(shipped.project(params, camera), camera);
    const truth = shipped.kinematics.pose(params, false).joints.slice(0, 72);
    expect(turnBetween(fit.pose, params.subarray(3))).toBeLessThan(30);
    // Depth is not in the keypoints: PA-MPJPE of the benchmark without noise has a median of 50 mm.
    expect(procrustesError(truth, jointsOf(fit))).toBeLessThan(0.06);
    expect(fit.reprojectionError).toBeLessThan(4); // one per cent of the person's height
    expect(fit.warnings).toEqual([]);
  });

  test('who lies in the picture is found lying', () => {
    const params = paramsOf([-0.6, 0, 4], { pelvis: [2.2214, 2.2214, 0], ...ARMS_DOWN });
    const fit = shipped.fitter.fit(shipped.project(params, camera), camera);
    expect(turnBetween(fit.pose, params.subarray(3))).toBeLessThan(30);
  });

  test('a joint far off is an outlier: the others are met as well without it', () => {
    const keypoints = shipped.project(POSES[0][1], camera);
    const clean = shipped.fitter.fit(keypoints, camera);
    const xy = keypoints.xy.slice();
    xy[18] += 250; // left wrist
    const robust = shipped.fitter.fit({ ...keypoints, xy }, camera);
    expect(procrustesError(jointsOf(clean), jointsOf(robust))).toBeLessThan(0.03);
  });

  test('prepared beforehand, a fit is the same', async () => {
    const keypoints = shipped.project(POSES[0][1], camera);
    const other = await shippedFitter();
    other.fitter.prepare(true);
    expect(JSON.stringify(other.fitter.fit(keypoints, camera))).toBe(
      JSON.stringify(shipped.fitter.fit(keypoints, camera)),
    );
  });

  test('ten runs give the same bits', () => {
    const keypoints = shipped.project(POSES[2][1], camera);
    const first = JSON.stringify(shipped.fitter.fit(keypoints, camera));
    for (let run = 0; run < 9; run++) expect(JSON.stringify(shipped.fitter.fit(keypoints, camera))).toBe(first);
  });

  test('cost is the sum over the terms, axis-angles are at most half a turn', () => {
    const fit = shipped.fitter.fit(shipped.project(POSES[1][1], camera), camera);
    expect(Object.values(fit.costByTerm).reduce((a, b) => a + b, 0)).toBeCloseTo(fit.cost, 9);
    for (let j = 0; j < 72; j += 3) expect(Math.hypot(...fit.pose.subarray(j, j + 3))).toBeLessThan(Math.PI + 1e-9);
  });
});

describe('a known height and weight', () => {
  test.each([
    [1.6, 55],
    [1.9, 100],
    [2, 125], // far from the mean shape, whose gradients would leave it 3.4 kg off
  ])('%d m, %d kg: the fitted body measures so, whatever the keypoints say', async (height, weight) => {
    const body = await openBody('neutral');
    const fit = shipped.fitter.fit(shipped.project(POSES[0][1], camera), camera, { height, weight });
    const measured = measureBody(body, fit.betas);
    // One standard deviation of what people say of themselves is 1 cm and 2 kg.
    expect(Math.abs(measured.height - height)).toBeLessThan(0.01);
    expect(Math.abs(measured.weight - weight)).toBeLessThan(2);
  });
});

describe('a fit from a lifted pose', () => {
  const truth = POSES[2][1];
  const lifted = (turn: number): Lifted => {
    const pose = truth.slice(3, 75).map((value, i) => (i < 3 ? value : value + 0.1 * Math.sin(i)));
    pose[1] += turn;
    return { pose, sigma: new Float64Array(72).fill(0.3), betas: new Float64Array(10), translation: truth.slice(0, 3) };
  };
  const stagesOf = (evidence: Evidence): { stages: string[]; fit: Fit } => {
    const stages: string[] = [];
    const fit = shipped.fitter.fit(shipped.project(truth, camera), camera, evidence, (stage) => stages.push(stage));
    return { stages, fit };
  };
  const error = (fit: Fit): number =>
    procrustesError(jointsOf(fit), shipped.kinematics.pose(truth, false).joints.slice(0, 72));

  test('near the truth: no search, few iterations, nearer than the search from nothing', () => {
    const { stages, fit } = stagesOf({ lifted: lifted(0) });
    expect(stages).toEqual(['lifted', 'last']);
    expect(fit.iterations).toBeLessThan(20);
    expect(error(fit)).toBeLessThan(error(shipped.fitter.fit(shipped.project(truth, camera), camera)) + 1e-9);
    expect(Object.keys(fit.costByTerm)).toContain('anchor');
  });

  test('that explains the keypoints badly: the search is made, and no anchor holds its result', () => {
    const wrong = lifted(0);
    wrong.pose.set([0, 0, 0], 0); // head down
    wrong.pose.set([0, 0, 2], 48); // an arm up
    wrong.sigma.fill(0.02);
    const { stages, fit } = stagesOf({ lifted: wrong });
    expect(stages).toContain('camera');
    expect(Object.keys(fit.costByTerm)).not.toContain('anchor');
    expect(error(fit)).toBeLessThan(0.06);
  });

  test('with arms that miss by much what is seen of them is doubted, though all else is right', () => {
    const front = POSES[0][1];
    const pose = front.slice(3, 75);
    for (const [name, turn] of [['left_shoulder', 1] as const, ['right_shoulder', -1] as const]) {
      pose[3 * (SMPL_JOINTS as readonly string[]).indexOf(name) + 2] += turn;
    }
    const sure = { ...lifted(0), pose, sigma: new Float64Array(72).fill(0.02), translation: front.slice(0, 3) };
    const stages: string[] = [];
    shipped.fitter.fit(shipped.project(front, camera), camera, { lifted: sure }, (stage) => stages.push(stage));
    expect(stages).toContain('camera');
  });

  test('with calves in each other: kept apart where the picture lets them', async () => {
    const crossed = paramsOf([0, 0.2, 3.5], {
      pelvis: UPRIGHT,
      ...ARMS_DOWN,
      left_hip: [0, 0, -0.25],
      right_hip: [0, 0, 0.25],
    });
    const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
    const { skeleton } = shipped.fitter;
    const overlap = totalCost([
      interpenetration(fitCapsules(body, skeleton), skeleton.parents, shipped.kinematics.layout, 1),
    ]);
    const [apart, crossing] = [[], ['interpenetration'] as const].map((without) => {
      const evidence = { lifted: { ...lifted(0), pose: crossed.slice(3, 75), translation: crossed.slice(0, 3) } };
      const fit = createFitter(body, prior, { without }).fit(shipped.project(crossed, camera), camera, evidence);
      return overlap(shipped.kinematics.pose(parametersOf(fit), false));
    });
    expect(crossing).toBeGreaterThan(0.5);
    expect(apart).toBeLessThan(0.01 * crossing);
  });

  test('of another length: refused', () => {
    const short = { ...lifted(0), pose: new Float64Array(66) };
    expect(() => stagesOf({ lifted: short })).toThrow('lifted.pose has 66 numbers');
    const flat = { ...lifted(0), translation: new Float64Array(2) };
    expect(() => stagesOf({ lifted: flat })).toThrow('lifted.translation has 2 numbers');
    const keypoints = shipped.project(truth, camera);
    expect(() => shipped.fitter.costAt(lifted(0), keypoints, camera, { lifted: flat })).toThrow('lifted.translation');
    expect(() => shipped.fitter.costAt(flat, keypoints, camera)).toThrow('body.translation has 2 numbers');
  });

  test('that is no number costs infinitely much', () => {
    const nowhere = { ...lifted(0), translation: Float64Array.of(Number.NaN, 0, 4) };
    expect(shipped.fitter.costAt(nowhere, shipped.project(truth, camera), camera)).toBe(Number.POSITIVE_INFINITY);
  });
});

test('terms that are left out have no part in the cost', async () => {
  const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
  const keypoints = shipped.project(POSES[0][1], camera);
  const without = ['hinge-prior', 'interpenetration'] as const;
  const fit = createFitter(body, prior, { without }).fit(keypoints, camera);
  const { costByTerm } = shipped.fitter.fit(keypoints, camera);
  expect(Object.keys(fit.costByTerm)).toEqual(
    Object.keys(costByTerm).filter((term) => !without.some((left) => left === term)),
  );
  expect(isFiniteFit(fit)).toBe(true);
});

describe('a fit goes on from the one before', () => {
  const keypoints = (): Keypoints => shipped.project(POSES[0][1], camera);
  const LEFT_WRIST = 9;
  const wristAt = (fit: Fit): [number, number] => {
    const { xy } = shipped.project(paramsOfFit(fit), camera);
    return [xy[2 * LEFT_WRIST], xy[2 * LEFT_WRIST + 1]];
  };
  const paramsOfFit = (fit: Fit): Float64Array => Float64Array.from([...fit.translation, ...fit.pose, ...fit.betas]);

  test('of the same keypoints: it stays, in few iterations', () => {
    const before = shipped.fitter.fit(keypoints(), camera);
    const after = shipped.fitter.refit(before, keypoints(), camera);
    expect(procrustesError(jointsOf(before), jointsOf(after))).toBeLessThan(0.005); // both stop within a share of the cost
    expect(after.iterations).toBeLessThan(6);
  });

  test('with the noise that those keypoints have: both weigh what is left of it alike', () => {
    const { xy, ...rest } = keypoints();
    const noisy = { ...rest, xy: xy.map((pixel, i) => pixel + 3 * Math.sin(7 * i)) };
    const before = shipped.fitter.fit(noisy, camera);
    const after = shipped.fitter.refit(before, noisy, camera);
    const ratio = after.costByTerm.reprojection / before.costByTerm.reprojection;
    expect(Math.abs(ratio - 1)).toBeLessThan(0.05); // the noise before any fit would make it a quarter less
  });

  test.each([
    ['up', 0, -40],
    ['in', -40, 0],
    ['out', 35, -15],
  ])('with a wrist dragged 40 pixels %s and pinned: within 3 pixels of it, the other side as it was', (_, dx, dy) => {
    const before = shipped.fitter.fit(keypoints(), camera);
    const dragged = keypoints();
    dragged.xy[2 * LEFT_WRIST] += dx;
    dragged.xy[2 * LEFT_WRIST + 1] += dy;
    const after = shipped.fitter.refit(before, dragged, camera, { pinned: [LEFT_WRIST] });
    const [x, y] = wristAt(after);
    expect(Math.hypot(x - dragged.xy[2 * LEFT_WRIST], y - dragged.xy[2 * LEFT_WRIST + 1])).toBeLessThan(3);
    const right = 3 * (SMPL_JOINTS as readonly string[]).indexOf('right_wrist');
    const moved = [0, 1, 2].map((i) => jointsOf(after)[right + i] - jointsOf(before)[right + i]);
    expect(Math.hypot(...moved)).toBeLessThan(0.1); // it follows the trunk a little
  });

  test.each([0, 0.004, Number.NaN])('with an ankle pinned of which the detector is sure by %d', (sure) => {
    const LEFT_ANKLE = 15;
    const dragged = keypoints();
    dragged.confidence[LEFT_ANKLE] = sure;
    dragged.xy[2 * LEFT_ANKLE] += 60;
    const [free, held] = [[], [LEFT_ANKLE]].map((pinned) => shipped.fitter.fit(dragged, camera, { pinned }));
    const off = (fit: Fit): number => {
      const { xy } = shipped.project(paramsOfFit(fit), camera);
      return Math.abs(xy[2 * LEFT_ANKLE] - dragged.xy[2 * LEFT_ANKLE]);
    };
    expect(off(free)).toBeGreaterThan(30);
    expect(off(held)).toBeLessThan(3);
  });

  test('from numbers of another length, or none: refused', () => {
    const before = shipped.fitter.fit(keypoints(), camera);
    const from = (wrong: Partial<Fit>) => () => shipped.fitter.refit({ ...before, ...wrong }, keypoints(), camera);
    expect(from({ pose: new Float64Array(3) })).toThrow('previous.pose has 3 numbers');
    expect(from({ translation: new Float64Array(2) })).toThrow('previous.translation has 2 numbers');
    expect(from({ translation: Float64Array.of(0, Number.NaN, 4) })).toThrow('previous.translation contains');
    expect(from({ betas: new Float64Array(10).fill(Number.NaN) })).toThrow('previous.betas contains');
  });
});

describe('odd keypoints end in a finite fit and a warning', () => {
  const points = (xy: (k: number) => [number, number], confidence: (k: number) => number): Keypoints => ({
    set: 'coco17',
    xy: Float64Array.from([...Array(17).keys()].flatMap(xy)),
    confidence: Float64Array.from([...Array(17).keys()], confidence),
  });

  test.each([
    [
      'nothing seen',
      points(
        (k) => [10 * k, 20 * k],
        () => 0,
      ),
    ],
    [
      'one keypoint',
      points(
        () => [300, 200],
        (k) => (k === 9 ? 1 : 0),
      ),
    ],
    [
      'all in one place',
      points(
        () => [300, 200],
        () => 1,
      ),
    ],
    [
      'far outside the picture',
      points(
        (k) => [1e6 + 30 * k, -1e6 + 50 * k],
        () => 1,
      ),
    ],
    [
      'not numbers',
      points(
        () => [Number.NaN, Number.POSITIVE_INFINITY],
        () => 1,
      ),
    ],
    [
      'confidences that are not numbers',
      points(
        (k) => [20 * k, 30 * k],
        () => Number.NaN,
      ),
    ],
  ] as [string, Keypoints][])('%s', (_, keypoints) => {
    const fit = shipped.fitter.fit(keypoints, camera);
    expect(isFiniteFit(fit)).toBe(true);
    expect(fit.translation[2]).toBeGreaterThan(0);
    expect(fit.warnings.length).toBeGreaterThan(0);
  });
});

test.each([0, 1e-9, 0.01])('keypoints within %d pixels: a dot, no farther than one can be told', (size) => {
  const keypoints = shipped.project(POSES[0][1], camera);
  const xy = keypoints.xy.map((pixel, i) => 300 + (size / 100) * (pixel - camera.principalPoint[i & 1]));
  const fit = shipped.fitter.fit({ ...keypoints, xy }, camera);
  expect(fit.termination).toBe('converged');
  expect(fit.translation[2]).toBeLessThan(1.1 * camera.focalLength); // a metre is a pixel
  expect(fit.reprojectionError).toBeLessThan(1);
});

test('far away people are met where they are', () => {
  const far = POSES[0][1].slice();
  far.set([2, 5, 100]); // five pixels
  const fit = shipped.fitter.fit(shipped.project(far, camera), camera);
  expect(Math.abs(fit.translation[2] - 100)).toBeLessThan(10);
  expect(Object.keys(fit.costByTerm)).not.toContain('distance');
});

describe('input that is wrong is refused', () => {
  const keypoints: Keypoints = { set: 'coco17', xy: new Float64Array(34), confidence: new Float64Array(17) };

  test('sizes that disagree with the set', () => {
    expect(() => shipped.fitter.fit(undefined as never, camera)).toThrow(FitError);
    expect(() => shipped.fitter.fit(keypoints, undefined as never)).toThrow('the focal length is missing');
    expect(() => shipped.fitter.fit({ ...keypoints, set: 'lsp14' }, camera)).toThrow('keypoints.xy has 34 numbers');
    const worldLandmarks = new Float64Array(99);
    expect(() => shipped.fitter.fit(keypoints, camera, { worldLandmarks })).toThrow('worldLandmarks has 99 numbers');
  });

  test('a term to leave out that there is not', () => {
    const { mixture, limits } = smallPrior();
    // @ts-expect-error: JavaScript may name it all the same
    expect(() => createFitter(goldenBody(), { mixture, limits }, { without: ['prior'] })).toThrow(
      'no term called prior',
    );
  });

  test.each([-500, 0, Number.NaN])('a focal length of %d', (focalLength) => {
    expect(() => shipped.fitter.fit(keypoints, { ...camera, focalLength })).toThrow('focal length');
  });

  test.each([[[Number.NaN, 240] as const], [[320, Number.POSITIVE_INFINITY] as const]])(
    'a principal point of %j',
    (principalPoint) => {
      const wrong = { ...camera, principalPoint };
      expect(() => shipped.fitter.fit(keypoints, wrong)).toThrow('the principal point is');
      expect(() => shipped.fitter.refit(shipped.fitter.fit(keypoints, camera), keypoints, wrong)).toThrow(FitError);
    },
  );
});

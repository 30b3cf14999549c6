import { beforeAll, describe, expect, test } from 'vitest';
import { openBody, openPrior } from '../../../converters/cli/node-models.js';
import { JOINT_SETS, type KeypointSet, SMPL_JOINTS, type SmplJoint } from '../../../core/body/joint-sets.js';
import { parametersOf } from '../../../core/body/skeleton.js';
import type { Lifted } from '../../../core/fit/lifted.js';
import { type LimbsSeen, limbsSeen, seenInAny, withHangingLimbs } from '../../../core/fit/unseen-limbs.js';
import { exchangeLimbs, LIMBS } from '../../../core/keypoints/sides.js';
import { liftAndFit, liftAndRefit } from '../../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../../core/lift/lifter.js';
import { createSequenceFitter } from '../../../core/sequence/sequence.js';
import type { Fit, Keypoints, Limb } from '../../../core/types.js';
import { blankPerson, fittingKeypoints, withEdit, withKeypointAt } from '../../../plugins/workbench/keypoint-edits.js';
import { paramsOf, shippedFitter, shippedLifter, type TestFitter } from '../../support/shipped.js';

const CAMERA = { focalLength: 800, principalPoint: [320, 240] as const, width: 640, height: 480 };
const indexOf = (name: SmplJoint): number => SMPL_JOINTS.indexOf(name);

/** The same keypoints without those of the parts. */
function without({ set, xy, confidence }: Keypoints, parts: RegExp, left = 0): Keypoints {
  const names: readonly (string | null)[] = JOINT_SETS[set];
  return { set, xy, confidence: confidence.map((own, k) => (parts.test(names[k] ?? '') ? left : own)) };
}

const [ALL, UPPER, NOTHING] = [
  { upper: true, lower: true },
  { upper: true, lower: false },
  { upper: false, lower: false },
];
const WHOLE: LimbsSeen = { legs: ALL, arms: { left: ALL, right: ALL } };

const allOf = (set: KeypointSet): Keypoints => {
  const K = JOINT_SETS[set].length;
  return { set, xy: new Float64Array(2 * K), confidence: new Float64Array(K).fill(1) };
};

test.each(['coco17', 'blazepose33', 'body25', 'lsp14'] as const)('how far down legs are seen: %s', (set) => {
  const all = allOf(set);
  expect(limbsSeen(all)).toEqual(WHOLE);
  const toKnees = without(all, /ankle|heel|toe|foot/, 0.05);
  expect(limbsSeen(toKnees)).toEqual({ ...WHOLE, legs: UPPER });
  expect(limbsSeen(without(toKnees, /knee/))).toEqual({ ...WHOLE, legs: NOTHING });
  expect(limbsSeen(without(all, /knee/))).toEqual(WHOLE); // behind a table, the feet below it
});

test.each(['coco17', 'blazepose33', 'body25', 'lsp14'] as const)(
  'how far down arms are seen, each by itself: %s',
  (set) => {
    const all = allOf(set);
    const noHand = without(all, /left_(wrist|hand|index|pinky|thumb)/, 0.05);
    expect(limbsSeen(noHand)).toEqual({ ...WHOLE, arms: { ...WHOLE.arms, left: UPPER } });
    const noArm = without(noHand, /left_elbow/);
    expect(limbsSeen(noArm)).toEqual({ ...WHOLE, arms: { ...WHOLE.arms, left: NOTHING } });
  },
);

test('knees and a toe of which there is a hint are not legs; many hints together are, and one of an arm', () => {
  const hints = (of: Readonly<Record<string, number>>): Keypoints => {
    const { confidence, ...rest } = allOf('blazepose33');
    const names: readonly (string | null)[] = JOINT_SETS.blazepose33;
    return { ...rest, confidence: confidence.map((own, k) => of[names[k] ?? ''] ?? own) };
  };
  const none = { left_ankle: 0, right_ankle: 0, left_heel: 0, right_heel: 0, left_big_toe: 0, right_big_toe: 0 };
  const border = { ...none, left_knee: 0.14, right_knee: 0.1, left_big_toe: 0.17 };
  expect(limbsSeen(hints(border)).legs).toEqual(NOTHING);
  expect(limbsSeen(hints({ ...border, right_knee: 0.15 })).legs).toEqual(UPPER);
  expect(limbsSeen(hints({ ...border, right_ankle: 0.15 })).legs).toEqual(ALL);
  const arm = hints({ left_elbow: 0.12, left_wrist: 0, left_hand: 0 }).confidence;
  expect(limbsSeen({ ...allOf('blazepose33'), confidence: arm }).arms.left).toEqual(UPPER);
});

test('what is seen in any view is seen', () => {
  const left = { legs: NOTHING, arms: { left: ALL, right: NOTHING } };
  const right = { legs: UPPER, arms: { left: UPPER, right: UPPER } };
  expect(seenInAny([left, right])).toEqual({ legs: UPPER, arms: { left: ALL, right: UPPER } });
  expect(seenInAny([])).toEqual({ legs: NOTHING, arms: { left: NOTHING, right: NOTHING } });
});

test('a knee that a hand has placed is seen', () => {
  const { set, xy, confidence } = without(allOf('coco17'), /hip|knee|ankle/);
  const person = { ...blankPerson(set), keypoints: { set, xy, confidence } };
  const knee = JOINT_SETS[set].indexOf('right_knee');
  expect(limbsSeen(fittingKeypoints(person)).legs).toEqual(NOTHING);
  const placed = withKeypointAt(person, knee, [300, 400]);
  expect(limbsSeen(fittingKeypoints(placed)).legs).toEqual(UPPER);
  expect(limbsSeen(fittingKeypoints(withEdit(placed, knee, { off: true }))).legs).toEqual(NOTHING);
});

describe('a lifted pose', () => {
  const pose = new Float64Array(72).fill(0.5);
  pose.set([-1.4, 0.2, 0.1], 3 * indexOf('left_hip'));
  pose.set([0.3, 0, 0], 3 * indexOf('right_hip'));
  const lifted: Lifted = {
    pose,
    sigma: new Float64Array(72).fill(0.4),
    betas: new Float64Array(10),
    translation: new Float64Array(3),
  };
  const turnOf = ({ pose: all }: Lifted, name: SmplJoint): number[] => [
    ...all.subarray(3 * indexOf(name), 3 * indexOf(name) + 3),
  ];

  test('limbs that are seen stay as they are', () => {
    expect(withHangingLimbs(lifted, WHOLE)).toBe(lifted);
  });

  test('shins hang below thighs, which are the network’s', () => {
    const hanging = withHangingLimbs(lifted, { ...WHOLE, legs: UPPER });
    expect(turnOf(hanging, 'left_hip')).toEqual([-1.4, 0.2, 0.1]);
    expect(turnOf(hanging, 'left_knee')).toEqual([1.4, 0, 0]);
    expect(turnOf(hanging, 'right_knee')).toEqual([0, 0, 0]); // no knee bends forwards
    expect(hanging.assumed?.map((j) => SMPL_JOINTS[j]).sort()).toEqual(
      ['knee', 'ankle', 'foot'].flatMap((part) => [`left_${part}`, `right_${part}`]).sort(),
    );
  });

  test('arms hang at the sides, forearms at ease below upper arms that are the network’s', () => {
    const hanging = withHangingLimbs(lifted, { legs: NOTHING, arms: { left: NOTHING, right: UPPER } });
    expect(turnOf(hanging, 'left_shoulder')).toEqual([0, 0, -1.2]);
    expect(turnOf(hanging, 'left_elbow')).toEqual([0, -0.25, 0]);
    expect(turnOf(hanging, 'right_shoulder')).toEqual([0.5, 0.5, 0.5]);
    expect(turnOf(hanging, 'right_elbow')).toEqual([0, 0.25, 0]);
    const names = (hanging.assumed ?? [])
      .map((j) => SMPL_JOINTS[j])
      .filter((name) => /shoulder|elbow|wrist/.test(name));
    expect(names).toEqual(['left_shoulder', 'left_elbow', 'left_wrist', 'right_elbow', 'right_wrist']);
    // An arm that is hidden of somebody whose legs are seen is the network's to tell.
    expect(withHangingLimbs(lifted, { legs: ALL, arms: { left: NOTHING, right: UPPER } })).toBe(lifted);
  });

  test('nothing seen: straight legs, all else as it was', () => {
    const hanging = withHangingLimbs(lifted, { ...WHOLE, legs: NOTHING });
    const assumed = hanging.assumed ?? [];
    expect(assumed).toHaveLength(8);
    SMPL_JOINTS.forEach((name, j) => {
      expect(turnOf(hanging, name)).toEqual(assumed.includes(j) ? [0, 0, 0] : turnOf(lifted, name));
    });
    expect(lifted.pose[3 * indexOf('left_knee')]).toBe(0.5); // the network's own answer is untouched
  });
});

describe('a fit', () => {
  let shipped: TestFitter;
  let lifter: Lifter;
  let standing: Keypoints;
  let seated: Keypoints;
  beforeAll(async () => {
    shipped = await shippedFitter();
    lifter = await shippedLifter(shipped);
    const hanging = { left_shoulder: [0, 0, -1.2], right_shoulder: [0, 0, 1.2], pelvis: [Math.PI, 0.5, 0] };
    standing = shipped.project(paramsOf([0, 0, 3], hanging), CAMERA);
    const [thigh, shin] = [
      [-1.5, 0, 0],
      [1.5, 0, 0],
    ];
    const sitting = { ...hanging, left_hip: thigh, right_hip: thigh, left_knee: shin, right_knee: shin };
    seated = shipped.project(paramsOf([0, 0, 3], sitting), CAMERA);
  });

  /** Degrees. */
  const bend = ({ pose }: Pick<Fit, 'pose'>, part: 'hip' | 'knee'): number =>
    Math.max(
      ...(['left', 'right'] as const).map((side) => {
        const j = 3 * indexOf(`${side}_${part}`);
        return (Math.hypot(pose[j], pose[j + 1], pose[j + 2]) * 180) / Math.PI;
      }),
    );

  test('of somebody seen to the waist stands, and says that it does not know', async () => {
    const half = without(standing, /knee|ankle|heel|toe/);
    const network = await lifter.lift(half, CAMERA);
    expect(bend(network!, 'knee')).toBeGreaterThan(20); // half-way to a chair
    const fit = await liftAndFit(shipped.fitter, lifter, half, CAMERA);
    expect(fit.warnings).toEqual(['the legs are not seen: their pose is a guess']);
    expect(bend(fit, 'knee')).toBeLessThan(6);
    expect(bend(fit, 'hip')).toBeLessThan(15);
    expect(fit.costByTerm.habit).toBeGreaterThan(0);
    const { joints } = fit.confidence!;
    for (const name of ['left_ankle', 'right_ankle'] as const) expect(joints[indexOf(name)]).toBeLessThan(0.3);
    const again = await liftAndRefit(shipped.fitter, lifter, fit, half, CAMERA);
    expect(bend(again, 'knee')).toBeLessThan(6);
  });

  test('of somebody seen to the chest lets the hands hang beside the hips', async () => {
    const bust = without(standing, /elbow|wrist|hip|knee|ankle/);
    const fit = await liftAndFit(shipped.fitter, lifter, bust, CAMERA);
    const { joints } = shipped.kinematics.pose(parametersOf(fit), false);
    const height = (name: SmplJoint): number => -joints[3 * indexOf(name) + 1]; // y points down
    for (const side of ['left', 'right'] as const) {
      expect(height(`${side}_wrist`)).toBeLessThan(height('pelvis') + 0.15);
      expect(height(`${side}_elbow`)).toBeLessThan(height(`${side}_shoulder`) - 0.15);
      expect(fit.confidence?.joints[indexOf(`${side}_wrist`)]).toBeLessThan(0.3);
    }
  });

  test('of somebody seated, seen to the knees, has shins that hang', async () => {
    const fit = await liftAndFit(shipped.fitter, lifter, without(seated, /ankle|heel|toe/), CAMERA);
    const ankle = indexOf('left_ankle');
    const { joints } = shipped.kinematics.pose(parametersOf(fit), false);
    const knee = indexOf('left_knee');
    const shin = [0, 1, 2].map((axis) => joints[3 * ankle + axis] - joints[3 * knee + axis]);
    expect(shin[1] / Math.hypot(...shin)).toBeGreaterThan(0.85); // y points down
  });

  test.each([
    [1, 2],
    [0.05, 2], // a detector that doubts it: the hand does not
  ])(
    'of somebody with a knee in a hand, confidence %f, meets it, and lets the other shin hang',
    async (sure, within) => {
      const knee = JOINT_SETS.coco17.indexOf('left_knee');
      const half = without(seated, /knee|ankle/);
      const held = { ...half, confidence: half.confidence.map((own, k) => (k === knee ? sure : own)) };
      const fit = await liftAndFit(shipped.fitter, lifter, held, CAMERA, { pinned: [knee] });
      const found = shipped.project(parametersOf(fit), CAMERA);
      const [dx, dy] = [0, 1].map((axis) => found.xy[2 * knee + axis] - seated.xy[2 * knee + axis]);
      expect(Math.hypot(dx, dy)).toBeLessThan(within);
      expect(fit.costByTerm.habit).toBeGreaterThan(0);
    },
  );

  test('of somebody whose arms were taken for each other, legs out of the picture, stands with them put right', async () => {
    const half = without(standing, /knee|ankle/);
    const wrong = exchangeLimbs({ keypoints: half }, ['arms']).keypoints;
    const right = await liftAndFit(shipped.fitter, lifter, half, CAMERA);
    const fit = await liftAndFit(shipped.fitter, lifter, wrong, CAMERA);
    expect(right.exchanged).toBeUndefined();
    expect(fit.exchanged).toEqual(['arms']);
    expect(fit.pose).toEqual(right.pose);
    expect(fit.costByTerm.habit).toBeGreaterThan(0);
  });

  test.each(Object.keys(LIMBS) as Limb[])('exchanged %s of whoever is seen in parts: finite', async (limb) => {
    for (const hidden of [
      /knee|ankle/,
      /ankle/,
      /hip|knee|ankle/,
      /shoulder|elbow|wrist|ankle/,
      /nose|eye|ear|shoulder|wrist|hip|ankle/, // too few for the network: elbows and knees
    ]) {
      const { keypoints } = exchangeLimbs({ keypoints: without(seated, hidden) }, [limb]);
      const { pose, translation, costByTerm } = await liftAndFit(shipped.fitter, lifter, keypoints, CAMERA);
      expect([...pose, ...translation, ...Object.values(costByTerm)].every(Number.isFinite)).toBe(true);
    }
  });

  test('of somebody seen whole assumes nothing', async () => {
    const fit = await liftAndFit(shipped.fitter, lifter, standing, CAMERA);
    expect(fit.costByTerm).not.toHaveProperty('habit');
  });

  test('of a sequence assumes it only where no frame shows legs', async () => {
    const half = without(standing, /knee|ankle|heel|toe/);
    const frames = async (shown: readonly Keypoints[]) =>
      Promise.all(
        shown.map(async (keypoints) => ({ keypoints, evidence: { lifted: (await lifter.lift(keypoints, CAMERA))! } })),
      );
    const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
    const sequence = createSequenceFitter(body, prior, shipped.fitter);
    const fitAll = async (shown: readonly Keypoints[]) => sequence.fit(await frames(shown), CAMERA, { frameRate: 10 });
    const never = await fitAll([half, half, half]);
    for (const own of never.frames) expect(bend(own, 'knee')).toBeLessThan(8);
    const once = await fitAll([standing, half, standing]);
    for (const own of once.frames) expect(own.costByTerm).not.toHaveProperty('habit');
    // Said once, and not by each frame.
    expect(never.warnings).toEqual(['the legs are not seen: their pose is a guess']);
    expect(once.warnings).toEqual([]);
    expect([...never.frames, ...once.frames].flatMap(({ warnings }) => warnings)).toEqual([]);
  });
});

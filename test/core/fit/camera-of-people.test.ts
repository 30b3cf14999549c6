import { describe, expect, test } from 'vitest';
import { SMPL_JOINTS, type SmplJoint } from '../../../core/body/joint-sets.js';
import { downOfPitch, pitchOf } from '../../../core/camera/gravity.js';
import {
  cameraOfPeople,
  type FitOne,
  type KnownPerson,
  uprightCameraOfPeople,
} from '../../../core/fit/camera-of-people.js';
import type { Camera, Fit, Mask } from '../../../core/types.js';
import { standing } from '../../support/standing.js';

const CAMERA: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
const PERSON = { keypoints: standing().keypoints, evidence: {} };

const AT_REST = new Float64Array(72);

test('one person in many frames tells as much as in one', async () => {
  const unsure = async (_: unknown, { focalLength }: Camera): Promise<Fit> => {
    const cost = 2 * Math.log(focalLength / 1600) ** 2;
    return { cost, costByTerm: { anchor: cost } as Fit['costByTerm'] } as Fit;
  };
  const focalOf = async (frames: number, areOne: boolean): Promise<number> =>
    (await cameraOfPeople(unsure, Array(frames).fill(PERSON), CAMERA, areOne)).camera.focalLength;
  const one = await focalOf(1, false);
  expect(await focalOf(5, true)).toBeCloseTo(one, 6);
  expect(await focalOf(5, false)).toBeGreaterThan(one * 1.1);
});

describe('the pitch that people tell', () => {
  /** Two thirds of photos lie within this of level. Degrees. */
  const SPREAD = 20;

  type Cost = Awaited<ReturnType<FitOne>>;
  const anchored = (cost: number): Cost => ({ cost, costByTerm: { anchor: 0, balance: 0 }, pose: AT_REST });
  const pitchIn = (camera: Camera | null): number => pitchOf(camera?.down ?? [Number.NaN, 0, 0]);
  /** A fit that is cheapest at a pitch, where it is known to so many degrees. */
  const fitsBest =
    (at: number, sigma: number): FitOne =>
    async (_, camera) =>
      anchored(((pitchIn(camera) - at) / sigma) ** 2 / 2);
  const seenWithout = (...hidden: number[]): KnownPerson => {
    const { keypoints } = standing();
    const confidence = keypoints.confidence.map((value, k) => (hidden.includes(k) ? 0 : value));
    return { keypoints: { ...keypoints, confidence }, evidence: {} };
  };

  test.each([-25, -8, 0, 12, 30])('sure ones: %f degrees', async (at) => {
    const found = await uprightCameraOfPeople(fitsBest(at, 0.1), [PERSON], CAMERA);
    expect(Math.abs(pitchIn(found) - at)).toBeLessThan(1.1); // a degree does not matter
  });

  test('an unsure one is met half-way to level, several are believed more, one in many frames is not', async () => {
    const pitchOfMany = async (count: number, areOne: boolean): Promise<number> =>
      pitchIn(await uprightCameraOfPeople(fitsBest(16, SPREAD), Array(count).fill(PERSON), CAMERA, areOne));
    expect(await pitchOfMany(1, false)).toBeCloseTo(8, 0);
    expect(await pitchOfMany(3, false)).toBeCloseTo(12, 0);
    expect(await pitchOfMany(7, false)).toBeCloseTo(14, 0);
    expect(await pitchOfMany(7, true)).toBeCloseTo(await pitchOfMany(1, true), 6);
  });

  test('of a mean, by those who lean to all sides', async () => {
    const leans = new Map(
      [PERSON, seenWithout(9), seenWithout(10)].map(({ keypoints }, i) => [keypoints, [2, 10, 18][i]]),
    );
    const fitOne: FitOne = (keypoints, ...rest) => fitsBest(leans.get(keypoints) ?? Number.NaN, 1)(keypoints, ...rest);
    const people = [...leans.keys()].map((keypoints) => ({ keypoints, evidence: {} }));
    expect(Math.abs(pitchIn(await uprightCameraOfPeople(fitOne, people, CAMERA)) - 10)).toBeLessThan(1.1);
  });

  test('four steps of ten degrees from level at most', async () => {
    for (const at of [-79, 79]) {
      const pitch = pitchIn(await uprightCameraOfPeople(fitsBest(at, 0.1), [PERSON], CAMERA));
      expect(pitch).toBeCloseTo(40 * Math.sign(at), 9);
    }
  });

  test('nobody, nobody from head to ankle, nobody near the network: none tells', async () => {
    const fitOne = fitsBest(20, 1);
    const unanchored: FitOne = async (...given) => ({ ...(await fitOne(...given)), costByTerm: {} });
    expect(await uprightCameraOfPeople(fitOne, [], CAMERA)).toBeNull();
    const half = seenWithout(15, 16);
    const headless = seenWithout(0, 1, 2, 3, 4, 5, 6);
    expect(await uprightCameraOfPeople(fitOne, [half, headless], CAMERA)).toBeNull();
    expect(await uprightCameraOfPeople(unanchored, [PERSON], CAMERA)).toBeNull();
  });

  test('who cannot be anchored tells nothing, whatever the others say', async () => {
    const doubted = seenWithout(9);
    const fitOne: FitOne = async (keypoints, camera, evidence) =>
      keypoints === doubted.keypoints
        ? { ...(await fitsBest(-40, 0.1)(keypoints, camera, evidence)), costByTerm: {} }
        : fitsBest(12, 1)(keypoints, camera, evidence);
    const alone = await uprightCameraOfPeople(fitOne, [PERSON], CAMERA);
    expect(await uprightCameraOfPeople(fitOne, [doubted, PERSON], CAMERA)).toEqual(alone);
    expect(await uprightCameraOfPeople(fitOne, [PERSON, seenWithout(15, 16)], CAMERA)).toEqual(alone);
  });

  describe('by who stands', () => {
    const LEGS: readonly SmplJoint[] = ['left_hip', 'right_hip', 'left_knee', 'right_knee'];
    const bent = (radians: number, joints = LEGS): Float64Array => {
      const pose = new Float64Array(72);
      // About two axes at once: the angle counts, not the numbers it is made of.
      for (const name of joints) pose.set([0.6 * radians, 0.8 * radians, 0], 3 * SMPL_JOINTS.indexOf(name));
      return pose;
    };
    const toldBy = (pose: Float64Array, balance = 0): Promise<Camera | null> =>
      uprightCameraOfPeople(
        async (...given) => ({ ...(await fitsBest(12, 1)(...given)), pose, costByTerm: { anchor: 0, balance } }),
        [PERSON],
        CAMERA,
      );

    test('both hips and both knees bent by more than 0.9: sits or squats', async () => {
      expect(await toldBy(bent(0.91))).toBeNull();
      expect(await toldBy(bent(-1.5))).toBeNull();
      expect(pitchIn(await toldBy(bent(0.89)))).toBeCloseTo(12, 0);
    });

    test.each(LEGS)('somebody whose %s is straight stands on that leg', async (straight) => {
      const others = LEGS.filter((name) => name !== straight);
      expect(pitchIn(await toldBy(bent(2, others)))).toBeCloseTo(12, 0);
      expect(pitchIn(await toldBy(bent(2, [straight])))).toBeCloseTo(12, 0);
    });

    test('who leans too far to be held lies or falls: half of the most that balance costs', async () => {
      expect(await toldBy(bent(0), 9 / 4)).toBeNull();
      expect(await toldBy(bent(0), 4)).toBeNull();
      expect(pitchIn(await toldBy(bent(0), 9 / 4 - 1e-9))).toBeCloseTo(12, 0);
    });

    test('one of two is enough, and the other is heard, too', async () => {
      const fallen = seenWithout(9);
      const fitOne: FitOne = async (keypoints, ...rest) => {
        const isFallen = keypoints === fallen.keypoints;
        const fit = await fitsBest(isFallen ? 8 : 16, 0.1)(keypoints, ...rest);
        return { ...fit, costByTerm: { anchor: 0, balance: isFallen ? 3 : 0.1 } };
      };
      for (const people of [
        [fallen, PERSON],
        [PERSON, fallen],
      ]) {
        expect(pitchIn(await uprightCameraOfPeople(fitOne, people, CAMERA))).toBeCloseTo(12, 0);
      }
    });

    test('somebody seated does not pull at the pitch that the others tell', async () => {
      const seated = seenWithout(9);
      const fitOne: FitOne = async (keypoints, ...rest) =>
        keypoints === seated.keypoints
          ? { ...(await fitsBest(-30, 0.1)(keypoints, ...rest)), pose: bent(1.5) }
          : fitsBest(12, 1)(keypoints, ...rest);
      const alone = await uprightCameraOfPeople(fitOne, [PERSON], CAMERA);
      expect(await uprightCameraOfPeople(fitOne, [seated, PERSON], CAMERA)).toEqual(alone);
    });
  });

  test('a tilt at which somebody cannot be anchored is not taken', async () => {
    const onlyLevel: FitOne = async (keypoints, camera, evidence) => {
      const fit = await fitsBest(20, 1)(keypoints, camera, evidence);
      return Math.abs(pitchIn(camera)) < 5 ? fit : { ...fit, costByTerm: {} };
    };
    expect(await uprightCameraOfPeople(onlyLevel, [PERSON], CAMERA)).toEqual({ ...CAMERA, down: [0, 1, 0] });
  });

  test('all else of the camera stays; a way things fell before is forgotten', async () => {
    const found = await uprightCameraOfPeople(fitsBest(20, 1), [PERSON], CAMERA);
    expect(found).toEqual({ ...CAMERA, down: downOfPitch(pitchIn(found)) });
    const told: Camera = { ...CAMERA, down: [0, 0, 1] };
    expect(await uprightCameraOfPeople(fitsBest(20, 1), [PERSON], told)).toEqual(found);
  });

  test('every fit knows what is known of the person but the mask; none but the last is made twice', async () => {
    const mask: Mask = { size: 0, values: new Float32Array(0), toImage: { a: 1, b: 0, x: 0, y: 0 } };
    const tried: number[] = [];
    const fitOne: FitOne = async (keypoints, camera, evidence) => {
      expect(evidence).toEqual({ height: 1.8 });
      expect(camera.focalLength).toBe(CAMERA.focalLength);
      tried.push(pitchIn(camera));
      return fitsBest(20, 1)(keypoints, camera, evidence);
    };
    await uprightCameraOfPeople(fitOne, [{ ...PERSON, evidence: { height: 1.8, mask } }], CAMERA);
    expect(tried.slice(0, 3).map(Math.round)).toEqual([0, -10, 10]);
    expect(new Set(tried).size).toBe(tried.length - 1); // whether they keep their balance, by the camera that was found
    expect(tried.length).toBeLessThan(8);
  });
});

test('a camera that knows how things fall keeps it while its focal length is looked for', async () => {
  const down = downOfPitch(15);
  const seen: unknown[] = [];
  const fitOne: FitOne = async (_, camera) => {
    seen.push(camera.down);
    return { cost: 50 * Math.log(camera.focalLength / 1200) ** 2, costByTerm: { anchor: 0 }, pose: AT_REST };
  };
  const { camera, source } = await cameraOfPeople(fitOne, [PERSON], { ...CAMERA, down });
  expect(source).toBe('perspective');
  expect(camera.down).toEqual(down);
  for (const one of seen) expect(one).toEqual(down);
});

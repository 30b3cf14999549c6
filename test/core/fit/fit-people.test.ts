import { describe, expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { downOfPitch, pitchOf } from '../../../core/camera/gravity.js';
import { fitPeople as fitPeopleTimed, NOBODY_TELLS_TILT } from '../../../core/fit/fit-people.js';
import { SEVERAL_FLOORS } from '../../../core/fit/one-floor.js';
import type { BodyModel, Camera, Detection, Fit } from '../../../core/types.js';
import { standing } from '../../support/standing.js';

type Timed = Parameters<typeof fitPeopleTimed>;
type Untimed = [Timed[0], Timed[1], Timed[2], Omit<Timed[3], 'now' | 'body'>];

const CAMERA: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
/** A clock that moves on by one whenever it is asked. */
let ticks = 0;
const fitPeople = (...[fitOne, people, stated, options]: Untimed) =>
  fitPeopleTimed(fitOne, people, stated, { ...options, body: {} as BodyModel, now: () => ticks++ });
const { keypoints } = standing();
const mask = { size: 1, values: Float32Array.of(1), toImage: { a: 1, b: 0, x: 0, y: 0 } };
const PERSON: Detection = { box: [0, 0, 9, 9], score: 1, keypoints, mask };
const HALF: Detection = {
  ...PERSON,
  keypoints: { ...keypoints, confidence: keypoints.confidence.map((c, k) => (k < 13 ? c : 0)) },
};

/** A fit that is the cheaper the nearer the focal length is to 1200. */
function fake(exchanged?: Fit['exchanged'], isDoubted = false) {
  const asked: { focalLength: number; hasMask: boolean }[] = [];
  const fit = async (_: unknown, { focalLength }: Camera, evidence: { mask?: unknown }): Promise<Fit> => {
    asked.push({ focalLength, hasMask: evidence.mask !== undefined });
    const cost = 1000 * Math.log(focalLength / 1200) ** 2;
    const costByTerm = isDoubted ? {} : { anchor: 0 };
    return { cost, costByTerm, ...(exchanged && { exchanged }) } as Fit;
  };
  return { fit, asked };
}

test('a guessed focal length gives way to the one that suits the people; masks take part in the last fit alone', async () => {
  const { fit, asked } = fake();
  const { camera, source, people } = await fitPeople(fit, [PERSON, HALF], { camera: CAMERA, source: 'default' }, {});
  expect(source).toBe('perspective');
  expect(camera.focalLength / 1200).toBeCloseTo(1, 1);
  expect(people).toHaveLength(2);
  const last = asked.splice(-2);
  expect(last).toEqual([0, 1].map(() => ({ focalLength: camera.focalLength, hasMask: true })));
  expect(asked.every(({ hasMask }) => !hasMask)).toBe(true);
});

test.each(['exif', 'flag', 'file'] as const)('a focal length by %s stays', async (source) => {
  const { fit, asked } = fake();
  expect(await fitPeople(fit, [PERSON], { camera: CAMERA, source }, {})).toMatchObject({ camera: CAMERA, source });
  expect(asked).toHaveLength(1);
});

test('so does a guess where nobody is seen whole, or the method has a camera of its own', async () => {
  const guess = { camera: CAMERA, source: 'default' } as const;
  expect(await fitPeople(fake().fit, [HALF], guess, {})).toMatchObject(guess);
  expect(await fitPeople(fake().fit, [PERSON], guess, { fixedCamera: true })).toMatchObject(guess);
  expect(await fitPeople(fake(undefined, true).fit, [PERSON], guess, {})).toMatchObject(guess); // far from the network's pose
  expect(await fitPeople(fake().fit, [], guess, {})).toEqual({ ...guess, people: [] });
});

test('each fit took its own time and its share of that of the camera', async () => {
  const { people } = await fitPeople(fake().fit, [PERSON, HALF], { camera: CAMERA, source: 'default' }, {});
  expect(people.map(({ fitMs }) => fitMs)).toEqual([1.5, 1.5]);
});

test('keypoints of exchanged sides are handed on as they were used', async () => {
  const { fit } = fake(['legs']);
  const { people } = await fitPeople(fit, [PERSON], { camera: CAMERA, source: 'exif' }, {});
  const used = people[0].detection.keypoints.xy;
  expect([used[2 * 15], used[2 * 15 + 1]]).toEqual([keypoints.xy[2 * 16], keypoints.xy[2 * 16 + 1]]);
  expect([used[2 * 9], used[2 * 9 + 1]]).toEqual([keypoints.xy[2 * 9], keypoints.xy[2 * 9 + 1]]);
});

describe('people who keep their balance', () => {
  /** A fit that is cheapest before a camera that looks down by 12 degrees, where the focal length is known. */
  function leaning() {
    const downs: Camera['down'][] = [];
    const fit = async (_: unknown, { down }: Camera): Promise<Fit> => {
      downs.push(down);
      const cost = down === undefined ? 0 : 1000 * (pitchOf(down) / 12 - 1) ** 2;
      return {
        cost,
        costByTerm: { anchor: 0, balance: 0 },
        pose: new Float64Array(72),
        warnings: ['own'],
      } as unknown as Fit;
    };
    return { fit, downs };
  }
  const stated = { camera: CAMERA, source: 'exif' } as const;
  const warningsOf = (fitted: Awaited<ReturnType<typeof fitPeople>>) => fitted.people.map(({ fit }) => fit.warnings);

  test('asked for nothing: nothing is known, and nothing said', async () => {
    const { fit, downs } = leaning();
    const fitted = await fitPeople(fit, [PERSON, HALF], stated, {});
    expect(fitted.camera).not.toHaveProperty('down');
    expect(downs).toEqual([undefined, undefined]);
    expect(warningsOf(fitted)).toEqual([['own'], ['own']]);
  });

  test('a pitch that is known: nobody is asked, everybody is fitted by it', async () => {
    const { fit, downs } = leaning();
    const fitted = await fitPeople(fit, [PERSON, HALF], stated, { pitch: -7 });
    expect(fitted).toMatchObject({ camera: { ...CAMERA, down: downOfPitch(-7) }, source: 'exif' });
    expect(downs).toEqual([downOfPitch(-7), downOfPitch(-7)]);
    expect(warningsOf(fitted)).toEqual([['own'], ['own']]);
  });

  test('a pitch of 0 is known, too', async () => {
    const level = await fitPeople(leaning().fit, [PERSON], stated, { pitch: 0 });
    expect(level.camera.down).toEqual([0, 1, 0]);
  });

  test('unknown: as those tell who are seen whole, for all of them', async () => {
    const { fit, downs } = leaning();
    const fitted = await fitPeople(fit, [HALF, PERSON], stated, { upright: true });
    const { down } = fitted.camera;
    expect(Math.abs(pitchOf(down ?? [0, 0, 0]) - 12)).toBeLessThan(1.1); // a degree does not matter
    expect(downs.splice(-2)).toEqual([down, down]);
    expect(downs.every((tried) => tried !== undefined)).toBe(true);
    expect(warningsOf(fitted)).toEqual([['own'], ['own']]);
  });

  test('nobody tells: every fit says so, after its own warnings', async () => {
    const { fit, downs } = leaning();
    const fitted = await fitPeople(fit, [HALF, HALF], stated, { upright: true });
    expect(fitted.camera).toEqual(CAMERA);
    expect(downs).toEqual([undefined, undefined]);
    expect(warningsOf(fitted)).toEqual([0, 1].map(() => ['own', NOBODY_TELLS_TILT]));
  });

  test('a pitch at which nobody stands, two words on the tilt and texts are refused before anybody is fitted', async () => {
    const { fit, downs } = leaning();
    const texts = [{ upright: 'false' }, { pitch: '10' }, { height: '1.8' }] as unknown as object[];
    for (const options of [{ pitch: 90 }, { pitch: 0, upright: true }, ...texts])
      await expect(fitPeople(fit, [PERSON], stated, options)).rejects.toMatchObject({ code: 'usage' });
    expect(downs).toEqual([]);
  });
});

test('people who stand on several floors: every fit says so', async () => {
  const body = await openBody('neutral');
  const fitOne = (height: number) => {
    let count = 0;
    return async (): Promise<Fit> => {
      const translation = Float64Array.of(0, height * count++, 3);
      const [pose, betas] = [new Float64Array(72), new Float64Array(10)];
      return { pose, betas, translation, costByTerm: {}, warnings: ['own'] } as unknown as Fit;
    };
  };
  const stated = { camera: CAMERA, source: 'exif' } as const;
  const warningsOf = async (height: number) => {
    const { people } = await fitPeopleTimed(fitOne(height), [PERSON, PERSON], stated, { body, now: () => 0 });
    return people.map(({ fit }) => fit.warnings);
  };
  expect(await warningsOf(0.1)).toEqual([['own'], ['own']]);
  expect(await warningsOf(0.5)).toEqual([0, 1].map(() => ['own', SEVERAL_FLOORS]));
});

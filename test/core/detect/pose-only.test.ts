import { expect, test } from 'vitest';
import { toCocoJson } from '../../../converters/export/coco-json.js';
import { toKeypointsJson } from '../../../converters/export/keypoints-json.js';
import { toOpenposeJson } from '../../../converters/export/openpose-json.js';
import { readKeypointsJson } from '../../../converters/import/keypoints-json.js';
import type { Person } from '../../../core/detect/follow-seed.js';
import { detectionOfPose, posesAlone } from '../../../core/detect/pose-only.js';
import { expectationsOf, type Seed } from '../../../core/detect/seeds.js';
import { foundPerson } from '../../../plugins/workbench/keypoint-edits.js';
import { mirrorPerson } from '../../../plugins/workbench/mirror.js';
import { STANDING } from './fake-runtime.js';

const LANDMARK_OF_COCO = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];
const photo = { width: 300, height: 100, rgba: new Uint8Array(0) };

/** Somebody standing, 64 pixels for the region, at dx; MoveNet's score of each keypoint by `scoreOf`. */
function seed(dx: number, score: number, scoreOf: (k: number) => number = () => 0.6): Seed {
  const xy = Float64Array.from(LANDMARK_OF_COCO.flatMap((k) => [STANDING[k][0] + dx, STANDING[k][1]]));
  return {
    kind: 'pose',
    region: { x: 32 + dx, y: 32, size: 64, rotation: 0 },
    score,
    expectations: expectationsOf({ score, xy, scores: Float64Array.from(LANDMARK_OF_COCO, (_, k) => scoreOf(k)) }),
    minAgreement: 0.5,
    isStrong: true,
  };
}

function person(dx: number): Person {
  const region = { x: 32 + dx, y: 32, size: 64, rotation: 0 };
  const xy = Float64Array.from(STANDING.flatMap(([column, row]) => [column + dx, row]));
  return { landmarks: { region, xy } as Person['landmarks'], confidence: new Float64Array(33).fill(0.5), score: 0.9 };
}

/** The same pose, upside down in its place: the names of its keypoints agree with nobody. */
function upsideDown({ expectations, region, ...rest }: Seed): Seed {
  const overturned = expectations.map((expectation) => ({ ...expectation, y: 69 - expectation.y }));
  return { ...rest, expectations: overturned, region: { ...region, rotation: -3.1 } };
}

test('poses that are nobody else, each once, the surest first; none that MoveNet is not sure of', () => {
  const [weak, double, sure, other] = [seed(200, 0.2), seed(101, 0.3), seed(100, 0.5), seed(150, 0.4)];
  expect(posesAlone([weak, double, sure, other], [])).toEqual([sure, other]);
  expect(posesAlone([weak, double, sure, other], [person(150)])).toEqual([sure]);
  expect(posesAlone([weak], [])).toEqual([]);
});

test('a pose upside down on somebody found, or on a surer pose, is nobody new', () => {
  const ghost = upsideDown(seed(100, 0.3));
  expect(posesAlone([ghost], [])).toEqual([ghost]);
  expect(posesAlone([ghost], [person(100)])).toEqual([]);
  expect(posesAlone([ghost, seed(100, 0.5)], [])).toEqual([seed(100, 0.5)]);
  expect(posesAlone([ghost], [person(116)])).toEqual([ghost]); // somebody beside
  const upright = { ...ghost, region: { ...ghost.region, rotation: 0 } }; // most of it in front of somebody behind
  expect(posesAlone([upright], [person(100)])).toEqual([upright]);
});

test('confidence grows with the score of a keypoint, is 0 for guesses, and fades beyond the border', () => {
  const scores = (k: number): number => (k < 11 ? 0.05 : k < 13 ? 0.3 : 0.8);
  const { box, keypoints, worldLandmarks, mask } = detectionOfPose(seed(0, 0.4, scores), photo);
  expect([worldLandmarks, mask]).toEqual([undefined, undefined]);
  expect([...keypoints.confidence.slice(0, 11)]).toEqual(Array(11).fill(0)); // only the legs show
  expect(keypoints.confidence[11]).toBeCloseTo((1.18 * 0.035) / (0.049 * 0.3 ** -0.744), 9);
  expect(keypoints.confidence[13]).toBeCloseTo((1.18 * 0.035) / 0.062, 9);
  expect(box).toEqual([29, 32, 6, 25]); // hips to ankles

  const beyond = detectionOfPose(seed(-29 - 1.6, 0.4), photo); // the right ankle 1.6 of 3.2 pixels beyond
  expect(beyond.keypoints.confidence[16]).toBeCloseTo(beyond.keypoints.confidence[15] / 2, 9);
});

test('exports and the workbench take seventeen keypoints without world landmarks', () => {
  const legs = detectionOfPose(
    seed(0, 0.4, (k) => (k < 11 ? 0.05 : 0.8)),
    photo,
  );
  const found = { image: { path: 'a.jpg', width: 300, height: 100 }, people: [legs] };
  const text = JSON.stringify(toKeypointsJson(found));
  expect(readKeypointsJson('a.json', text).people[0].keypoints).toEqual(legs.keypoints);
  const coco = JSON.parse(JSON.stringify(toCocoJson(found)));
  expect(coco.annotations[0].num_keypoints).toBe(6);
  expect(coco.annotations[0].keypoints.slice(33, 36)).toEqual([34, 32, 2]); // the left hip
  const openpose = JSON.parse(JSON.stringify(toOpenposeJson(found))).people[0].pose_keypoints_2d;
  expect(openpose.slice(3 * 12, 3 * 12 + 2)).toEqual([34, 32]);
  expect(openpose.slice(0, 3)).toEqual([0, 0, 0]); // no nose
  const edited = foundPerson(legs);
  expect([edited.edits.length, edited.worldLandmarks]).toEqual([17, null]);
  const mirrored = mirrorPerson(edited);
  expect([...mirrored.keypoints.xy.slice(22, 24)]).toEqual([30, 32]); // the left hip lies where the right one did
});

import { expect, test } from 'vitest';
import { foundPerson, withKeypointAt } from '../../../plugins/workbench/keypoint-edits.js';
import { snapshotFromJson, snapshotToJson } from '../../../plugins/workbench/snapshot.js';
import { EMPTY_STATE, type WorkbenchState } from '../../../plugins/workbench/state.js';
import { standing } from '../../support/standing.js';

const fit = {
  betas: Float64Array.of(1, 2),
  pose: Float64Array.from({ length: 72 }, (_, i) => i / 72),
  translation: Float64Array.of(0, 1, 3),
  camera: { focalLength: 800, principalPoint: [320, 240] as const, width: 640, height: 480 },
  cost: 3,
  costByTerm: { anchor: 1.5 },
  exchanged: ['legs'] as const,
  confidence: { joints: new Float64Array(24).fill(0.7), overall: 0.7 },
  iterations: 7,
  termination: 'iteration-limit' as const,
  reprojectionError: 2,
  warnings: ['a warning'],
};
const state: WorkbenchState = {
  ...EMPTY_STATE,
  image: { name: '<img src=x onerror=alert(1)>', width: 640, height: 480, focalLength: 800, perspectiveFocalLength: 9 },
  people: [{ ...withKeypointAt(foundPerson(standing()), 9, [1, 2]), betas: [0.5, 1], fit }],
  chosen: 0,
};
const json = (): Record<string, unknown> => JSON.parse(JSON.stringify(snapshotToJson(state)));

test('what goes in comes out', () => {
  expect(snapshotFromJson('scene', json())).toEqual(state);
  const mirrored = { ...state, people: state.people.map((person) => ({ ...person, sidesKnown: true })) };
  expect(snapshotFromJson('scene', JSON.parse(JSON.stringify(snapshotToJson(mirrored))))).toEqual(mirrored);
});

test('people stay who they are; in scenes from before there were ids they are who they are by their place', () => {
  const people = [7, 3].map((id) => ({ ...state.people[0], id }));
  const text = JSON.stringify(snapshotToJson({ ...state, people }));
  const ids = (from: string): number[] => snapshotFromJson('scene', JSON.parse(from)).people.map(({ id }) => id);
  expect(ids(text)).toEqual([7, 3]);
  expect(ids(text.replaceAll(/"id":\d,/g, ''))).toEqual([1, 2]);
  expect(ids(text.replace('"id":7', '"id":"seven"'))).toEqual([1, 3]);
});

test('a camera keeps the way things fall, and none is made up', () => {
  const image = { name: 'a', width: 640, height: 480, down: [0.1, 0.9, 0.4] as const };
  const asked = { ...state, image, options: { ...state.options, upright: true, pitch: -12 } };
  expect(snapshotFromJson('scene', JSON.parse(JSON.stringify(snapshotToJson(asked))))).toEqual(asked);
  // Scene files of before they could be asked for.
  const { upright, pitch, ...older } = state.options;
  expect(snapshotFromJson('scene', { ...json(), options: older })).toEqual(state);

  const tilted = { ...fit, camera: { ...fit.camera, down: [0.1, 0.9, 0.4] as const } };
  const seen = { ...state, people: state.people.map((person) => ({ ...person, fit: tilted })) };
  expect(snapshotFromJson('scene', JSON.parse(JSON.stringify(snapshotToJson(seen))))).toEqual(seen);
  expect(snapshotFromJson('scene', json()).people[0].fit?.camera).not.toHaveProperty('down');
});

test('a fit says why it stopped, in a word that there is', () => {
  const read = (word: string) => {
    const text = JSON.stringify(json()).replace('"iteration-limit"', JSON.stringify(word));
    return snapshotFromJson('scene', JSON.parse(text)).people[0].fit?.termination;
  };
  expect(['small-step', 'failed', 'toString', 'tired'].map(read)).toEqual([
    'small-step',
    'failed',
    'converged',
    'converged',
  ]);
});

test('a fit that failed comes back with its NaN, which JSON writes as null', () => {
  const failed = { ...fit, cost: Number.NaN, reprojectionError: Number.NaN, termination: 'failed' as const };
  const before = { ...state, people: state.people.map((own) => ({ ...own, fit: failed })) };
  expect(snapshotFromJson('scene', JSON.parse(JSON.stringify(snapshotToJson(before))))).toEqual(before);
});

const fitJson = (): object => (json().people as { fit: object }[])[0].fit;

const person = (change: object): Record<string, unknown> => {
  const plain = json();
  const [first] = plain.people as object[];
  return { ...plain, people: [{ ...first, ...change }] };
};

test.each<[string, unknown]>([
  ['the snapshot is missing', null],
  ['its format is not photorig-workbench-1', { ...json(), format: 'else' }],
  ['people is not a list', { ...json(), people: { length: 1e9 } }],
  ['its keypoints are of an unknown set', person({ keypoints: { set: '__proto__', xy: [], confidence: [] } })],
  ['xy is not a list of numbers', person({ keypoints: { set: 'coco17', xy: [1], confidence: [] } })],
  ['edits has another length', person({ edits: [] })],
  ['posePrior is not a positive number', { ...json(), options: { ...state.options, posePrior: 0 } }],
  ['height: 50', { ...json(), options: { ...state.options, height: 50 } }],
  ['posePrior: ', { ...json(), options: { ...state.options, posePrior: 1e9 } }],
  ['camera: the focal length', { ...json(), options: { ...state.options, focalLength: 1e300 } }],
  ['width is not a positive number', { ...json(), image: { ...state.image, width: -640 } }],
  ['confidence is not a list of numbers', person({ fit: { ...fitJson(), confidence: { joints: [1], overall: 1 } } })],
  ['pose is not a list of numbers', person({ fit: { ...fit, betas: [1], pose: Array(72).fill(null) } })],
  ['down is not a direction', person({ fit: { ...fitJson(), camera: { ...fit.camera, down: [0, 1] } } })],
  ['down is not a direction', person({ fit: { ...fitJson(), camera: { ...fit.camera, down: [0, null, 1] } } })],
  ['down is not a direction', person({ fit: { ...fitJson(), camera: { ...fit.camera, down: 'below' } } })],
  ['down is not a direction', { ...json(), image: { name: 'a', width: 1, height: 1, down: [0] } }],
  ['cost is not a number', person({ fit: { ...fitJson(), cost: '3' } })],
  ['reprojectionError is not a number', person({ fit: { ...fitJson(), reprojectionError: '2' } })],
  ['pitch is not a number', { ...json(), options: { ...state.options, pitch: Number.POSITIVE_INFINITY } }],
  ['betas is not a list of numbers', person({ betas: Array(401).fill(0) })],
  ['width is not a positive number', { ...json(), image: { name: 'a', width: '1', height: 1 } }],
])('refused: %s', (message, hostile) => {
  expect(() => snapshotFromJson('scene', hostile)).toThrow(`scene: ${message}`);
});

import { expect, test } from 'vitest';
import { type BodyGender, genderOf, pickBodyFile } from '../../models/gendered-body.js';

const RELEASED = [
  'basicModel_f_lbs_10_207_0_v1.0.0.pkl',
  'basicmodel_m_lbs_10_207_0_v1.0.0.pkl',
  'basicModel_neutral_lbs_10_207_0_v1.0.0.pkl',
  'basicmodel_m_lbs_10_207_0_v1.0.0.pkl.bak',
  'LICENSE.txt',
];
const RENAMED = ['SMPLX_MALE.npz', 'SMPL_FEMALE.pkl', 'SMPL_MALE.pkl', 'SMPL_NEUTRAL.npz'];

test.each<[readonly string[], BodyGender, string]>([
  [RELEASED, 'female', RELEASED[0]],
  [RELEASED, 'male', RELEASED[1]],
  [RELEASED, 'neutral', RELEASED[2]],
  [RENAMED, 'female', 'SMPL_FEMALE.pkl'],
  [RENAMED, 'male', 'SMPL_MALE.pkl'],
  [RENAMED, 'neutral', 'SMPL_NEUTRAL.npz'],
  [['SMPLX_FEMALE.npz', 'SMPLX_MALE.npz'], 'male', 'SMPLX_MALE.npz'],
  [['female.npz', 'male.npz'], 'male', 'male.npz'],
  [[...RENAMED, ...RELEASED], 'male', RELEASED[1]],
])('among %j, %s is %s', (names, gender, file) => {
  expect(pickBodyFile('bodies', names, gender)).toBe(file);
});

test('a gender that is not there is said, with a name that would be found', () => {
  expect(() => pickBodyFile('bodies', ['SMPL_FEMALE.pkl'], 'male')).toThrow(
    'bodies: there is no male body in this folder. Name it SMPL_MALE.pkl',
  );
});

test('words and letters', () => {
  expect(['f', 'Male', ' neutral ', 'n', 'x', ''].map(genderOf)).toEqual([
    'female',
    'male',
    'neutral',
    'neutral',
    null,
    null,
  ]);
});

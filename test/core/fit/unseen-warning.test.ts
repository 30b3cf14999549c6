import { expect, test } from 'vitest';
import type { LimbSeen } from '../../../core/fit/unseen-limbs.js';
import { unseenWarning } from '../../../core/fit/unseen-warning.js';

const SEEN: LimbSeen = { upper: true, lower: true };
const UPPER: LimbSeen = { upper: true, lower: false };
const NONE: LimbSeen = { upper: false, lower: false };

test.each<[legs: LimbSeen, left: LimbSeen, right: LimbSeen, said: string | null]>([
  [SEEN, SEEN, SEEN, null],
  [NONE, SEEN, SEEN, 'the legs are not seen: their pose is a guess'],
  [UPPER, SEEN, SEEN, 'the lower legs are not seen: their pose is a guess'],
  [SEEN, SEEN, NONE, 'the right arm is not seen: its pose is a guess'],
  [SEEN, UPPER, UPPER, 'the forearms are not seen: their pose is a guess'],
  [NONE, NONE, NONE, 'the legs and the arms are not seen: their pose is a guess'],
  [NONE, NONE, UPPER, 'the legs, the left arm and the right forearm are not seen: their pose is a guess'],
])('%o, %o, %o', (legs, left, right, said) => {
  expect(unseenWarning({ legs, arms: { left, right } })).toBe(said);
});

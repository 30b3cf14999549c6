import type { LimbSeen, LimbsSeen } from './unseen-limbs.js';

/** What to say of limbs that are not seen, in one line; null where all are. */
export function unseenWarning({ legs, arms: { left, right } }: LimbsSeen): string | null {
  const arms =
    unseenPart(left) === unseenPart(right)
      ? [named('the', right, 'arms', 'forearms')]
      : [named('the left', left, 'arm', 'forearm'), named('the right', right, 'arm', 'forearm')];
  const parts = [named('the', legs, 'legs', 'lower legs'), ...arms].filter((part) => part !== null);
  if (parts.length === 0) return null;
  const isOne = parts.length === 1 && !parts[0].endsWith('s');
  const last = parts.pop();
  const all = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
  return `${all} ${isOne ? 'is' : 'are'} not seen: ${isOne ? 'its' : 'their'} pose is a guess`;
}

type Unseen = 'whole' | 'lower' | 'none';

const unseenPart = ({ upper, lower }: LimbSeen): Unseen => {
  if (lower) return 'none';
  return upper ? 'lower' : 'whole';
};

function named(which: string, limb: LimbSeen, whole: string, lower: string): string | null {
  const unseen = unseenPart(limb);
  return unseen === 'none' ? null : `${which} ${unseen === 'whole' ? whole : lower}`;
}

import { jointIndex, type SmplJoint } from '../body/joint-sets.js';
import type { Lifted } from '../fit/lifted.js';
import { namesSeen } from '../keypoints/seen.js';
import type { SequenceFrame } from './frame.js';

/**
 * How much less firmly a frame's lifted pose holds a joint that only other frames show. Of six held-out clips, an arm, a leg
 * or all above the hips hidden for 14 frames in the middle: the hidden joints 150, 191 and 157 mm off with 1, 139, 171 and
 * 149 with 4, 141, 170 and 148 with 16; hidden for six frames 86, 140 and 108 with 1, 87, 136 and 103 with 4.
 */
const LOOSER = 4;

/** Joints of a limb, and the keypoints by which their turn is seen. */
const PARTS: readonly { readonly joints: readonly string[]; readonly shownBy: readonly string[] }[] = [
  { joints: ['collar', 'shoulder'], shownBy: ['elbow', 'wrist', 'hand'] },
  { joints: ['elbow', 'wrist'], shownBy: ['wrist', 'hand'] },
  { joints: ['hip'], shownBy: ['knee', 'ankle', 'foot', 'heel', 'big_toe', 'small_toe'] },
  { joints: ['knee', 'ankle', 'foot'], shownBy: ['ankle', 'foot', 'heel', 'big_toe', 'small_toe'] },
];

/**
 * The frames with lifted poses that hold less firmly what is hidden for a while: the frames around know better what a limb
 * does than the network, which sees one frame and answers with the mean of all that it may do.
 */
export function looseWhereUnseen(frames: readonly (SequenceFrame | null)[]): (SequenceFrame | null)[] {
  const shown = frames.map((frame) => (frame === null ? new Set<number>() : jointsShown(frame)));
  const ever = new Set(shown.flatMap((joints) => [...joints]));
  return frames.map((frame, t) => {
    const lifted = frame?.evidence?.lifted;
    const hidden = [...ever].filter((joint) => !shown[t].has(joint));
    if (!frame || !lifted || hidden.length === 0) return frame;
    return { ...frame, evidence: { ...frame.evidence, lifted: loosened(lifted, hidden) } };
  });
}

/** The joints of limbs whose turn a frame's keypoints show. */
function jointsShown({ keypoints, evidence }: SequenceFrame): Set<number> {
  const seen = namesSeen(keypoints, evidence?.pinned);
  const limbs = ['left', 'right'].flatMap((side) =>
    PARTS.filter(({ shownBy }) => shownBy.some((part) => seen.has(`${side}_${part}`))).flatMap(({ joints }) =>
      joints.map((joint) => jointIndex(`${side}_${joint}` as SmplJoint)),
    ),
  );
  return new Set(limbs);
}

function loosened(lifted: Lifted, joints: readonly number[]): Lifted {
  const sigma = lifted.sigma.slice();
  for (const joint of joints) for (let i = 3 * joint; i < 3 * joint + 3; i++) sigma[i] *= LOOSER;
  return { ...lifted, sigma };
}

import type { SmplJoint } from '../body/joint-sets.js';
import type { Color } from './person-colors.js';

/**
 * A colour for the skin that each joint moves: the trunk and head in greys, yellows and reds, the left side in greens
 * and violets, the right side in blues and oranges, neighbours far apart.
 */
export const PART_COLORS: Readonly<Record<SmplJoint, Color>> = {
  pelvis: [240, 200, 60],
  spine1: [200, 120, 40],
  spine2: [235, 225, 150],
  spine3: [150, 110, 80],
  neck: [60, 70, 90],
  head: [215, 70, 70],
  left_hip: [40, 150, 70],
  left_knee: [160, 220, 100],
  left_ankle: [20, 105, 85],
  left_foot: [95, 225, 170],
  left_collar: [190, 150, 225],
  left_shoulder: [115, 60, 170],
  left_elbow: [225, 130, 215],
  left_wrist: [150, 30, 120],
  left_hand: [250, 185, 235],
  right_hip: [45, 90, 190],
  right_knee: [120, 190, 250],
  right_ankle: [25, 45, 120],
  right_foot: [90, 225, 245],
  right_collar: [250, 190, 150],
  right_shoulder: [225, 100, 30],
  right_elbow: [255, 160, 90],
  right_wrist: [155, 55, 20],
  right_hand: [255, 215, 190],
};

/**
 * How sure a keypoint must be to count, for what. A confidence c promises noise of 0.035 / c of the person's size
 * (NOISE_SHARE in noise.ts), hence three levels:
 */

/** Off by a third of the person: somewhere there is a knee or a hand at all. A limb below this is taken to hang. */
export const HINTED = 0.1;
/** Off by a sixth: the person reaches as far. For boxes, COCO's visible keypoints, and hips that legs hang from. */
export const SEEN = 0.2;
/** Off by a ninth: it tells which way a limb goes, and how large head and feet appear. */
export const SURE = 0.3;

/**
 * The names that our own files carry as `format`. The formats are stable for other programs; docs/formats.md describes
 * them.
 */
export const FIT_FORMAT = 'photorig-fit-1';
export const KEYPOINTS_FORMAT = 'photorig-keypoints-1';
/** What all frames of a movement share, and each as photorig-fit-1. */
export const SEQUENCE_FORMAT = 'photorig-sequence-1';
/** What the numbers in a map of body parts mean. */
export const PARTS_FORMAT = 'photorig-parts-1';

import { JOINT_SETS } from '../../core/body/joint-sets.js';
import { KEYPOINT_LINES, namedKeypoints } from '../../core/keypoints/named-keypoints.js';
import { SEEN } from '../../core/keypoints/seen.js';
import type { Detection, Keypoints } from '../../core/types.js';
import type { FoundPeople } from './keypoints-json.js';

/** COCO's number for persons. */
const PERSON = 1;
/** COCO's visibility flag. */
const VISIBLE = 2;
const DOUBTFUL = 1;

/** COCO counts keypoints from 1. */
const numberOf = (name: string): number => (JOINT_SETS.coco17 as readonly string[]).indexOf(name) + 1;

const CATEGORY = {
  id: PERSON,
  name: 'person',
  supercategory: 'person',
  keypoints: JOINT_SETS.coco17,
  skeleton: KEYPOINT_LINES.map((ends) => ends.map(numberOf)).filter((ends) => ends.every((number) => number > 0)),
};

/** People as COCO keypoint annotations (cocodataset.org, "Data format"): an object ready for JSON.stringify. */
export function toCocoJson({ image: { path, width, height }, people }: FoundPeople): object {
  return {
    images: [{ id: 1, file_name: path, width, height }],
    annotations: people.map(annotate),
    categories: [CATEGORY],
  };
}

/** COCO's area is that of the outline; the box stands in for it. */
function annotate({ box, score, keypoints }: Detection, index: number): object {
  const points = toCoco17(keypoints);
  return {
    id: index + 1,
    image_id: 1,
    category_id: PERSON,
    keypoints: points.flat(),
    num_keypoints: points.filter(([, , visibility]) => visibility > 0).length,
    bbox: box,
    area: box[2] * box[3],
    score,
    iscrowd: 0,
  };
}

/** 17 rows x, y, v: v = 2 seen, 1 doubtful, 0 (and x = y = 0) nothing is known. */
function toCoco17(keypoints: Keypoints): [number, number, number][] {
  const named = namedKeypoints(keypoints);
  return JOINT_SETS.coco17.map((name) => {
    const point = named.get(name);
    if (point === undefined) return [0, 0, 0];
    return [point.x, point.y, point.confidence >= SEEN ? VISIBLE : DOUBTFUL];
  });
}

import { FitError } from '../../core/error.js';
import { isFiniteNumber, isRecord, numbersOrNaN } from '../formats/json-values.js';
import { detectionOfGiven, type KeypointOptions, keypointFile } from './given-people.js';
import type { KeypointFile } from './keypoints-json.js';

type Instance = Record<string, unknown>;

const isInstance = (value: unknown): value is Instance =>
  isRecord(value) && Array.isArray(value.keypoints) && Array.isArray(value.keypoint_scores);

/** Whether a document looks like MMPose's results. */
export const isMmpose = (root: unknown): boolean => imagesOf(root) !== null;

/**
 * Reads MMPose's results: { instance_info: [ { instances } ] } of its demos, a file a frame, or the list of instances
 * that its inferencer writes for one image. An instance has keypoints [[x, y] ...], keypoint_scores and bbox_score;
 * their order is told by their number. They do not say how large the image is.
 *
 * @throws FitError bad-input | unsupported, naming frame and person
 */
export function readMmposeJson(where: string, root: unknown, options: KeypointOptions): KeypointFile[] {
  return (imagesOf(root) ?? []).map((instances, frame) => {
    const people = instances.map((instance, i) => {
      const who = `${where}: frame ${frame + 1}, person ${i + 1}`;
      const { keypoints, keypoint_scores: scores, bbox_score: score } = instance;
      const points = Array.isArray(keypoints) ? keypoints.map(numbersOrNaN) : [];
      const confidence = numbersOrNaN(scores);
      if (points.some((point) => point?.length !== 2) || confidence?.length !== points.length) {
        const what = 'keypoints must be pairs of numbers, with one number in keypoint_scores for each.';
        throw new FitError('bad-input', who, what, 'Give a file that MMPose wrote.');
      }
      const person = {
        xy: points.flatMap((point) => point ?? []),
        confidence,
        ...(isFiniteNumber(score) && { score }),
      };
      return detectionOfGiven(who, person, options.layout);
    });
    return keypointFile(people, {}, options);
  });
}

/** The instances of each image, whichever of the forms this is; null for none of them. */
function imagesOf(root: unknown): Instance[][] | null {
  if (isRecord(root) && Array.isArray(root.instance_info)) {
    const frames = root.instance_info.map((frame) => (isRecord(frame) ? frame.instances : undefined));
    return frames.every(isInstances) ? frames : null;
  }
  const list = isRecord(root) ? root.predictions : root;
  if (!Array.isArray(list)) return null;
  if (isInstances(list)) return [list];
  return list.every(isInstances) ? list : null;
}

const isInstances = (list: unknown): list is Instance[] => Array.isArray(list) && list.every(isInstance);

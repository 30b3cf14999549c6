import { FitError } from '../../core/error.js';
import { isNpz } from '../../models/npz.js';
import { isResultList, readAlphaposeJson } from './alphapose-json.js';
import { isCoco, readCocoJson } from './coco-json.js';
import { readEstJoints } from './est-joints.js';
import type { KeypointOptions } from './given-people.js';
import { isRecord, parseJson } from './json-values.js';
import { KEYPOINTS_FORMAT, type KeypointFile, readKeypointsJson } from './keypoints-json.js';
import { readKeypointsNpy } from './keypoints-npy.js';
import { isMediapipe, readMediapipeJson } from './mediapipe-json.js';
import { isMmpose, readMmposeJson } from './mmpose-json.js';
import { isOpenpose, readOpenposeJson } from './openpose-json.js';

type JsonReader = (where: string, root: unknown, options: KeypointOptions) => KeypointFile[];

/** The JSON formats, each with how it is recognised. */
const JSON_FORMATS: readonly (readonly [(root: unknown) => boolean, JsonReader])[] = [
  [isOpenpose, readOpenposeJson],
  [isCoco, readCocoJson],
  [isResultList, readAlphaposeJson],
  [isMmpose, readMmposeJson],
  [isMediapipe, readMediapipeJson],
];

/**
 * Reads keypoints from a file of any known format, which its content tells: est_joints.npz, .npy of CPM, JSON of OpenPose,
 * COCO, AlphaPose, MMPose, MediaPipe, or photorig-keypoints-1.
 *
 * @returns the images of the file, or the one that `index` names
 * @throws FitError bad-input for an unknown or broken file, unsupported for an unknown order of keypoints, usage for an index
 *   that the file does not have
 */
export function readKeypoints(where: string, bytes: Uint8Array, options: KeypointOptions = {}): KeypointFile[] {
  const images = readAll(where, bytes, options);
  const { index } = options;
  if (index === undefined) return images;
  if (index in images) return [images[index]];
  const what = `there is no image ${index}, the file has ${images.length}.`;
  throw new FitError('usage', where, what, `Give --index 0 to ${images.length - 1}.`);
}

function readAll(where: string, bytes: Uint8Array, options: KeypointOptions): KeypointFile[] {
  if (isNpz(bytes)) return readEstJoints(where, bytes, options);
  if (bytes[0] === 0x93) return readKeypointsNpy(where, bytes, options);
  const text = new TextDecoder().decode(bytes);
  const root = parseJson(text);
  const reader = JSON_FORMATS.find(([isOne]) => isOne(root))?.[1];
  if (reader !== undefined) return reader(where, root, options);
  if (root === undefined || (isRecord(root) && root.format === KEYPOINTS_FORMAT)) {
    return [readKeypointsJson(where, text)];
  }
  const what = 'its keypoints are in no form that is known.';
  const todo = `Known are est_joints.npz, .npy, OpenPose, COCO, AlphaPose, MMPose, MediaPipe and ${KEYPOINTS_FORMAT}.`;
  throw new FitError('bad-input', where, what, todo);
}

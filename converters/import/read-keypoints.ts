import { FitError } from '../../core/error.js';
import { namedKeypoints } from '../../core/keypoints/named-keypoints.js';
import type { Detection } from '../../core/types.js';
import { isArrays } from '../../models/array-source.js';
import { FIT_FORMAT, KEYPOINTS_FORMAT, SEQUENCE_FORMAT } from '../formats/format-names.js';
import { complaintAbout, isRecord, parseJson, textOf } from '../formats/json-values.js';
import { isResultList, readAlphaposeJson } from './alphapose-json.js';
import { isCoco, readCocoJson } from './coco-json.js';
import { readEstJoints } from './est-joints.js';
import { isFitJson } from './fit-json.js';
import { expectNotForeign } from './foreign-file.js';
import { type KeypointOptions, keypointFile } from './given-people.js';
import { type KeypointFile, readKeypointsJson } from './keypoints-json.js';
import { readKeypointsNpy } from './keypoints-npy.js';
import { isMediapipe, readMediapipeJson } from './mediapipe-json.js';
import { isMmpose, readMmposeJson } from './mmpose-json.js';
import { isOpenpose, readOpenposeJson } from './openpose-json.js';
import { isSequenceJson } from './sequence-json.js';

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
 * Reads keypoints from a file of any known format, which its content tells: est_joints.npz, .npy of CPM, JSON of
 * OpenPose, COCO, AlphaPose, MMPose, MediaPipe, or photorig-keypoints-1. Somebody of whom nothing was seen is nobody.
 *
 * @returns the images of the file, or the one that `index` names; of a file without any, one in which nobody is
 * @throws FitError bad-input for an unknown or broken file, unsupported for an unknown order of keypoints, usage for an
 *   index that the file does not have
 */
export function readKeypoints(where: string, bytes: Uint8Array, options: KeypointOptions = {}): KeypointFile[] {
  const read = readAll(where, bytes, options);
  const images = (read.length > 0 ? read : [keypointFile([], {}, options)]).map(withoutUnseen);
  const { index } = options;
  if (index === undefined) return images;
  if (index in images) return [images[index]];
  const what = `there is no image ${index}; the file has ${images.length}.`;
  throw new FitError('usage', where, what, `Give --index 0 to ${images.length - 1}.`);
}

/** Without those who have no keypoint that the body knows: a fit to none would be made up. */
const withoutUnseen = (file: KeypointFile): KeypointFile => ({ ...file, people: file.people.filter(isSeen) });

const isSeen = ({ keypoints }: Detection): boolean => namedKeypoints(keypoints).size > 0;

const KNOWN =
  `Known are est_joints.npz, .npy, OpenPose, COCO, AlphaPose, MMPose, MediaPipe and ${KEYPOINTS_FORMAT}; ` +
  `photorig convert also reads GLB, VRM, VRMA, BVH, ${FIT_FORMAT}, ${SEQUENCE_FORMAT}, .npz and .pkl of SMPL.`;

function readAll(where: string, bytes: Uint8Array, options: KeypointOptions): KeypointFile[] {
  if (isArrays(bytes)) return readEstJoints(where, bytes, options);
  if (bytes[0] === 0x93) return readKeypointsNpy(where, bytes, options);
  expectNotForeign(where, bytes);
  const text = textOf(bytes);
  const root = parseJson(text);
  const reader = JSON_FORMATS.find(([isOne]) => isOne(root))?.[1];
  if (reader !== undefined) return reader(where, root, options);
  if (isRecord(root) && root.format === KEYPOINTS_FORMAT) return [readKeypointsJson(where, text, options.imageSize)];
  if (isFitJson(root) || isSequenceJson(root)) {
    const todo = 'Give it to photorig convert or inspect, or give its photo or keypoints.';
    throw new FitError('bad-input', where, `it is a fit already (${root.format}).`, todo);
  }
  throw new FitError('bad-input', where, root === undefined ? whyNotJson(text) : UNKNOWN, KNOWN);
}

const UNKNOWN = 'its keypoints are not in a known form.';

/** Text has no NUL and none of what decoders put in place of bytes that are no text. */
const whyNotJson = (text: string): string =>
  /[\0\ufffd]/.test(text.slice(0, HEAD)) ? UNKNOWN : `this is not JSON (${complaintAbout(text)}).`;
/** Letters by which a text is told from other bytes. */
const HEAD = 512;

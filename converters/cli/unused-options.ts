import { FitError } from '../../core/error.js';
import type { PoseMode } from '../export/gltf-options.js';
import type { KeypointOptions } from '../import/given-people.js';
import { setOf } from '../import/keypoint-layouts.js';
import type { KeypointFile } from '../import/keypoints-json.js';
import type { FileKind } from '../import/read-parameters.js';
import { flagOf } from './options.js';
import type { Format, Output } from './plan.js';
import type { Say } from './run-jobs.js';

/** What else than formats an option is for: what is read, or drawn; and in words. */
const USES = {
  photo: 'photos',
  keypoints: 'keypoint files',
  motion: 'motion files',
  normals: 'the map normals',
} as const;
export type Use = keyof typeof USES;
type User = Format | Use;

const SCENES = ['glb', 'gltf'] as const;

/** The options that not everything uses, and what does. */
export const USED_BY = {
  // A VRM is what --target vrm asks for.
  target: [...SCENES, 'vrm', 'fbx', 'obj', 'ply', 'bvh'],
  naming: [...SCENES, 'fbx', 'obj', 'bvh'],
  pose: [...SCENES, 'fbx', 'obj', 'ply'],
  boneAxes: SCENES,
  lod: [...SCENES, 'vrm', 'fbx', 'obj', 'ply'],
  compress: SCENES,
  skin: [...SCENES, 'vrm', 'fbx', 'obj'],
  shapeMorphs: SCENES,
  withPhoto: SCENES,
  title: ['vrm'],
  author: ['vrm'],
  licence: ['vrm'],
  up: ['npz'],
  layout: ['keypoints'],
  index: ['keypoints'],
  imageSize: ['keypoints'],
  detail: ['photo'],
  focal: ['photo', 'keypoints'],
  fov: ['photo', 'keypoints'],
  frameRate: ['motion'],
  inputUp: ['motion'],
  normalStyle: ['normals'],
} as const satisfies Readonly<Record<string, readonly User[]>>;

type Options = Readonly<Partial<Record<keyof typeof USED_BY, unknown>>>;

/** What the inputs are, by whether each brings keypoints of its own. */
export const usesOfInputs = (isGiven: readonly boolean[]): Use[] =>
  [...new Set(isGiven)].map((given) => (given ? 'keypoints' : 'photo'));

/**
 * Warns of each option that was given and that nothing uses: somebody expects what will not come.
 *
 * @param uses what is read and drawn; true: whatever there is, as long as nobody knows what the inputs are
 */
export function warnUnusedOptions(
  options: Options,
  outputs: readonly Output[],
  uses: readonly Use[] | true,
  say: Say,
): void {
  const read = uses === true ? (Object.keys(USES) as Use[]) : uses;
  const present = new Set<User>([...outputs.map(({ format }) => format), ...read]);
  for (const [name, users] of Object.entries(USED_BY) as [keyof Options, readonly User[]][]) {
    const value = options[name];
    if (value === undefined || value === false || users.some((user) => present.has(user))) continue;
    const words = users.map((user) => (user in USES ? USES[user as Use] : `.${user}`));
    say(`warning: ${flagOf(name)} does nothing here: it is for ${words.join(', ')}`);
  }
}

/** What options about inputs are for in a file of each kind. */
const USES_OF: Readonly<Record<FileKind, readonly Use[]>> = {
  body: [],
  parameters: ['motion'],
  keypoints: ['keypoints'],
};

/** Warns of each option about inputs that one of this kind has no use for, where only the content tells the kind. */
export function warnUnusedForKind(options: Options, kind: FileKind, say: Say): void {
  const { layout, index, imageSize, focal, fov, frameRate, inputUp } = options;
  warnUnusedOptions({ layout, index, imageSize, focal, fov, frameRate, inputUp }, [], USES_OF[kind], say);
}

/** Warns of what was said of keypoints whose file says otherwise itself: the file is believed. */
export function warnOverruled(file: KeypointFile, { layout, imageSize }: KeypointOptions, say: Say): void {
  const { width, height, people } = file;
  if (imageSize !== undefined && (imageSize[0] !== width || imageSize[1] !== height)) {
    say(`warning: --image-size does nothing here: the file says ${width} x ${height} itself`);
  }
  const other = people.find(({ keypoints }) => layout !== undefined && keypoints.set !== setOf(layout));
  if (other !== undefined) say(`warning: --layout does nothing here: the file says ${other.keypoints.set} itself`);
}

/**
 * Refuses a pose that one of the outputs cannot hold.
 *
 * @throws FitError usage
 */
export function expectPossiblePose({ pose }: { readonly pose?: PoseMode }, outputs: readonly Output[]): void {
  const fbx = outputs.find(({ format }) => format === 'fbx');
  if (pose !== 'applied' || fbx === undefined) return;
  const what = 'FBX stores bones in their bind pose: --pose applied cannot be written.';
  throw new FitError('usage', fbx.file, what, 'Give --pose clip, or write a .glb.');
}

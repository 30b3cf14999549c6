import { FitError } from '../../core/error.js';
import type { PoseMode } from '../export/gltf-options.js';
import { flagOf } from './options.js';
import type { Format, Output } from './plan.js';
import type { Say } from './run-jobs.js';

/** What an option is for: a format that is written, or keypoints that are read. */
type User = Format | 'keypoints';

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
} as const satisfies Readonly<Record<string, readonly User[]>>;

type Options = Readonly<Partial<Record<keyof typeof USED_BY, unknown>>>;

/** Warns of each option that was given and that nothing uses: somebody expects what will not come. */
export function warnUnusedOptions(
  options: Options,
  outputs: readonly Output[],
  readsKeypoints: boolean,
  say: Say,
): void {
  const present = new Set<User>(outputs.map(({ format }) => format));
  if (readsKeypoints) present.add('keypoints');
  for (const [name, users] of Object.entries(USED_BY) as [keyof Options, readonly User[]][]) {
    const value = options[name];
    if (value === undefined || value === false || users.some((user) => present.has(user))) continue;
    const words = users.map((user) => (user === 'keypoints' ? 'keypoint files' : `.${user}`));
    say(`warning: ${flagOf(name)} does nothing here: it is for ${words.join(', ')}`);
  }
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

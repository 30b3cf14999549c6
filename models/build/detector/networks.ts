import type { Graph } from './graph.js';
import type { Signature } from './lower/lower.js';
import { HUMAN_MODELS, MEDIAPIPE_POSE, type PinnedPackage } from './packages.js';
import { graphFromTfjs } from './tfjs-graph.js';
import { graphFromTflite } from './tflite-graph.js';

/** One network that we ship: where it comes from and what its tensors are called. */
export interface NetworkSource {
  readonly package: PinnedPackage;
  /** Inside the package. */
  readonly files: readonly string[];
  /** @param files in the order of `files` */
  readonly read: (...files: Uint8Array[]) => Graph;
  readonly signature: Signature;
}

/** MediaPipe's person detector; the file that the package calls assets is a TensorFlow Lite file. */
const POSE_DETECTION: NetworkSource = {
  package: MEDIAPIPE_POSE,
  files: ['pose_solution_packed_assets.data'],
  read: graphFromTflite,
  signature: {
    name: 'pose_detection',
    inputs: [{ name: 'image', shape: [1, 3, 224, 224] }],
    outputs: [
      { name: 'boxes', shape: [1, 2254, 12] },
      { name: 'scores', shape: [1, 2254, 1] },
    ],
  },
};

/** MediaPipe's 39 landmarks of one person, with a mask. */
const poseLandmark = (size: 'full' | 'heavy'): NetworkSource => ({
  package: MEDIAPIPE_POSE,
  files: [`pose_landmark_${size}.tflite`],
  read: graphFromTflite,
  signature: {
    name: `pose_landmark_${size}`,
    inputs: [{ name: 'image', shape: [1, 3, 256, 256] }],
    outputs: [
      { name: 'landmarks', shape: [1, 195] },
      { name: 'presence', shape: [1, 1] },
      { name: 'segmentation', shape: [1, 1, 256, 256] },
      { name: 'heatmap', shape: [1, 39, 64, 64] },
      { name: 'world', shape: [1, 117] },
    ],
  },
});

/** Google's MoveNet for up to six people; height and width are any multiple of 32. */
const MOVENET_MULTIPOSE: NetworkSource = {
  package: HUMAN_MODELS,
  files: ['models/movenet-multipose.json', 'models/movenet-multipose.bin'],
  read: graphFromTfjs,
  signature: {
    name: 'movenet_multipose',
    inputs: [{ name: 'image', shape: [1, 3, 'height', 'width'] }],
    outputs: [{ name: 'people', shape: [1, 6, 56] }],
  },
};

export const NETWORKS: readonly NetworkSource[] = [
  POSE_DETECTION,
  poseLandmark('full'),
  poseLandmark('heavy'),
  MOVENET_MULTIPOSE,
];

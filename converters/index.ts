/** Formats in and out: the public names of photorig/converters. */
export { toCocoJson } from './export/coco-json.js';
export { type FitResult, type FittedPerson, type Timings, toFitJson } from './export/fit-json.js';
export { toGlb } from './export/glb.js';
export type { GltfOptions, PoseMode } from './export/gltf-options.js';
export { type FoundPeople, toKeypointsJson } from './export/keypoints-json.js';
export { BONE_NAMES, type Naming } from './export/names.js';
export { toOpenposeJson } from './export/openpose-json.js';
export { type KeypointFile, readKeypointsJson } from './import/keypoints-json.js';
export type { Finding, SkeletonSummary, ValidationReport } from './validate/finding.js';
export { validateGlb } from './validate/validate-glb.js';

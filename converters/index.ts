/** Formats in and out: the public names of photorig/converters. */

export type { BoneAxes } from './export/bone-axes.js';
export { toCocoJson } from './export/coco-json.js';
export {
  AVATAR_FORMATS,
  type AvatarFormat,
  type ExportedFile,
  type ExportOptions,
  exportAvatars,
  exportParameters,
  type Figure,
  PARAMETER_FORMATS,
  type ParameterFormat,
} from './export/exporters.js';
export { type FitResult, type FittedPerson, type Timings, toFitJson } from './export/fit-json.js';
export { toGlb, toGltf } from './export/glb.js';
export type { Compression, DocumentOptions, GltfOptions, Photo, PoseMode } from './export/gltf-options.js';
export { type FoundPeople, toKeypointsJson } from './export/keypoints-json.js';
export { type SimplifiedBody, simplifyBody } from './export/lod.js';
export { BONE_NAMES, type Naming } from './export/names.js';
export { toOpenposeJson } from './export/openpose-json.js';
export { TARGET_NAMES, type Target, targetOptions } from './export/targets.js';
export { type GlbParameters, readGlbParameters } from './import/glb-pose.js';
export { type KeypointFile, readKeypointsJson } from './import/keypoints-json.js';
export type { Finding, SkeletonSummary, ValidationReport } from './validate/finding.js';
export { validateGlb } from './validate/validate-glb.js';

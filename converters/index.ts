/** Formats in and out: the public names of photorig/converters. */

export { paintSkin, type SkinOptions } from '../core/skin/paint-skin.js';
export type { SkinMaps } from '../core/skin/skin-maps.js';
export { TONES, toneColor } from '../core/skin/tones.js';
export { toAmassNpz } from './export/amass-npz.js';
export type { BoneAxes } from './export/bone-axes.js';
export { toBvh } from './export/bvh.js';
export { toCocoJson } from './export/coco-json.js';
export { type Explanation, explainHtml, type StageRecord } from './export/explain-html.js';
export {
  AVATAR_FORMATS,
  type AvatarFormat,
  type ExportedFile,
  type ExportOptions,
  exportAvatars,
  exportParameters,
  type Figure,
  type NameFile,
  PARAMETER_FORMATS,
  type ParameterFormat,
} from './export/exporters.js';
export { type FbxOptions, toFbx } from './export/fbx.js';
export { type FitResult, type FittedPerson, type Timings, toFitJson } from './export/fit-json.js';
export { toGlb, toGltf } from './export/glb.js';
export type { Compression, DocumentOptions, GltfOptions, Photo, PoseMode } from './export/gltf-options.js';
export { type FoundPeople, toKeypointsJson } from './export/keypoints-json.js';
export { type SimplifiedBody, simplifyBody } from './export/lod.js';
export { toObj } from './export/obj.js';
export { toOpenposeJson } from './export/openpose-json.js';
export { toPly } from './export/ply.js';
export { type EncodedImage, pictureSkin, type SkinTexture, skinTexture, withSkinAtlas } from './export/skin-texture.js';
export { toSmplifyPickle } from './export/smplify-pickle.js';
export { TARGET_NAMES, type Target, targetOptions } from './export/targets.js';
export { toVrm } from './export/vrm.js';
export type { VrmLicence, VrmOptions } from './export/vrm-meta.js';
export { toVrma } from './export/vrma.js';
export { BONE_NAMES, type Naming } from './formats/bone-names.js';
export {
  type Parameters,
  parametersOfFit,
  restPelvis,
  type StoredParameters,
  toCameraFrame,
  toUpright,
  type UpAxis,
} from './formats/parameters.js';
export type { VrmMeta } from './formats/vrm-block.js';
export { type BvhMotion, readBvh } from './import/bvh.js';
export { readFitJson } from './import/fit-json.js';
export type { KeypointOptions } from './import/given-people.js';
export { type GlbParameters, readGlbParameters } from './import/glb-pose.js';
export { LAYOUTS, type Layout } from './import/keypoint-layouts.js';
export { type KeypointFile, readKeypointsJson } from './import/keypoints-json.js';
export { readKeypoints } from './import/read-keypoints.js';
export { kindOfFile, type ParameterOptions, readParameters } from './import/read-parameters.js';
export { readSequenceJson, type SequenceFile } from './import/sequence-json.js';
export type { Finding, SkeletonSummary, ValidationReport } from './validate/finding.js';
export { VALIDATED_FORMATS, validateFile } from './validate/validate-file.js';
export { validateGlb } from './validate/validate-glb.js';

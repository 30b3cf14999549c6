/** Formats in and out: the public names of photorig/converters. */
export { toGlb } from './export/glb.js';
export type { GltfOptions, PoseMode } from './export/gltf-options.js';
export { BONE_NAMES, type Naming } from './export/names.js';
export type { Finding, SkeletonSummary, ValidationReport } from './validate/finding.js';
export { validateGlb } from './validate/validate-glb.js';

/**
 * photorig as a library for the browser: what the Node library does, on the page's own files and network. docs/web.md
 * shows it at work.
 */

export { type FitResult, type FittedPerson, type Timings, toFitJson } from '../../converters/export/fit-json.js';
export { drawOverlay, placedPeople, rigPeople } from '../../converters/export/fitted-people.js';
export { toGlb } from '../../converters/export/glb.js';
export type { GltfOptions, PoseMode } from '../../converters/export/gltf-options.js';
export type { Naming } from '../../converters/formats/bone-names.js';
export type { KeypointFile } from '../../converters/import/keypoints-json.js';
export * from '../../core/further.js';
export * from '../../core/index.js';
export { loadBody } from '../../models/load-body.js';
export type { FetchProgress, OnProgress } from './fetch-file.js';
export type { ModelFiles } from './fetch-model.js';
export { MODEL_CACHE, type OnNotice } from './model-cache.js';
export type { Onnxruntime, Provider, WasmPaths } from './onnxruntime.js';
export { imageFromBitmap, imageFromFile } from './web-image.js';
export { fetchBody, fetchPrior, type WebModelsOptions } from './web-models.js';
export { type WebRuntime, type WebRuntimeOptions, webRuntime } from './web-runtime.js';
export {
  openWebSession,
  type WebFindOptions,
  type WebFitOptions,
  type WebFoundFitOptions,
  type WebKeypointFitOptions,
  type WebSession,
  type WebSessionOptions,
  type WebStoppable,
} from './web-session.js';

/**
 * The workbench: a picture, the people in it, their keypoints under the user's hand, and the bodies fitted to them.
 * It knows no page and no scene; a host shows its state and calls its functions.
 *
 *   const engine = openWorkerEngine({ modelsUrl: '/models/' });   // computes in a worker: the page never freezes
 *   const workbench = createWorkbench({ engine });
 *   workbench.subscribe((event) => { ... });                      // state | step | busy | progress | notice | problem
 *
 *   await workbench.open(file);                                   // Blob, ImageBitmap or pixels
 *   await workbench.detect({ signal });                           // state.people; the most prominent is chosen
 *   await workbench.fit();                                        // state.people[state.chosen].fit
 *
 *   const drag = workbench.drag(k);                               // keypoint k of the chosen person follows the hand,
 *   drag.to([x, y]);                                              // the body follows the keypoint,
 *   await drag.end();                                             // and all of it is one step of the history
 *
 *   await workbench.step(() => {                                  // one step, too: options and the fit by them
 *     workbench.setOptions({ body: 'male' });
 *     return workbench.fit({ people: 'fitted' });
 *   });
 *
 *   workbench.undo();
 *   const body = await workbench.rig();                           // RiggedBody: mesh and bones for a scene
 *   const [file] = await workbench.write('glb');                  // { name, bytes }
 *
 * - `state` is plain data that is never changed in place (state.ts): keep it and it is a snapshot; `restore` takes it
 *   back; snapshotToJson and snapshotFromJson are its way through files.
 * - What fails rejects with a FitError and is told to the listeners as a `problem`, a sentence for the user. The state
 *   is as it was. One task runs at a time; a second one is refused. An abort rejects with the signal's reason only.
 * - createPictureView (picture-view.ts) draws the picture with handles on the keypoints into any element.
 * - Names of files and pictures are anybody's text: show them as text, never as HTML.
 */

export type { SkinTexture } from '../../converters/export/skin-texture.js';
export type { Measurements } from '../../core/body/measure.js';
export { FitError } from '../../core/error.js';
export type { StatedCamera } from '../../core/fit/camera-of-people.js';
export type { DepthOrder, DepthSide } from '../../core/fit/depth-order.js';
export { bodyInPicture, withBetas } from './body-in-picture.js';
export type { WriteOptions } from './body-tasks.js';
export type { Drag } from './drag.js';
export type {
  Engine,
  EngineNews,
  FitRequest,
  OpenedPicture,
  Picture,
  Previous,
  WorkbenchDetectOptions,
  WriteRequest,
  WrittenFile,
} from './engine.js';
export type { EngineParts } from './engine-models.js';
export type { Cause, Listener, Task, WorkbenchEvent } from './events.js';
export type { FitOptions, ShapeOptions } from './fitting.js';
export { AVATAR_FORMATS } from './formats.js';
export { localEngine } from './local-engine.js';
export { openWorkerEngine, type WorkerEngineOptions } from './open-worker-engine.js';
export { pictureOf } from './picture-source.js';
export { createPictureView, type PictureView, type PictureViewOptions } from './picture-view.js';
export { type Port, serveEngine } from './serve-engine.js';
export { createSkins, type Skins, type SkinTone } from './skins.js';
export { snapshotFromJson, snapshotToJson } from './snapshot.js';
export {
  DEFAULT_OPTIONS,
  type ImageInfo,
  type KeypointEdit,
  type Options,
  type Person,
  type WorkbenchState,
} from './state.js';
export { seenNow, statedCamera } from './stated-camera.js';
export { createWorkbench, type Workbench, type WorkbenchOptions } from './workbench.js';
export type { WorkerPort } from './worker-calls.js';
export { workerEngine } from './worker-engine.js';

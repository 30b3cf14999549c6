/** The public names of the core, listed by hand. */

export { standOnFloor } from './body/floor.js';
export {
  isKeypointSet,
  JOINT_SETS,
  type KeypointSet,
  SMPL_JOINTS,
  SMPL_PARENTS,
  type SmplJoint,
  SURFACE_POINTS,
  type SurfacePoint,
} from './body/joint-sets.js';
export { type Measurements, measureBody } from './body/measure.js';
export { frameCount, posedJoints, posedVertices } from './body/posed-body.js';
export { type BodyParameters, rigBody } from './body/rigged-body.js';
export { type MotionParameters, rigMotion } from './body/rigged-motion.js';
export { type ShapedBody, shapeBody } from './body/shape.js';
export type { Skeleton } from './body/skeleton.js';
export { type JointTransforms, poseJoints, poseVertices } from './body/skinning.js';
export { type Direction, downOfPitch, pitchOf } from './camera/gravity.js';
export { cameraFor, type FocalChoice } from './camera/pinhole.js';
export { projectPoints } from './camera/project.js';
export type { WhoOptions } from './detect/find-chosen.js';
export { type Detail, type FindPeopleOptions, findPeople, loadNetworks } from './detect/people.js';
export type { InferenceRuntime, Network, NetworkName, Tensor } from './detect/runtime.js';
export { type PersonChoice, selectPeople } from './detect/select.js';
export { FitError, type FitErrorCode } from './error.js';
export {
  cameraOfPeople,
  type FitOne,
  type KnownPerson,
  type StatedCamera,
  uprightCameraOfPeople,
} from './fit/camera-of-people.js';
export {
  boneTo,
  type DepthOrder,
  type DepthSide,
  depthOrdersOf,
  LIMB_JOINTS,
  type LimbJoint,
} from './fit/depth-order.js';
export type { PeopleOptions } from './fit/fit-people.js';
export { FIT_TERMS, type FitTerm } from './fit/fit-terms.js';
export {
  createFitter,
  type Evidence,
  type Fitter,
  type FitterOptions,
  type Standing,
  type Watch,
} from './fit/fitter.js';
export { focalLengthOfPeople, showsPerspective } from './fit/focal-length.js';
export { namedJoints } from './fit/joints3d.js';
export type { Lifted } from './fit/lifted.js';
export type { PreviousFit } from './fit/previous-fit.js';
export { exchangeLimbs, type Sided } from './keypoints/sides.js';
export { liftAndFit, liftAndRefit } from './lift/lift-and-fit.js';
export { createLifter, type Lifter } from './lift/lifter.js';
export { openLifter } from './lift/open-lifter.js';
export { drawKeypoints } from './render/draw-keypoints.js';
export { type DrawnPerson, type OverlayOptions, renderOverlay } from './render/overlay.js';
export { type DepthMap, rasterize } from './render/rasterize.js';
export type * from './types.js';

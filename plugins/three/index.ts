/**
 * photorig in a three.js scene: a body as a skinned mesh that follows a fit while it changes, and the photo behind it.
 * The host passes its own THREE. docs/three.md shows it at work.
 */

export type { EncodedImage, SkinTexture } from '../../converters/export/skin-texture.js';
export { pictureSkin } from '../../converters/export/skin-texture.js';
export type { Three } from '../../converters/export/three.js';
export {
  type ThreeObjects,
  type ThreeObjectsOptions,
  threeObjects,
  updateThreeObjects,
} from '../../converters/export/three-objects.js';
export { type Avatar, type AvatarOptions, createAvatar } from './avatar.js';
export { type AvatarSkin, loadAvatarSkin } from './avatar-skin.js';
export { type PhotoCameraOptions, photoCamera } from './photo-camera.js';
export { photoPlane } from './photo-plane.js';

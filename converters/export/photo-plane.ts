import { Accessor, ImageUtils, TextureInfo } from '@gltf-transform/core';
import { frameCount, posedJoints } from '../../core/body/posed-body.js';
import { expectFields, FitError } from '../../core/error.js';
import { flipPoints } from '../../core/frames.js';
import type { Camera, RiggedBody } from '../../core/types.js';
import { createAccessor, type DocumentContext } from './gltf-context.js';
import type { Photo } from './gltf-options.js';

/** The photo stands this far behind the farthest joint of the people: no skin is half as far from its joint. Metres. */
const BEHIND = 0.75;
/** Nearer than this to the camera nothing is drawn. Metres. */
const NEAR = 0.05;
/** Sides of a scaled photo are whole pixels: its shape may differ from the camera's by this part. */
const SHAPE_TOLERANCE = 0.01;

/**
 * Adds the camera that took the photo, at the origin, looking along −z, and the photo on a plane behind the people, of
 * the size that fills the camera's view.
 *
 * The material glows with the photo and reflects nothing to speak of: any light leaves it as it is.
 */
export function addPhoto(context: DocumentContext, photo: Photo, bodies: readonly RiggedBody[]): void {
  expectPhoto(photo);
  const { document, scene } = context;
  const depth = farthest(bodies) + BEHIND;
  const texture = document.createTexture('Photo').setImage(photo.bytes).setMimeType(photo.mimeType);
  const material = document
    .createMaterial('Photo')
    .setBaseColorFactor([0, 0, 0, 1])
    .setMetallicFactor(0)
    .setRoughnessFactor(1)
    .setEmissiveFactor([1, 1, 1])
    .setEmissiveTexture(texture);
  const { CLAMP_TO_EDGE } = TextureInfo.WrapMode; // or its edges would bleed into each other
  material.getEmissiveTextureInfo()?.setWrapS(CLAMP_TO_EDGE).setWrapT(CLAMP_TO_EDGE);
  const { VEC2, VEC3, SCALAR } = Accessor.Type;
  const primitive = document
    .createPrimitive()
    .setMaterial(material)
    .setIndices(createAccessor(context, 'Photo faces', SCALAR, Uint16Array.of(0, 1, 2, 0, 2, 3)))
    .setAttribute('POSITION', createAccessor(context, 'Photo positions', VEC3, photoCorners(photo.camera, depth)))
    .setAttribute('NORMAL', createAccessor(context, 'Photo normals', VEC3, Float32Array.from(repeated([0, 0, 1]))))
    .setAttribute('TEXCOORD_0', createAccessor(context, 'Photo uv', VEC2, Float32Array.of(0, 1, 1, 1, 1, 0, 0, 0)));
  const mesh = document.createMesh('Photo').addPrimitive(primitive);
  scene.addChild(document.createNode('Photo').setTranslation([0, 0, -depth]).setMesh(mesh));
  addCamera(context, photo.camera);
}

/**
 * glTF's cameras look through the middle of their picture. Where the photo's principal point lies elsewhere, the plane
 * is moved sideways instead: people and photo still lie on each other, the view shows the photo shifted. `extras` says
 * so.
 */
function addCamera({ document, scene }: DocumentContext, camera: Camera): void {
  const { focalLength, principalPoint, width, height } = camera;
  const perspective = document
    .createCamera('Photo camera')
    .setType('perspective')
    .setYFov(2 * Math.atan(height / 2 / focalLength))
    .setAspectRatio(width / height)
    .setZNear(NEAR)
    .setExtras({ photorig: { focalLength, principalPoint, width, height } });
  scene.addChild(document.createNode('Photo camera').setCamera(perspective));
}

/**
 * The photo's corners at a depth, from the plane's own origin on the optical axis: lower left, lower right, upper
 * right, upper left. 4×3, metres, glTF frame: (pixel − principal point)·depth/f.
 */
function photoCorners({ focalLength, principalPoint, width, height }: Camera, depth: number): Float32Array {
  const scale = depth / focalLength;
  const [left, right] = [-principalPoint[0] * scale, (width - principalPoint[0]) * scale];
  const [top, bottom] = [-principalPoint[1] * scale, (height - principalPoint[1]) * scale];
  const corners = Float32Array.of(left, bottom, 0, right, bottom, 0, right, top, 0, left, top, 0);
  flipPoints(corners);
  return corners;
}

const repeated = (normal: readonly number[]): number[] => [...normal, ...normal, ...normal, ...normal];

/** How far from the camera the farthest joint of anybody gets in any frame. Metres along −z. */
function farthest(bodies: readonly RiggedBody[]): number {
  let z = 0;
  for (const body of bodies) {
    for (let frame = 0; frame < frameCount(body); frame++) {
      const joints = posedJoints(body, frame);
      for (let i = 2; i < joints.length; i += 3) z = Math.min(z, joints[i]);
    }
  }
  return -z;
}

/** Refuses a photo that readers would not show, or not upright. */
function expectPhoto(photo: Photo): void {
  const todo = 'Give { bytes, mimeType, camera }: an encoded JPEG or PNG, and what saw it.';
  expectFields('photo', photo, ['bytes', 'mimeType', 'camera'], 'this is not a photo.', todo);
  const { bytes, mimeType, camera } = photo;
  const kind = [bytes[0], bytes[1]];
  const found =
    kind[0] === 0xff && kind[1] === 0xd8 ? 'image/jpeg' : kind[0] === 0x89 && kind[1] === 0x50 ? 'image/png' : null;
  if (found === null || found !== mimeType) {
    const what = `it is ${found ?? 'neither JPEG nor PNG'} but is labelled ${mimeType}.`;
    throw new FitError('unsupported', 'photo', what, 'glTF can hold JPEG and PNG: convert it.');
  }
  const size = ImageUtils.getSize(bytes, mimeType);
  const shape = (size?.[0] ?? 0) / (size?.[1] ?? 0);
  if (!(Math.abs(shape / (camera.width / camera.height) - 1) < SHAPE_TOLERANCE)) {
    const what = `it has ${size?.join(' x ') ?? 'no'} pixels, but its camera has ${camera.width} x ${camera.height}.`;
    throw new FitError('bad-input', 'photo', what, 'Give the photo turned upright, without EXIF orientation.');
  }
}

import type { BodyModel, Camera } from '../../core/types.js';
import type { Naming } from '../formats/bone-names.js';
import type { BoneAxes } from './bone-axes.js';
import type { SkinTexture } from './skin-texture.js';

/**
 * Where the pose goes. The rest mesh and the bind pose are the T-pose in all three.
 *  - `clip`: nodes stand in the T-pose; the animation "Pose" holds the pose, or "Motion" all frames of a sequence.
 *  - `rest`: T-pose only, no animation, no correctives.
 *  - `applied`: nodes and the corrective's weight are already in the pose (a sequence's first); no animation. For
 *    viewers that play none.
 */
export const POSE_MODES = ['clip', 'rest', 'applied'] as const;
export type PoseMode = (typeof POSE_MODES)[number];

/**
 * What to do with the arrays of the file. Each but `none` asks readers for an extension.
 *  - `quantize`: KHR_mesh_quantization, integers in place of floats.
 *  - `meshopt`: EXT_meshopt_compression on top of it.
 *  - `draco`: KHR_draco_mesh_compression; morph targets stay as they are.
 */
export const COMPRESSIONS = ['none', 'quantize', 'meshopt', 'draco'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** The photo behind the people, and the camera that took it. */
export interface Photo {
  /** An encoded JPEG or PNG, upright without its EXIF orientation: few readers of glTF follow that. */
  readonly bytes: Uint8Array;
  readonly mimeType: 'image/jpeg' | 'image/png';
  readonly camera: Camera;
}

/** What riggedDocument puts into a document. */
export interface DocumentOptions {
  /** `humanoid` unless told otherwise. */
  readonly naming?: Naming;
  /** `clip` unless told otherwise; with a photo `applied`, so that the scene shows the picture as it opens. */
  readonly pose?: PoseMode;
  /** `identity` unless told otherwise. */
  readonly boneAxes?: BoneAxes;
  /** Adds the betas of this model, the one the bodies were rigged with, as morph targets Shape000, Shape001 ... */
  readonly shapeMorphs?: { readonly model: BodyModel };
  /** Pictures or colour of the skin. Painted bodies must have gone through withSkinAtlas; toGlb and toGltf do it. */
  readonly skin?: SkinTexture;
  /** Adds the photo and its camera. The bodies must stand where the camera saw them: without standOnFloor. */
  readonly photo?: Photo;
  /** asset.generator. */
  readonly generator?: string;
}

/** What toGlb and toGltf do. */
export interface GltfOptions extends DocumentOptions {
  /** A lighter mesh, see simplifyBody: a level 0 (all), 1, 2, or a number of triangles. */
  readonly lod?: number;
  /** `none` unless told otherwise. */
  readonly compression?: Compression;
}

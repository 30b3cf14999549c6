/**
 * The data that flows through photorig: plain objects over typed arrays, without methods, so that all of it survives
 * structuredClone and crosses to a worker. Sizes: B betas, J joints (24), K keypoints, V vertices, F triangles.
 */

import type { KeypointSet } from './body/joint-sets.js';
import type { Direction } from './camera/gravity.js';

/** A decoded photo, already turned upright by its EXIF orientation. */
export interface Image {
  readonly width: number;
  readonly height: number;
  /** height×width×4, row-major, sRGB, not premultiplied. */
  readonly rgba: Uint8Array | Uint8ClampedArray;
  /** Focal length in pixels when the file's EXIF block states one. */
  readonly focalLength?: number;
}

/** 2D joints found in a photo. K is the number of joints of the set. */
export interface Keypoints {
  readonly set: KeypointSet;
  /** K×2, row-major, pixels, (0, 0) is the top-left corner of the top-left pixel, y down. */
  readonly xy: Float64Array;
  /** K, in [0, 1]. 0, as NaN, means "not seen": the joint adds nothing to the cost. */
  readonly confidence: Float64Array;
}

/** Which pixels belong to a person, on a grid of its own that a similarity places on the photo. */
export interface Mask {
  readonly size: number;
  /** size×size, row-major, probability 0..1. */
  readonly values: Float32Array;
  /** Pixel centre (u, v), in units of the grid, lies at (a·u − b·v + x, b·u + a·v + y) in the photo. */
  readonly toImage: { readonly a: number; readonly b: number; readonly x: number; readonly y: number };
}

/** One person in a photo. */
export interface Detection {
  /** x, y, width, height in pixels: the smallest box around the keypoints that were seen. */
  readonly box: readonly [number, number, number, number];
  /** In [0, 1]: how sure the detector is that this is a person. */
  readonly score: number;
  readonly keypoints: Keypoints;
  /** K×3, metres, hip-centred, axes of the camera frame (x right, y down, z forward). */
  readonly worldLandmarks?: Float64Array;
  readonly mask?: Mask;
}

/** A pinhole camera without lens distortion: pixel = focalLength·(X/Z, Y/Z) + principalPoint. */
export interface Camera {
  /** Pixels. */
  readonly focalLength: number;
  /** Pixels. */
  readonly principalPoint: readonly [number, number];
  readonly width: number;
  readonly height: number;
  /**
   * The way things fall, in the camera frame, where it is known: [0, 1, 0] before a level camera, z > 0 where it looks
   * down. People are then taken to keep their balance, and stand upright in files.
   */
  readonly down?: Direction;
}

/**
 * Where a camera's focal length came from; `perspective`: from the people's own, `default`: from the image's diagonal.
 */
export type FocalSource = 'flag' | 'exif' | 'file' | 'perspective' | 'default';

/** Rows of a sparse matrix: row r holds values[start[r] .. start[r+1]) at the same slice of columns. */
export interface SparseRows {
  readonly start: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float64Array;
}

/** Where the faces of a mesh lie in its pictures. */
export interface TextureAtlas {
  /** T×2, v up: OBJ's way. */
  readonly coordinates: Float32Array;
  /** F×3, indices into the coordinates. */
  readonly faces: Uint32Array;
}

/**
 * A parametric body in SMPL's form. Rest frame: metres, y up, facing +z, T-pose.
 *   vertices(betas, pose) = LBS(template + shapeDirs·betas + poseDirs·vec(R(pose) − I))
 */
export interface BodyModel {
  readonly name: string;
  /** SHA-256 of the file the body was read from, hexadecimal; empty where it was not computed. */
  readonly sha256: string;
  /** SPDX licence expression of a shipped body; undefined for a user's own. */
  readonly licence?: string;
  readonly vertexCount: number;
  readonly betaCount: number;
  /** J; −1 for the root, which comes first; a parent precedes its children. */
  readonly parents: Int32Array;
  /** V×3, metres. */
  readonly template: Float32Array;
  /** V×3×B, metres per unit of beta (a standard deviation). */
  readonly shapeDirs: Float32Array;
  /** V×3×9(J−1), metres; null when the body has no pose correctives. */
  readonly poseDirs: Float32Array | null;
  /** J rows over V columns; each row sums to one. */
  readonly jointRegressor: SparseRows;
  /** V×J, rows sum to one. */
  readonly weights: Float32Array;
  /** F×3, counter-clockwise seen from outside. */
  readonly faces: Uint32Array;
  readonly uv: TextureAtlas | null;
  /** V, values of PART: 0 skin, 1 eyes; null when the file does not say. */
  readonly part: Uint8Array | null;
  /** Surface points that serve as keypoints (nose, left_eye, head_top ...) by name: their vertex. */
  readonly keypointVertices: Readonly<Record<string, number>>;
}

/**
 * A mixture of Gaussians over the 69 numbers of the body pose (all joints but the root). M components, D = 69; ours has
 * M = 8.
 */
export interface PoseMixture {
  readonly componentCount: number;
  readonly dimension: number;
  /** M, sums to one. */
  readonly weights: Float64Array;
  /** M×D, radians. */
  readonly means: Float64Array;
  /** M×D×D: upper triangular U with UᵀU = Σ⁻¹. */
  readonly precisionCholesky: Float64Array;
  /** M: −log(weight_m) − log det U_m, minus the least of them, so that the best possible constant is zero. */
  readonly penalties: Float64Array;
}

/** What motion capture does with each joint: percentiles of its axis-angle coordinates. */
export interface JointLimits {
  /** 69, radians, 1st percentile. */
  readonly lower: Float64Array;
  /** 69, radians, 99th percentile. */
  readonly upper: Float64Array;
}

/** What the prior file holds. */
export interface PosePrior {
  readonly mixture: PoseMixture;
  /** No fit asks them: they are there to judge poses by. */
  readonly limits: JointLimits;
}

/** Why the solver stopped. */
export type Termination = 'converged' | 'small-step' | 'small-gradient' | 'iteration-limit' | 'failed';

/** How sure a fit is. */
export interface Confidence {
  /** J, in [0, 1]: how likely each joint is within a decimetre of its true place, relative to the hips. */
  readonly joints: Float64Array;
  /**
   * Mean over all joints except the pelvis (the origin of the measurement) and the hands (no keypoint shows how they
   * are turned).
   */
  readonly overall: number;
}

/** What a detector takes for the other side's: a whole limb, or its lower part. */
export type Limb = 'legs' | 'lower legs' | 'arms' | 'lower arms';

/** The result of fitting the body to one person. Pose and translation are in the camera frame. */
export interface Fit {
  /** B. */
  readonly betas: Float64Array;
  /** J×3, axis-angle, radians; joint 0 is the global orientation. */
  readonly pose: Float64Array;
  /** 3, metres: a posed vertex is LBS(pose, betas) + translation. */
  readonly translation: Float64Array;
  readonly camera: Camera;
  /** E at the solution, the number that was minimised; infinite or NaN where no pose could be fitted. */
  readonly cost: number;
  readonly costByTerm: Readonly<Record<string, number>>;
  /** Solver iterations, all starts and stages together. */
  readonly iterations: number;
  readonly termination: Termination;
  /**
   * Mean distance in pixels over the keypoints that took part, weighted by their confidence; 0 where none did, NaN where
   * all their joints are behind the camera.
   */
  readonly reprojectionError: number;
  /** Limbs whose left and right keypoints were taken for each other; absent where all sides were right. */
  readonly exchanged?: readonly Limb[];
  /** Keypoints far from where the body can be, not used; absent where there were none. */
  readonly outliers?: readonly number[];
  /** How sure the fit is; absent where the method cannot tell. */
  readonly confidence?: Confidence;
  readonly warnings: readonly string[];
}

/**
 * A body with its shape baked in, its skeleton and one pose: all that an exporter needs. glTF frame: metres, y up,
 * +z towards the viewer. Rest pose is SMPL's T-pose, facing +z, soles on y = 0, pelvis over x = z = 0.
 */
export interface RiggedBody {
  /** J, SMPL names (pelvis, left_hip ...). */
  readonly jointNames: readonly string[];
  /** J; −1 for the pelvis. */
  readonly parents: Int32Array;
  /** J×3, rest position of each joint. */
  readonly restJoints: Float32Array;
  /** J×4, local joint rotations of the pose as quaternions x, y, z, w; joint 0 includes the global orientation. */
  readonly rotations: Float32Array;
  /** 3: where the pelvis joint stands in the pose. */
  readonly rootPosition: Float32Array;
  /** V×3. */
  readonly restVertices: Float32Array;
  /** V×3, unit length, of the rest mesh. */
  readonly normals: Float32Array;
  /** F×3. */
  readonly faces: Uint32Array;
  readonly uv: TextureAtlas | null;
  /** V, values of PART. */
  readonly part: Uint8Array | null;
  /** V×4, joint of each influence, strongest first; 0 where the weight is 0. */
  readonly skinJoints: Uint8Array;
  /** V×4, rows sum to one. */
  readonly skinWeights: Float32Array;
  /** V×3: added to restVertices before skinning, it gives the pose its correctives; null when the body has none. */
  readonly poseCorrective: Float32Array | null;
  /** The frames of a sequence; absent for a single pose. The pose above is then that of the first frame. */
  readonly motion?: Motion;
  readonly metadata: BodyMetadata;
}

/** A rigged body's movement, in the frame of the RiggedBody that carries it. T frames. */
export interface Motion {
  /** Frames a second. */
  readonly frameRate: number;
  /**
   * T×J×4, local joint rotations as quaternions x, y, z, w; neighbouring frames lie on the same side (no sign jumps).
   */
  readonly rotations: Float32Array;
  /** T×3: where the pelvis joint stands. */
  readonly rootPositions: Float32Array;
}

/** What a file says about where its body came from. */
export interface BodyMetadata {
  readonly bodyName: string;
  readonly bodySha256: string;
  readonly bodyLicence: string;
  /** B. */
  readonly betas: readonly number[];
  /** J×3, axis-angle in the camera frame. */
  readonly pose: readonly number[];
  /** 3, metres, camera frame. */
  readonly translation: readonly number[];
  readonly camera: Camera | null;
  /** Pixels, where the size of the image is not known and `camera` is null. */
  readonly focalLength?: number;
  /** Whether the body was turned so that things fall along −y, not as before the camera: turnUpright. */
  readonly upright?: boolean;
}

import type { SkinTexture } from '../../converters/export/skin-texture.js';
import type { Measurements } from '../../core/body/measure.js';
import type { BodyParameters } from '../../core/body/rigged-body.js';
import type { Skeleton } from '../../core/body/skeleton.js';
import type { Detail, FindPeopleOptions } from '../../core/detect/people.js';
import type { StatedCamera } from '../../core/fit/camera-of-people.js';
import type { DepthOrder } from '../../core/fit/depth-order.js';
import type { Camera, Detection, Fit, Image, Keypoints, RiggedBody } from '../../core/types.js';
import type { ImageInfo, Options } from './state.js';

/** A picture as hosts have it: a file, a decoded bitmap (createImageBitmap takes canvases, videos, images), pixels. */
export type Picture = Blob | ImageBitmap | Image;

/** What is done on the way, for a line under a progress bar. */
export type EngineNews =
  | { readonly type: 'progress'; readonly file: string; readonly loaded: number; readonly total: number | undefined }
  /** A sentence on what went differently, without harm. */
  | { readonly type: 'notice'; readonly message: string };

/** One person to fit. */
export interface FitRequest {
  readonly keypoints: Keypoints;
  /** K×3, metres. */
  readonly worldLandmarks: Float64Array | null;
  /** Keypoints that the body must meet. */
  readonly pinned: readonly number[];
  /** What the user says of the depth of limbs. */
  readonly depthOrders: readonly DepthOrder[];
  /** The user has moved keypoints or said so: left and right of all limbs are as they should be. */
  readonly sidesKnown: boolean;
  /** B: the shape that a hand has set; null: the fit finds it. */
  readonly betas: readonly number[] | null;
  readonly camera: Camera;
  readonly options: Pick<Options, 'body' | 'height' | 'weight' | 'posePrior' | 'shapePrior'>;
}

/** Where a warm fit starts from. */
export type Previous = Pick<Fit, 'pose' | 'betas' | 'translation' | 'costByTerm'>;

export type WorkbenchDetectOptions = Omit<FindPeopleOptions, 'signal'>;

/** A picture that the engine keeps. */
export interface OpenedPicture extends Omit<ImageInfo, 'name'> {
  /** What `detect` and `close` know it by, 1 or more. */
  readonly id: number;
}

/** An avatar to write. */
export interface WriteRequest {
  /** One of AVATAR_FORMATS. */
  readonly format: string;
  /** Of the files, without ending. */
  readonly name: string;
  readonly body: string;
  readonly people: readonly BodyParameters[];
  /** Together on the floor, else where the camera saw them. */
  readonly onFloor: boolean;
  /** Pictures or colour of the skin, painted for the body's atlas; default: plain colours. */
  readonly skin?: SkinTexture;
}

export interface WrittenFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * What computes for workbenches, one or several: in the page itself (localEngine, for Node and tests) or in a worker (workerEngine).
 * Arguments and answers are plain data. Every function rejects with a FitError, with the signal's reason or, where there is a
 * bug, with any Error.
 */
export interface Engine {
  /** Loads what a search and a fit need, the networks of the search first, so that the first picture need not wait. */
  prepare(body: string, detail: Detail): Promise<void>;
  /** Decodes a picture and keeps it for `detect`, beside those of others, until it is closed. */
  open(picture: Picture, name: string, signal?: AbortSignal): Promise<OpenedPicture>;
  /** The people in an open picture. */
  detect(options: WorkbenchDetectOptions & { readonly picture: number }, signal?: AbortSignal): Promise<Detection[]>;
  /** Forgets a picture. */
  close(picture: number): Promise<void>;
  /** The camera of the requests, a guess, with the focal length that the people's perspective tells, if it does. */
  findCamera(requests: readonly FitRequest[], signal?: AbortSignal): Promise<StatedCamera>;
  /** The camera of the requests with the way things fall that the people tell; null where nobody stands in full view. */
  findUpright(requests: readonly FitRequest[], signal?: AbortSignal): Promise<Camera | null>;
  fit(request: FitRequest, signal?: AbortSignal): Promise<Fit>;
  /** From a fit that is nearly right: a few steps, some milliseconds. */
  refit(request: FitRequest, previous: Previous, signal?: AbortSignal): Promise<Fit>;
  /** A body's joints without its mesh, of which poses are computed in microseconds. */
  skeleton(body: string, signal?: AbortSignal): Promise<Skeleton>;
  measure(body: string, betas: readonly number[], signal?: AbortSignal): Promise<Measurements>;
  /** The mesh and bones of one person, where the camera saw them. */
  rig(body: string, parameters: BodyParameters, signal?: AbortSignal): Promise<RiggedBody>;
  write(request: WriteRequest, signal?: AbortSignal): Promise<WrittenFile[]>;
  /** Takes a body file of the user (.npz in SMPL's keys), from then on known by `name`. */
  addBody(name: string, bytes: Uint8Array): Promise<void>;
  listen(listener: (news: EngineNews) => void): () => void;
  dispose(): void;
}

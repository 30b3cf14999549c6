import type { FocalChoice } from '../../core/camera/pinhole.js';
import type { WhoOptions } from '../../core/detect/find-chosen.js';
import type { FindPeopleOptions } from '../../core/detect/people.js';
import type { StatedCamera } from '../../core/fit/camera-of-people.js';
import type { PeopleOptions } from '../../core/fit/fit-people.js';
import type { Evidence, Fitter, Watch } from '../../core/fit/fitter.js';
import type { Lifter } from '../../core/lift/lifter.js';
import type { BodyModel, Camera, Detection, Fit, Image, Keypoints, PosePrior } from '../../core/types.js';
import type { FitResult } from '../export/fit-json.js';
import type { KeypointFile } from '../import/keypoints-json.js';

/** Who may stop it: asked before each network and each person; an AbortSignal fits. */
export type Stoppable = Pick<FindPeopleOptions, 'signal'>;
/** Whom to fit, seen by what camera. */
export type FitOptions = FocalChoice & WhoOptions & PeopleOptions & Stoppable;
/** Keypoint files lie in no picture: their people have a rank, not a place. */
export type KeypointFitOptions = FocalChoice & Pick<WhoOptions, 'person'> & FoundFitOptions;
/** What a hand says of one person's keypoints. */
export type HandSet = Pick<Evidence, 'pinned' | 'depthOrders' | 'sidesKnown'>;
/** What may be known of people who were found before. */
export type FoundFitOptions = PeopleOptions & HandSet & Stoppable;

/** The models, loaded once, and what is done with them. */
export interface Session {
  readonly body: BodyModel;
  readonly prior: PosePrior;
  readonly fitter: Fitter;
  /** Loads the networks and does what else the first photo would wait for. */
  prepare(): Promise<void>;
  /** Finds people in a photo, without fitting. */
  find(path: string, image: Image, who?: WhoOptions & Stoppable): Promise<Detection[]>;
  /** What the lifting network makes of one person's keypoints: liftAndFitSequence asks it of every frame. */
  lift: Lifter['lift'];
  /**
   * Fits the body to one person's keypoints, from where the lifting network sees it. SMPLify's method does without the
   * network, and tells nobody who watches.
   */
  fit(keypoints: Keypoints, camera: Camera, evidence?: Evidence, watch?: Watch): Promise<Fit>;
  /** Finds people in a photo and fits the body to those chosen. An empty list of people means that nobody was found. */
  fitImage(path: string, image: Image, options?: FitOptions): Promise<FitResult>;
  /**
   * Fits the body to people who were found before, all seen by one camera: cameraFor gives it. Where that is a guess, by
   * one that suits them.
   */
  fitFound(
    image: FitResult['image'],
    found: readonly Detection[],
    camera: StatedCamera,
    options?: FoundFitOptions,
  ): Promise<FitResult>;
  /**
   * Fits the body to keypoints that came from elsewhere. The focal length is that of the options, else of the file,
   * else of the photo's EXIF block.
   */
  fitKeypoints(
    path: string,
    file: KeypointFile,
    options?: KeypointFitOptions,
    photo?: Pick<Image, 'focalLength'>,
  ): Promise<FitResult>;
}

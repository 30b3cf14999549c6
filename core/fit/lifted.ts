/** What the network makes of one person's keypoints: a pose to start a fit from, and to hold it where they say little. */
export interface Lifted {
  /** J×3, axis-angle, radians; the hands are 0. */
  readonly pose: Float64Array;
  /**
   * J×3, standard deviations, radians: of the pelvis those of log(R R_liftᵀ) in the axes of the camera, of the others
   * those of θ − θ_lift.
   */
  readonly sigma: Float64Array;
  /** B; 0 for a body whose betas the network does not know. */
  readonly betas: Float64Array;
  /** 3, metres, camera frame: where the body in this pose suits the keypoints best. */
  readonly translation: Float64Array;
  /** Joints of which nothing is known: their pose is a habit of people's. */
  readonly assumed?: readonly number[];
  /** K×2, pixels: by how much the detector's keypoints lie beside the joints of a body in this pose. None: not at all. */
  readonly offsets?: Float64Array;
}

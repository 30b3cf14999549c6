/** A dense float tensor: row-major data and its shape. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** One loaded network. Names of inputs and outputs are those of models/MODELS.md. */
export interface Network {
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
}

/** The networks that detection knows by name, and the one that lifts keypoints to a pose. */
export type NetworkName =
  | 'pose_detection'
  | 'pose_landmark_full'
  | 'pose_landmark_heavy'
  | 'movenet_multipose'
  | 'lifter';

/**
 * How core runs a neural network without knowing who runs it: onnxruntime-node on the command line, onnxruntime-web in
 * a page. `load` may be called often; a runtime keeps one session a network.
 */
export interface InferenceRuntime {
  load(name: NetworkName): Promise<Network>;
}

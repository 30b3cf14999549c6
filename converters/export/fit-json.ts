import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { measureBody } from '../../core/body/measure.js';
import type { Skeleton } from '../../core/body/skeleton.js';
import { namedJoints } from '../../core/fit/joints3d.js';
import type { BodyModel, Camera, Confidence, Detection, Fit, FocalSource } from '../../core/types.js';
import { FIT_FORMAT } from '../formats/format-names.js';

/** Milliseconds. The first two are those of the whole photo. */
export interface Timings {
  /** Loading the networks: only the first photo waits for it. */
  readonly loadMs: number;
  readonly detectMs: number;
  readonly fitMs: number;
}

/** One person as found and as fitted. */
export interface FittedPerson {
  readonly detection: Detection;
  readonly fit: Fit;
  readonly timings: Timings;
}

/** All that one photo gave. */
export interface FitResult {
  readonly image: { readonly path: string; readonly width: number; readonly height: number };
  readonly body: BodyModel;
  readonly skeleton: Skeleton;
  readonly camera: Camera;
  readonly focalSource: FocalSource;
  readonly people: readonly FittedPerson[];
}

/** A fit as photorig-fit-1: an object of plain numbers, lists and strings, ready for JSON.stringify. */
export function toFitJson({ image, body, skeleton, camera, focalSource, people }: FitResult): object {
  return {
    format: FIT_FORMAT,
    image,
    body: { name: body.name, sha256: body.sha256 },
    camera: {
      focalLength: camera.focalLength,
      principalPoint: camera.principalPoint,
      source: focalSource,
      ...(camera.down && { down: camera.down }),
    },
    persons: people.map(({ detection, fit, timings }) => ({
      box: detection.box,
      score: detection.score,
      keypoints: {
        set: detection.keypoints.set,
        xy: pairs(detection.keypoints.xy),
        confidence: [...detection.keypoints.confidence],
      },
      pose: [...fit.pose],
      betas: [...fit.betas],
      translation: [...fit.translation],
      joints3d: namedJoints(skeleton, fit),
      reprojectionError: fit.reprojectionError,
      ...(fit.confidence && { confidence: byName(fit.confidence) }),
      measurements: measureBody(body, fit.betas),
      cost: fit.cost,
      costByTerm: fit.costByTerm,
      iterations: fit.iterations,
      termination: fit.termination,
      warnings: fit.warnings,
      timings,
    })),
  };
}

const pairs = (xy: Float64Array): number[][] =>
  Array.from({ length: xy.length / 2 }, (_, k) => [xy[2 * k], xy[2 * k + 1]]);

const byName = ({ overall, joints }: Confidence): object => ({
  overall,
  joints: Object.fromEntries(SMPL_JOINTS.map((name, j) => [name, joints[j]])),
});

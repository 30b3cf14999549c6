import { readImage } from '../../converters/cli/node-image.js';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { toGlb } from '../../converters/export/glb.js';
import { standOnFloor } from '../../core/body/floor.js';
import { rigBody } from '../../core/body/rigged-body.js';
import { cameraFor } from '../../core/camera/pinhole.js';
import { findPeople } from '../../core/detect/people.js';
import type { NetworkName } from '../../core/detect/runtime.js';
import { createFitter } from '../../core/fit/fitter.js';
import { liftAndFit } from '../../core/lift/lift-and-fit.js';
import { createLifter } from '../../core/lift/lifter.js';
import { median } from './statistics.js';

/** Milliseconds of one stage: the first time in this process, and the median of the runs after it. */
export interface StageTime {
  readonly stage: string;
  readonly cold: number;
  /** null for what is done once. */
  readonly warm: number | null;
}

const NETWORKS: readonly NetworkName[] = ['movenet_multipose', 'pose_detection', 'pose_landmark_heavy', 'lifter'];

/** Runs the whole path, photo to GLB bytes, and times each stage. */
export async function timeStages(photo: string, runs = 9): Promise<StageTime[]> {
  const times: StageTime[] = [];
  const once = async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    times.push({ stage, cold: performance.now() - start, warm: null });
    return result;
  };
  const repeated = async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
    const samples: number[] = [];
    let result = await once(stage, work);
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      result = await work();
      samples.push(performance.now() - start);
    }
    times[times.length - 1] = { ...times[times.length - 1], warm: median(samples) };
    return result;
  };

  const body = await once('load body', () => openBody('neutral'));
  const prior = await once('load prior', openPrior);
  const fitter = await once('make fitter', () => createFitter(body, prior));
  const runtime = nodeRuntime();
  for (const name of NETWORKS) await once(`load ${name}`, () => runtime.load(name));
  const image = await repeated('decode photo', () => readImage(photo));
  const people = await repeated('find people', () => findPeople(image, runtime));
  if (people.length === 0) throw new Error(`${photo}: nobody to time the fit with`);
  const [{ keypoints, worldLandmarks }] = people;
  const { camera } = cameraFor(image);
  const evidence = worldLandmarks ? { worldLandmarks } : {};
  const lifter = createLifter(await runtime.load('lifter'), fitter.skeleton, true);
  const fit = await repeated('lift and fit', () => liftAndFit(fitter, lifter, keypoints, camera, evidence));
  await repeated('refit', () => fitter.refit(fit, keypoints, camera, evidence));
  const avatars = await repeated('rig', () => standOnFloor([rigBody(body, fit)]));
  await repeated('write GLB', () => toGlb(avatars));
  return times;
}

/** The page's half of fit-agreement.test.ts: runs in Chromium, on the compiled library. */

import {
  createFitter,
  createLifter,
  type Fitter,
  fetchBody,
  fetchPrior,
  type Lifter,
  liftAndFit,
  webRuntime,
} from '../../plugins/web/index.js';
import type { PlainCase, PlainLifted } from './fit-agreement-plain.js';
import { type PlainFit, plainFit } from './plain.js';

const modelsUrl = '/models';

interface Parts {
  readonly fitter: Fitter;
  readonly lifter: Lifter;
  readonly sha256: string;
}

let opened: Promise<Parts> | null = null;

async function open(): Promise<Parts> {
  const [body, prior] = await Promise.all([fetchBody('neutral', { modelsUrl }), fetchPrior({ modelsUrl })]);
  const fitter = createFitter(body, prior);
  const network = await webRuntime({ modelsUrl, threads: 1 }).load('lifter');
  return { fitter, lifter: createLifter(network, fitter.skeleton, true), sha256: body.sha256 };
}

function parts(): Promise<Parts> {
  opened ??= open();
  return opened;
}

const keypointsOf = ({ set, xy, confidence }: PlainCase) => ({
  set,
  xy: Float64Array.from(xy),
  confidence: Float64Array.from(confidence),
});

/** The fit from a given start; null: from nothing. */
export async function fitFrom(plain: PlainCase, lifted: PlainLifted | null): Promise<PlainFit> {
  const { fitter, sha256 } = await parts();
  const evidence =
    lifted === null
      ? {}
      : {
          lifted: {
            pose: Float64Array.from(lifted.pose),
            sigma: Float64Array.from(lifted.sigma),
            betas: Float64Array.from(lifted.betas),
            translation: Float64Array.from(lifted.translation),
            ...(lifted.offsets.length > 0 && { offsets: Float64Array.from(lifted.offsets) }),
          },
        };
  return plainFit(fitter.fit(keypointsOf(plain), plain.camera, evidence), sha256);
}

/** The fit from what this browser's own network makes of the keypoints. */
export async function fitFromOwnNetwork(plain: PlainCase): Promise<PlainFit> {
  const { fitter, lifter, sha256 } = await parts();
  return plainFit(await liftAndFit(fitter, lifter, keypointsOf(plain), plain.camera), sha256);
}

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPrior } from '../../converters/cli/node-models.js';
import { liftAndFit } from '../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../core/lift/lifter.js';
import type { Keypoints } from '../../core/types.js';
import { keypointsOf, makeCases } from '../bench/synthetic-cases.js';
import { posesOfMixture } from '../bench/synthetic-poses.js';
import { launchBrowser } from '../support/browser.js';
import { serveRepository } from '../support/browser-server.js';
import { callsOf } from '../support/page-half.js';
import { shippedFitter, shippedLifter } from '../support/shipped.js';
import type * as pageHalf from './fit-agreement-page.js';
import { type PlainCase, plainLifted } from './fit-agreement-plain.js';
import type { PlainFit } from './plain.js';

/** The fit in Node and, compiled, in a headless Chromium: from the same start, and each from its own network. */

const SEED = 5;
const COUNT = 8;
const NOISE = 2;
/** Metres: the same arithmetic, only sin, cos, exp and log may round differently (measured 3e-14). */
const SAME_START = 1e-6;
/** Metres: onnxruntime's native and WebAssembly kernels sum single precision in different orders (measured 2e-7). */
const OWN_NETWORK = 1e-3;

const browser = await launchBrowser();
const site = await serveRepository({});
const { fitter, kinematics } = await shippedFitter();
const { mixture } = await openPrior();
afterAll(async () => {
  await browser?.close();
  await site.close();
});

/** People drawn from the pose prior, seen from all sides. */
const cases = makeCases(posesOfMixture(mixture, COUNT, SEED).poses, kinematics, SEED).map((truth) => {
  const keypoints = keypointsOf(truth, 'blazepose33', NOISE, fitter.skeleton, kinematics);
  const { set, xy, confidence } = keypoints;
  const plain: PlainCase = { set, xy: [...xy], confidence: [...confidence], camera: truth.camera };
  return { keypoints, camera: truth.camera, plain };
});

/** Largest distance between the same joints of two fits, metres. */
function apart(a: Pick<PlainFit, 'translation' | 'pose' | 'betas'>, b: PlainFit): number {
  const [A, B] = [a, b].map(({ translation, pose, betas }) =>
    kinematics.pose(Float64Array.from([...translation, ...pose, ...betas]), false).joints.slice(),
  );
  return Math.max(
    ...Array.from({ length: A.length / 3 }, (_, j) => Math.hypot(...[0, 1, 2].map((i) => A[3 * j + i] - B[3 * j + i]))),
  );
}

const call = callsOf<typeof pageHalf>('/test/browser/fit-agreement-page.js');

const plain = (fit: ReturnType<typeof fitter.fit>): PlainFit => ({
  translation: [...fit.translation],
  pose: [...fit.pose],
  betas: [...fit.betas],
  bodySha256: '',
});

describe.skipIf(browser === null)('Node and the browser fit the same body', () => {
  let page: Page;
  let lifter: Lifter;
  beforeAll(async () => {
    page = await browser!.newPage();
    await page.goto(`${site.origin}/`);
    lifter = await shippedLifter({ fitter });
  });

  const liftHere = async (keypoints: Keypoints, camera: PlainCase['camera']) => {
    const lifted = await lifter.lift(keypoints, camera);
    if (lifted === null) throw new Error('a case was not lifted');
    return lifted;
  };

  test(`from the same start, ${COUNT} people of seed ${SEED}`, async () => {
    for (const { keypoints, camera, plain: sent } of cases) {
      const lifted = await liftHere(keypoints, camera);
      const here = plain(fitter.fit(keypoints, camera, { lifted }));
      expect(apart(here, await call(page, 'fitFrom', sent, plainLifted(lifted)))).toBeLessThan(SAME_START);
    }
  });

  test('from nothing', async () => {
    const [{ keypoints, camera, plain: sent }] = cases;
    expect(apart(plain(fitter.fit(keypoints, camera)), await call(page, 'fitFrom', sent, null))).toBeLessThan(
      SAME_START,
    );
  });

  test('each from its own network', async () => {
    for (const { keypoints, camera, plain: sent } of cases) {
      const here = plain(await liftAndFit(fitter, lifter, keypoints, camera));
      expect(apart(here, await call(page, 'fitFromOwnNetwork', sent))).toBeLessThan(OWN_NETWORK);
    }
  });
});

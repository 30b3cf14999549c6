import { expect, test } from 'vitest';
import { nodeRuntime } from '../../../converters/cli/node-runtime.js';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import type { InferenceRuntime } from '../../../core/detect/runtime.js';
import { FitError } from '../../../core/error.js';
import { createWorkbench } from '../../../plugins/workbench/index.js';
import { nodeEngine, personPhoto } from '../../support/workbench-engine.js';

const WRIST = JOINT_SETS.blazepose33.indexOf('left_wrist');
const photo = await personPhoto();
const SENTENCE = 'lifter.onnx: the server answers 503. Try again. Fits go on without it, slower and less sure.';

/** A host that has the lifting network, but does not always give it; counts how often it is asked for it. */
function unsteady() {
  const ours = nodeRuntime({ threads: 1 });
  const host = { isDown: true, asked: 0 };
  const runtime: InferenceRuntime = {
    async load(name) {
      if (name === 'lifter') host.asked += 1;
      if (name === 'lifter' && host.isDown) {
        throw new FitError('not-found', 'lifter.onnx', 'the server answers 503.', 'Try again.');
      }
      return ours.load(name);
    },
  };
  return { host, runtime };
}

test('a lifting network that is lost once: told, not asked for by a drag, and there again with the next fit', async () => {
  const { host, runtime } = unsteady();
  const workbench = createWorkbench({ engine: nodeEngine({ runtime }) });
  const notices: string[] = [];
  workbench.subscribe((event) => event.type === 'notice' && notices.push(event.message));
  const isLifted = (): boolean => 'anchor' in workbench.person!.fit!.costByTerm;
  await workbench.open(photo);
  await workbench.detect({ detail: 'fast' });
  await workbench.fit();
  expect(isLifted()).toBe(false);
  expect(new Set(notices)).toEqual(new Set([SENTENCE]));

  const { asked } = host;
  expect(asked).toBeLessThan(4); // the camera's search fits many times, and asks once
  const [x, y] = workbench.person!.keypoints.xy.subarray(2 * WRIST);
  const drag = workbench.drag(WRIST);
  for (let step = 1; step <= 5; step++) {
    drag.to([x, y - step]);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await drag.end();
  expect(host.asked).toBe(asked);

  host.isDown = false;
  notices.length = 0;
  await workbench.fit();
  expect(isLifted()).toBe(true);
  await workbench.fit();
  expect(host.asked).toBe(asked + 1);
  expect(notices).toEqual([]);
  workbench.dispose();
});

import { createWorkbench, type Engine, type Workbench, type WorkbenchEvent } from '../../plugins/workbench/index.js';
import { standing } from './standing.js';
import { nodeEngine } from './workbench-engine.js';

/** Two people beside each other in an empty picture: found, and the bodies of `fitted` of them fitted. */
export async function twoPeople(
  parts: Partial<Engine> = {},
  fitted = 2,
): Promise<{ workbench: Workbench; events: WorkbenchEvent[] }> {
  const detect = async () => [standing(-100), standing(100)];
  const workbench = createWorkbench({ engine: { ...nodeEngine(), detect, ...parts } });
  await workbench.open({ width: 640, height: 480, rgba: new Uint8Array(4 * 640 * 480) }, { name: 'two' });
  await workbench.detect();
  for (let index = 0; index < fitted; index++) {
    workbench.choose(index);
    await workbench.fit();
  }
  const events: WorkbenchEvent[] = [];
  workbench.subscribe((event) => events.push(event));
  return { workbench, events };
}

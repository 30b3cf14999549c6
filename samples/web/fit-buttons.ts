import { byId } from './dom.js';
import type { Messages } from './messages.js';
import { seconds } from './photo-opening.js';
import type { PhotoView } from './photo-view.js';
import { fitAgain, type Session } from './session.js';

/** Buttons that fit, search and exchange sides anew. */
export function createFitButtons({ workbench, step }: Session, view: PhotoView, messages: Messages): void {
  byId('fit').addEventListener('click', async () => {
    messages.calm();
    // Not in turn: a second one is refused, and the workbench says so.
    if (workbench.busy !== null) return void workbench.fit().catch(() => undefined);
    messages.begin();
    const start = performance.now();
    if (await step(() => workbench.fit())) messages.conclude(`Fitted in ${seconds(performance.now() - start)}.`);
  });
  byId('detect').addEventListener('click', async () => {
    messages.calm();
    if (workbench.busy !== null) return void workbench.detect().catch(() => undefined);
    messages.begin();
    const isDone = await step(async () => {
      await workbench.detect();
      await fitAgain(workbench);
    });
    if (!isDone) return;
    view.fitView();
    messages.tell(`${workbench.state.people.length} found.`);
  });
  byId('mirror').addEventListener('click', async () => {
    messages.begin();
    const isDone = await step(() => {
      workbench.mirror();
      return workbench.fit();
    });
    if (isDone) messages.conclude('Left and right are swapped.');
  });
}

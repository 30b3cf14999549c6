import { JOINT_SETS } from '../../core/body/joint-sets.js';
import { boneTo } from '../../core/fit/depth-order.js';
import { toggleOff, togglePin, turnInDepth } from '../../plugins/workbench/joint-edits.js';
import { spoken } from '../../plugins/workbench/picture-drawing.js';
import { byId } from './dom.js';
import type { PhotoView } from './photo-view.js';
import type { Session } from './session.js';

/** Buttons for the selected joint: what clicks and keys do, for fingers. */
export function createJointBar(session: Session, view: PhotoView): void {
  const { workbench, step } = session;
  const bar = byId('joint');
  const selected = (job: (k: number) => unknown) => (): void => {
    if (view.selected !== null && workbench.person !== null) job(view.selected);
  };
  byId('joint-pin').addEventListener(
    'click',
    selected((k) => step(() => togglePin(workbench, k))),
  );
  const turn = byId('joint-turn');
  turn.addEventListener(
    'click',
    selected((k) => step(() => turnInDepth(workbench, k))),
  );
  byId('joint-off').addEventListener(
    'click',
    selected((k) => step(() => toggleOff(workbench, k))),
  );
  byId('joint-reset').addEventListener(
    'click',
    selected((k) =>
      step(() => {
        workbench.resetKeypoint(k);
        return workbench.refit();
      }),
    ),
  );
  function show(): void {
    const { person } = workbench;
    const k = view.selected;
    const name = person === null || k === null ? null : JOINT_SETS[person.keypoints.set][k];
    bar.hidden = name === null || name === undefined;
    if (person === null || k === null || !name) return;
    const { pinned, off, depth } = person.edits[k];
    turn.hidden = person.fit === null || boneTo(person.keypoints.set, k) === null;
    turn.setAttribute('aria-pressed', String(Boolean(depth)));
    byId('joint-name').textContent = spoken(name);
    byId('joint-pin').setAttribute('aria-pressed', String(pinned));
    byId('joint-off').setAttribute('aria-pressed', String(off));
  }
  view.onView(show);
  workbench.subscribe((event) => {
    if (event.type === 'state' && event.cause !== 'drag') show();
  });
}

import { byId } from './dom.js';
import type { Messages } from './messages.js';
import type { PhotoView } from './photo-view.js';
import type { Session } from './session.js';

/** COCO's joints of somebody who stands, centimetres/2 or so, x and y down from between the shoulders. */
// biome-ignore format: a table
const STANDING = [
  [0, -8], [2, -9], [-2, -9], [4, -8], [-4, -8],
  [10, 0], [-10, 0], [14, 14], [-14, 14], [15, 27],
  [-15, 27], [6, 26], [-6, 26], [6, 46], [-6, 46],
  [6, 66], [-6, 66],
] as const;

/** Buttons that put somebody into the picture and take somebody out. */
export function createPeopleButtons(session: Session, view: PhotoView, messages: Messages): void {
  byId('add-person').addEventListener('click', () => addPerson(session, view, messages));
  const remove = byId<HTMLButtonElement>('remove-person');
  remove.addEventListener('click', () => removePerson(session, view, messages));
  const show = (): void => {
    remove.disabled = session.workbench.person === null;
  };
  session.workbench.subscribe((event) => event.type === 'state' && show());
  show();
}

/** A standing person in the middle of the view, whose joints are then dragged to where they belong. */
async function addPerson({ workbench, step }: Session, { region }: PhotoView, messages: Messages): Promise<void> {
  const unit = (0.8 * region.height) / 75;
  const [x, y] = [region.x + region.width / 2, region.y + region.height / 2 - 29 * unit];
  messages.begin();
  const isDone = await step(() => {
    workbench.addPerson('coco17');
    STANDING.forEach(([dx, dy], k) => {
      workbench.moveKeypoint(k, [x + dx * unit, y + dy * unit]);
    });
    return workbench.fit();
  });
  if (isDone) messages.conclude('Added: drag the joints to where they belong.');
}

/** Takes the chosen person out. Whoever is left may tell another tilt of the camera, where that is asked for. */
async function removePerson({ workbench, step }: Session, view: PhotoView, messages: Messages): Promise<void> {
  messages.calm();
  const isDone = await step(() => {
    workbench.removePerson(workbench.state.chosen);
    const { options, people } = workbench.state;
    if (people.length > 0 && options.upright && options.pitch === null) return workbench.refit();
  });
  if (!isDone) return;
  view.fitView();
  const { length } = workbench.state.people;
  messages.tell(length === 1 ? 'Removed; 1 person is left.' : `Removed; ${length || 'no'} people are left.`);
}

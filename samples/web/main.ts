/** The page: a photo, the people in it, their bodies, and files of them. */

import { openWorkerEngine } from '../../plugins/workbench/index.js';
import { createTabs, createThemeButton } from './appearance.js';
import { createPhotoView } from './create-photo-view.js';
import { byId, isTyping } from './dom.js';
import { createDownloads } from './downloads.js';
import { listenForPhotos } from './intake.js';
import { createJointBar } from './joint-bar.js';
import { createMessages, type Messages } from './messages.js';
import { keepPage } from './offline.js';
import { createPanel } from './panel.js';
import { createPeopleButtons } from './people-buttons.js';
import { createStrip } from './people-strip.js';
import { createOpening } from './photo-opening.js';
import type { PhotoView } from './photo-view.js';
import { createResults } from './results.js';
import { createSession, type Session } from './session.js';
import { createSliders } from './shape-sliders.js';
import { createPageSkins, type PageSkins } from './skins.js';

const ZOOM = 1.3;
const UNDONE = 'Undone.';
const REDONE = 'Redone.';

function start(): void {
  const modelsUrl = new URL('models/', document.baseURI).href;
  const engine = openWorkerEngine({ modelsUrl });
  const session = createSession(engine);
  const { workbench } = session;
  const messages = createMessages(workbench);
  const view = createPhotoView(byId('view'), session);
  const shown = createStrip(session, view.fitView);
  const open = createOpening({ session, view, messages, shown });

  listenForPhotos(open, messages.problem);
  createPanel(session, view, messages);
  createPeopleButtons(session, view, messages);
  createSliders(session, messages);
  createResults(workbench);
  createJointBar(session, view);
  const skins = createPageSkins(modelsUrl, messages.problem);
  createDownloads({ workbench, modelsUrl, skins, messages });
  createTabs();
  listenToViewTools(view);
  listenToHistory(session, messages);
  askBeforeLeaving(session);
  void showScene(session, view, skins);
  void prepare(session, modelsUrl, messages);
}

/** Loads the models beside whatever the user does, then keeps the page. */
async function prepare({ workbench }: Session, modelsUrl: string, messages: Messages): Promise<void> {
  const { body, detail } = workbench.state.options;
  try {
    await workbench.engine.prepare(body, detail);
    document.body.dataset.ready = 'yes';
    if (workbench.state.image === null) messages.conclude('Ready. Your photo stays on this device.');
  } catch (error) {
    messages.stopLoading();
    messages.problem(error instanceof Error ? error.message : String(error));
  }
  await keepPage(modelsUrl);
}

const LOST =
  'The browser has taken the graphics memory back. The views return by themselves when it gives some; photo, fit and downloads go on.';

/** three.js is the larger half of the page: it comes after the rest. Without WebGL the photo still works. */
async function showScene({ workbench }: Session, photo: PhotoView, skins: PageSkins): Promise<void> {
  try {
    const { openScene } = await import('./scene/index.js');
    const scene = openScene({ workbench, photo, host: byId('stage-view'), lost: (is) => sayOfStage(is ? LOST : '') });
    const listen = (id: string, job: (field: HTMLInputElement) => void): void => {
      const field = byId<HTMLInputElement>(id);
      field.addEventListener('change', () => job(field));
    };
    listen('t-pose', ({ checked }) => scene.showRest(checked));
    listen('bones', ({ checked }) => scene.showBones(checked));
    byId('stage-reset').addEventListener('click', scene.lookAgain);
    skins.follow(scene.wear);
    createThemeButton(scene.takeColours);
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    sayOfStage(
      `The 3D view needs WebGL, which this browser does not offer (${why}). Photo, fit and downloads work without it.`,
    );
    createThemeButton(() => undefined);
  }
}

function sayOfStage(text: string): void {
  const problem = byId('stage-problem');
  problem.textContent = text;
  problem.hidden = text === '';
}

function listenToViewTools(view: PhotoView): void {
  const opacity = byId<HTMLInputElement>('opacity');
  const show = (): void => view.overlay.style.setProperty('opacity', `${opacity.valueAsNumber / 100}`);
  opacity.addEventListener('input', show);
  show();
  const joints = byId<HTMLInputElement>('show-joints');
  joints.addEventListener('change', () => byId('view').classList.toggle('without-joints', !joints.checked));
  byId('zoom-in').addEventListener('click', () => view.zoom(1 / ZOOM));
  byId('zoom-out').addEventListener('click', () => view.zoom(ZOOM));
  byId('zoom-fit').addEventListener('click', view.fitView);
}

function listenToHistory(session: Session, messages: Messages): void {
  const [undo, redo] = [byId<HTMLButtonElement>('undo'), byId<HTMLButtonElement>('redo')];
  /** What the line at the bottom says of a step is over with it. */
  const go = (move: () => Promise<boolean>, done: string) => async (): Promise<void> => {
    messages.tell('');
    if (await move()) messages.tell(done);
  };
  const [goBack, goOn] = [go(session.undo, UNDONE), go(session.redo, REDONE)];
  undo.addEventListener('click', goBack);
  redo.addEventListener('click', goOn);
  session.onHistory(() => {
    // The next step, told or not, is over them.
    messages.takeBack(UNDONE);
    messages.takeBack(REDONE);
    undo.disabled = !session.canUndo;
    redo.disabled = !session.canRedo;
  });
  document.addEventListener('keydown', (event) => {
    const key = event.key.toLowerCase();
    const isCommand = event.ctrlKey || event.metaKey;
    if (isTyping(event.target) || event.altKey) return;
    if (isCommand && key === 'o') byId('open').click();
    else if (isCommand && (key === 'y' || (key === 'z' && event.shiftKey))) void goOn();
    else if (isCommand && key === 'z') void goBack();
    else if (!isCommand && key === 'f' && session.workbench.person !== null) byId('fit').click();
    else if (key === 'escape') messages.calm();
    else return;
    event.preventDefault();
  });
}

/** Nothing of a photo is kept: whoever leaves the page is asked first, as long as there is work to lose. */
function askBeforeLeaving(session: Session): void {
  const ask = (event: Event): void => event.preventDefault();
  session.onHistory(() => {
    // Only then: browsers may not keep a page that listens for Back and Forward.
    if (session.canUndo) window.addEventListener('beforeunload', ask);
    else window.removeEventListener('beforeunload', ask);
  });
}

start();

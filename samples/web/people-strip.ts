import type { Person, Workbench } from '../../plugins/workbench/index.js';
import { byId, make } from './dom.js';
import type { Session } from './session.js';

/** Side of a thumbnail, CSS pixels, and how much of a box's side is added around it. */
const SIDE = 64;
const MARGIN = 0.08;
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** A row of the people in the photo, to choose from; hidden where there is one. Returns what shows another picture. */
export function createStrip({ workbench, inTurn }: Session, chosen: () => void): (picture: ImageBitmap) => void {
  const strip = byId('strip');
  let picture: ImageBitmap | null = null;
  let drawnFor = '';

  function draw(): void {
    const { people, chosen: index } = workbench.state;
    strip.hidden = people.length < 2;
    const ids = people.map(({ id }) => id).join();
    if (ids !== drawnFor) {
      const hadFocus = strip.contains(document.activeElement);
      drawnFor = ids;
      strip.replaceChildren(...people.map(choosable));
      if (hadFocus) focus(index);
    }
    check(strip, index);
  }

  function choosable(person: Person, index: number): HTMLButtonElement {
    const button = thumbnail(person, index, picture, workbench);
    button.addEventListener('click', () => choose(index));
    return button;
  }
  const focus = (index: number): void => (strip.children[index] as HTMLElement | undefined)?.focus();

  /** After what is being done for whoever is chosen now. */
  const choose = (index: number): Promise<void> =>
    inTurn(async () => {
      if (workbench.isDragging) return;
      workbench.choose(index);
      if (strip.contains(document.activeElement)) focus(index);
      chosen();
    });

  strip.addEventListener('keydown', (event) => {
    if (event.key === 'Delete') byId('remove-person').click();
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const { people, chosen: index } = workbench.state;
    void choose((index + step + people.length) % people.length);
  });
  workbench.subscribe((event) => {
    if (event.type === 'state' && event.cause !== 'drag') draw();
  });
  return (next) => {
    picture = next;
    drawnFor = '';
  };
}

/** Of a group of radio buttons keys come to the one that is chosen. */
function check(strip: HTMLElement, index: number): void {
  for (const [i, button] of [...strip.children].entries()) {
    button.setAttribute('aria-checked', String(i === index));
    (button as HTMLElement).tabIndex = i === index ? 0 : -1;
  }
}

function thumbnail(
  { detection }: Person,
  index: number,
  picture: ImageBitmap | null,
  workbench: Workbench,
): HTMLButtonElement {
  const canvas = make('canvas', { width: SIDE * devicePixelRatio, height: SIDE * devicePixelRatio });
  if (picture !== null && detection !== null) drawThumbnail(canvas, picture, detection.box, workbench);
  const label = `Person ${index + 1}${detection === null ? ', placed by hand' : ''}`;
  const button = make('button', { type: 'button', title: label }, canvas, make('span', {}, String(index + 1)));
  button.setAttribute('role', 'radio');
  button.setAttribute('aria-label', label);
  return button;
}

/** The upper square of the person's box: where the head is. */
function drawThumbnail(
  canvas: HTMLCanvasElement,
  picture: ImageBitmap,
  [x, y, width, height]: readonly [number, number, number, number],
  { state: { image } }: Workbench,
): void {
  const scale = picture.width / (image?.width ?? picture.width);
  const margin = MARGIN * Math.max(width, height);
  const side = Math.min(width, height) + 2 * margin;
  const left = x + width / 2 - side / 2;
  canvas
    .getContext('2d')
    ?.drawImage(
      picture,
      left * scale,
      (y - margin) * scale,
      side * scale,
      side * scale,
      0,
      0,
      canvas.width,
      canvas.height,
    );
}

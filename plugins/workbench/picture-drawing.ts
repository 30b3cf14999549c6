import { JOINT_SETS, SMPL_JOINTS, SMPL_PARENTS } from '../../core/body/joint-sets.js';
import type { Region, Size } from './picture-region.js';
import type { Person } from './state.js';
import type { Workbench } from './workbench.js';

const SVG = 'http://www.w3.org/2000/svg';
/** A keypoint less sure than this is drawn faint. */
const SURE = 0.3;

type Attributes = Readonly<Record<string, string | number>>;

/**
 * What keyboards and screen readers need of the layer of the handles. Whatever listens for focus would be a stop of the Tab
 * key: the joints are, not their layer.
 */
export const JOINTS_LAYER: Attributes = {
  role: 'group',
  tabindex: -1,
  'aria-label': 'Joints: arrow keys move, Space pins, Delete leaves out, D turns in depth',
};

export function svgElement(name: string, attributes: Attributes = {}): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  setAttributes(element, attributes);
  return element;
}

export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
}

/** Gives a canvas as many pixels as the screen has for its host, and empties it. */
export function fillHost(canvas: HTMLCanvasElement, host: Element): void {
  canvas.width = Math.round(host.clientWidth * devicePixelRatio);
  canvas.height = Math.round(host.clientHeight * devicePixelRatio);
}

/** Fills a canvas with a region of the picture. */
export function drawPicture(
  canvas: HTMLCanvasElement,
  picture: CanvasImageSource | null,
  { x, y, width }: Region,
  size: Size,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const scale = canvas.width / width;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.setTransform(scale, 0, 0, scale, -x * scale, -y * scale);
  context.imageSmoothingQuality = 'high';
  if (picture !== null) context.drawImage(picture, 0, 0, size.width, size.height);
}

/** `left_wrist` as people say it. */
export const spoken = (name: string): string => name.replaceAll('_', ' ');

/** A keypoint as its handle shows it. */
export interface Handle {
  readonly k: number;
  /** As the joint set has it; empty for one that means nothing to the body (fingers, corners of the mouth). */
  readonly name: string;
  readonly state: 'seen' | 'unsure' | 'moved' | 'turned' | 'pinned' | 'ignored';
  /** Not seen, or of no meaning. */
  readonly isHidden: boolean;
  /** Pixels of the picture. */
  readonly xy: readonly [number, number];
}

/**
 * Brings a layer to one element for each keypoint of a person. Elements are kept from drawing to drawing: one that is
 * dragged or focused must not vanish.
 */
export function drawHandles(
  layer: SVGElement,
  person: Person | null,
  create: () => SVGElement,
  place: (element: Element, handle: Handle) => void,
): void {
  keepChildren(layer, person === null ? 0 : JOINT_SETS[person.keypoints.set].length, create);
  if (person === null) return;
  for (const [k, element] of [...layer.children].entries()) {
    const handle = handleOf(person, k);
    const label = `${spoken(handle.name)}, ${handle.state}`;
    setAttributes(element, { 'data-keypoint': k, tabindex: 0, role: 'button', 'aria-label': label });
    place(element, handle);
  }
}

/** The keypoint of a handle or of what lies in it. */
export function keypointOf(target: EventTarget | null): number | null {
  const handle = target instanceof Element ? target.closest('[data-keypoint]') : null;
  return handle === null ? null : Number(handle.getAttribute('data-keypoint'));
}

function handleOf({ keypoints: { set, xy, confidence }, edits }: Person, k: number): Handle {
  const name = JOINT_SETS[set][k];
  const { moved, off, pinned, depth } = edits[k];
  const byHand = (off && 'ignored') || (pinned && 'pinned') || (depth && 'turned') || (moved && 'moved');
  return {
    k,
    name: name ?? '',
    state: byHand || (confidence[k] < SURE ? 'unsure' : 'seen'),
    isHidden: name === null || confidence[k] === 0,
    xy: [xy[2 * k], xy[2 * k + 1]],
  };
}

/**
 * Lines for the bones of the chosen person's body in a layer.
 *
 * @returns draws them as they are now, in a width of so many pixels of the picture
 */
export function bonesIn(layer: SVGElement, workbench: Workbench): (width: number) => Promise<void> {
  /** Counts the drawings: the points come later, and an older answer must not cover a newer one. */
  let drawn = 0;
  return async (width) => {
    drawn += 1;
    const turn = drawn;
    const points = await workbench.bodyPoints().catch(() => null);
    if (turn !== drawn) return;
    const joints = points === null ? [] : SMPL_JOINTS.map((name) => [name, ...points[name]] as const);
    keepChildren(layer, Math.max(0, joints.length - 1), () => svgElement('line'));
    joints.slice(1).forEach(([name, x2, y2], i) => {
      const [, x1, y1] = joints[SMPL_PARENTS[i + 1]];
      setAttributes(layer.children[i], { 'data-joint': name, x1, y1, x2, y2, 'stroke-width': width });
    });
  };
}

function keepChildren(layer: SVGElement, count: number, create: () => SVGElement): void {
  while (layer.childElementCount > count) layer.lastElementChild?.remove();
  while (layer.childElementCount < count) layer.append(create());
}

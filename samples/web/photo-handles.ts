import { JOINT_SETS, SMPL_JOINTS, SMPL_PARENTS } from '../../core/body/joint-sets.js';
import type { Person, Workbench } from '../../plugins/workbench/index.js';

const SVG = 'http://www.w3.org/2000/svg';
/** CSS pixels: what is seen, and what a finger meets. */
const RADIUS = 5;
const TOUCH_RADIUS = 15;
/** A keypoint less sure than this is drawn faint. */
const SURE = 0.3;

const svgElement = (name: string, className: string): SVGElement => {
  const element = document.createElementNS(SVG, name) as SVGElement;
  element.setAttribute('class', className);
  return element;
};

function setAll(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
}

/** `left_wrist` as people say it. */
export const spoken = (name: string): string => name.replaceAll('_', ' ');

/**
 * A handle on each keypoint of a person. Elements are kept from drawing to drawing: one that is dragged or focused must
 * not vanish.
 *
 * @param pixel size of a CSS pixel, in pixels of the photo
 */
export function drawHandles(group: SVGElement, person: Person | null, pixel: number, selected: number | null): void {
  const K = person === null ? 0 : JOINT_SETS[person.keypoints.set].length;
  while (group.childElementCount > K) group.lastElementChild?.remove();
  while (group.childElementCount < K) group.append(createHandle());
  if (person === null) return;
  for (const [k, handle] of [...group.children].entries()) placeHandle(handle, person, k, pixel, k === selected);
}

function createHandle(): SVGElement {
  const handle = svgElement('g', 'handle');
  setAll(handle, { tabindex: 0, role: 'button' });
  handle.append(svgElement('circle', 'grip'), svgElement('circle', 'dot'));
  return handle;
}

function placeHandle(
  handle: Element,
  { keypoints, edits }: Person,
  k: number,
  pixel: number,
  isSelected: boolean,
): void {
  const { set, xy, confidence } = keypoints;
  const name = JOINT_SETS[set][k];
  const { moved, off, pinned } = edits[k];
  const state = off ? 'ignored' : pinned ? 'pinned' : moved ? 'moved' : confidence[k] < SURE ? 'unsure' : 'seen';
  // Some keypoints of a set mean nothing to the body (fingers, corners of the mouth).
  const isHidden = name === null || confidence[k] === 0;
  setAll(handle, {
    class: `handle ${state}${isSelected ? ' selected' : ''}`,
    'data-keypoint': k,
    'data-name': name ?? '',
    'aria-label': `${spoken(name ?? '')}, ${state}`,
    transform: `translate(${xy[2 * k]} ${xy[2 * k + 1]})`,
    display: isHidden ? 'none' : 'inline',
  });
  const [grip, dot] = handle.children;
  setAll(grip, { r: TOUCH_RADIUS * pixel });
  setAll(dot, { r: RADIUS * pixel, 'stroke-width': 1.6 * pixel });
}

/** Counts the drawings of bodies: the points come later, and an older answer must not cover a newer one. */
let drawn = 0;

/** The bones of the chosen person's body, as thin lines. */
export async function drawBody(group: SVGElement, workbench: Workbench, pixel: number): Promise<void> {
  drawn += 1;
  const turn = drawn;
  const points = await workbench.bodyPoints().catch(() => null);
  if (turn !== drawn) return;
  const shown = points === null ? [] : SMPL_JOINTS.slice(1);
  while (group.childElementCount > shown.length) group.lastElementChild?.remove();
  while (group.childElementCount < shown.length) group.append(svgElement('line', 'bone'));
  shown.forEach((name, i) => {
    const [x1, y1] = points![SMPL_JOINTS[SMPL_PARENTS[i + 1]]];
    const [x2, y2] = points![name];
    setAll(group.children[i], { 'data-joint': name, x1, y1, x2, y2, 'stroke-width': 1.4 * pixel });
  });
}

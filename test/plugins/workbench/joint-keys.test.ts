import { beforeEach, expect, test, vi } from 'vitest';
import type { Drag, Workbench } from '../../../plugins/workbench/index.js';
import { type JointKeyParts, listenToJointKeys } from '../../../plugins/workbench/joint-keys.js';

/** A handle and its layer in one, as far as keys see them. */
class FakeElement extends EventTarget {
  closest(): this {
    return this;
  }
  getAttribute(): string {
    return '2';
  }
}
vi.stubGlobal('Element', FakeElement);

/** Keypoint 2 of somebody in a picture of 100 x 100, of whom the view shows the upper left; what is done to it is written down. */
function host() {
  const done: string[] = [];
  const drag: Drag = {
    to: ([x, y]) => void done.push(`to ${x},${y}`),
    end: async () => void done.push('end'),
    cancel: () => void done.push('cancel'),
  };
  const tell = (name: string) => async (): Promise<void> => void done.push(name);
  const workbench = {
    person: {
      keypoints: { xy: Float64Array.of(0, 0, 0, 0, 80, 90) },
      edits: [{}, {}, { pinned: false, off: false }],
    },
    state: { image: { width: 100, height: 100 } },
    busy: null as string | null,
    isDragging: false,
    isStepping: false,
    drag: () => drag,
    pinKeypoint: (k: number, on: boolean) => done.push(`pin ${k} ${on}`),
    switchKeypoint: (k: number, on: boolean) => done.push(`switch ${k} ${on}`),
    turnKeypoint: (k: number) => tell(`turn ${k}`)(),
    refit: tell('refit'),
    fit: tell('fit'),
  };
  const svg = new FakeElement();
  const parts: JointKeyParts = {
    workbench: workbench as unknown as Workbench,
    svg: svg as unknown as SVGElement,
    region: () => ({ x: 0, y: 0, width: 50, height: 50 }),
    showRegion: ({ x, y }) => done.push(`show ${x},${y}`),
    step: (job) => job(),
    letGo: (held) => held.end(),
  };
  const stop = listenToJointKeys(parts);
  const send = async (type: string, key = '', more: object = {}): Promise<Event> => {
    const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), { key, ...more });
    const stopped = vi.spyOn(event, 'stopPropagation');
    svg.dispatchEvent(event);
    await new Promise((resolve) => setTimeout(resolve));
    expect(stopped.mock.calls.length > 0).toBe(event.defaultPrevented);
    return event;
  };
  return { send, stop, workbench, did: () => done.splice(0).join('; ') };
}

let page: ReturnType<typeof host>;
beforeEach(() => {
  page = host();
});

test('arrows move the joint, with Shift by ten pixels; their release, and another focus, let go of it', async () => {
  const { send, did } = page;
  await send('keydown', 'ArrowRight');
  await send('keydown', 'ArrowUp', { shiftKey: true });
  await send('keyup', 'ArrowUp');
  expect(did()).toBe('to 81,90; to 81,80; end');
  await send('keyup', 'ArrowRight');
  await send('keyup', 'a');
  expect(did()).toBe('');
  await send('keydown', 'ArrowLeft');
  await send('focusout');
  expect(did()).toBe('to 79,90; end');
});

test.each([
  [' ', 'pin 2 true; refit'],
  ['Enter', 'pin 2 true; refit'],
  ['Delete', 'switch 2 false; refit'],
  ['Backspace', 'switch 2 false; refit'],
  ['d', 'turn 2; fit'],
  ['D', 'turn 2; fit'],
])('%j: %s; the host hears nothing of it', async (key, expected) => {
  expect((await page.send('keydown', key)).defaultPrevented).toBe(true);
  expect(page.did()).toBe(expected);
});

test('other keys, and those with Ctrl, are the host’s', async () => {
  expect((await page.send('keydown', 'Tab')).defaultPrevented).toBe(false);
  expect((await page.send('keydown', 'd', { ctrlKey: true })).defaultPrevented).toBe(false);
  expect(page.did()).toBe('');
});

test('nothing moves while a task or a step runs, or another hand holds a joint', async () => {
  const { send, workbench, did } = page;
  for (const change of [{ busy: 'fit' }, { isDragging: true }, { isStepping: true }]) {
    Object.assign(workbench, { busy: null, isDragging: false, isStepping: false }, change);
    await send('keydown', 'ArrowRight');
    await send('keyup', 'ArrowRight');
  }
  expect(did()).toBe('');
});

test('a joint beyond the view is brought into its middle by its focus', async () => {
  await page.send('focusin');
  expect(page.did()).toBe('show 50,50'); // as far as the picture goes
});

test('stopped in the middle: what is held is put back, and no key is heard', async () => {
  const { send, stop, did } = page;
  await send('keydown', 'ArrowRight');
  stop();
  await send('keydown', 'd');
  expect(did()).toBe('to 81,90; cancel');
});

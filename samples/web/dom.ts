/** The element of that id; the page's HTML has it. */
export const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;

/** An element with properties and children; strings become text, never HTML. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Asks for a job with the next frame: once, however often it is asked for until then. */
export function onceAFrame(job: (time: number) => void): () => void {
  let isScheduled = false;
  const run = (time: number): void => {
    isScheduled = false;
    job(time);
  };
  return () => {
    if (!isScheduled) requestAnimationFrame(run);
    isScheduled = true;
  };
}

/** Whether keys typed now go into a field. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox], [type=radio], [type=range]), select');

import type { Page } from 'playwright-core';

/** What a module exports to be called: functions alone. */
type Functions<Half> = { [Name in keyof Half]: (...parameters: never[]) => unknown };

/**
 * Calls the functions of a test's half in the page, by name. Arguments and answers are JSON.
 *
 *   const call = callsOf<typeof pageHalf>();
 *   const state = await call(page, 'look');
 *
 * @param address of the module, by default as `bundle` names it
 */
export const callsOf =
  <Half extends Functions<Half>>(address = '/bundle/page.js') =>
  <Name extends keyof Half & string>(
    page: Page,
    name: Name,
    ...parameters: Parameters<Half[Name]>
  ): Promise<Awaited<ReturnType<Half[Name]>>> =>
    page.evaluate(`import('${address}').then((half) => half.${name}(...${JSON.stringify(parameters)}))`);

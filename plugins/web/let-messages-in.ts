/** Lets clicks and messages in, an abort among them: networks and fits leave the thread no pause of their own. */
export const letMessagesIn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

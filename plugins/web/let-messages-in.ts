import type { InferenceRuntime } from '../../core/detect/runtime.js';

/** Lets clicks and messages in, an abort among them: networks and fits leave the thread no pause of their own. */
export const letMessagesIn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** A runtime that does so before each network runs. */
export const yielding = (runtime: InferenceRuntime): InferenceRuntime => ({
  async load(name) {
    const network = await runtime.load(name);
    return {
      async run(inputs) {
        await letMessagesIn();
        return network.run(inputs);
      },
    };
  },
});

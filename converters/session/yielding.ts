import type { InferenceRuntime } from '../../core/detect/runtime.js';

/** A runtime that pauses before each network runs: networks leave the thread no pause of their own. */
export const yielding = (runtime: InferenceRuntime, pause: () => Promise<void>): InferenceRuntime => ({
  async load(name) {
    const network = await runtime.load(name);
    return {
      async run(inputs) {
        await pause();
        return network.run(inputs);
      },
    };
  },
});

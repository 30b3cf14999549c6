import type { InferenceRuntime, NetworkName } from '../../core/detect/runtime.js';

/** A runtime that adds up how long its networks run. */
export interface TimedRuntime extends InferenceRuntime {
  /** Milliseconds and runs since the last call, by network. */
  take(): Map<NetworkName, { milliseconds: number; runs: number }>;
}

export function timedRuntime(runtime: InferenceRuntime): TimedRuntime {
  let times = new Map<NetworkName, { milliseconds: number; runs: number }>();
  return {
    async load(name) {
      const network = await runtime.load(name);
      return {
        async run(inputs) {
          const start = performance.now();
          const outputs = await network.run(inputs);
          const { milliseconds, runs } = times.get(name) ?? { milliseconds: 0, runs: 0 };
          times.set(name, { milliseconds: milliseconds + performance.now() - start, runs: runs + 1 });
          return outputs;
        },
      };
    },
    take() {
      const taken = times;
      times = new Map();
      return taken;
    },
  };
}

import { latest } from './latest.js';
import { indexOf, type Options } from './state.js';
import type { Workbench } from './workbench.js';

/** What a panel's fields and sliders change: everybody who has a body is fitted again, as one step of the history. */
export interface Changes {
  /** As they are, with those that still wait for their turn. */
  readonly options: Options;
  /**
   * Of changes that come while one is being done, the last of each option counts. One that fails is told by the workbench and
   * leaves all as it was. Resolves when all is done.
   *
   * @param isAnew a fit from scratch: what a warm one does not ask for (the body, how the camera is tilted)
   */
  setOptions(
    options: Partial<Options>,
    how: { readonly isAnew: boolean; readonly signal?: AbortSignal },
  ): Promise<void>;
  /** One number of the shape of whoever is chosen now, likewise. */
  setBeta(b: number, value: number): Promise<void>;
}

interface OptionRequest {
  readonly options: Partial<Options>;
  readonly isAnew: boolean;
  readonly signal?: AbortSignal;
}

/** Numbers of the shape, by person's id. */
type ShapeRequest = ReadonlyMap<number, ReadonlyMap<number, number>>;

export function createChanges(workbench: Workbench): Changes {
  const options = latest<OptionRequest>(
    ({ options, isAnew, signal }) =>
      workbench.step(async () => {
        workbench.setOptions(options);
        if (!workbench.state.people.some(({ fit }) => fit !== null)) return;
        const whom = { people: 'fitted', ...(signal && { signal }) } as const;
        await (isAnew ? workbench.fit(whom) : workbench.refit(whom));
      }),
    (older, newer) => ({
      ...newer,
      options: { ...older.options, ...newer.options },
      isAnew: older.isAnew || newer.isAnew,
    }),
  );
  const shape = latest<ShapeRequest>(
    (request) =>
      workbench.step(async () => {
        for (const [id, betas] of request) {
          const person = indexOf(workbench.state, id);
          const now = workbench.state.people[person]?.fit?.betas;
          if (now)
            await workbench.setBetas(
              [...now].map((beta, b) => betas.get(b) ?? beta),
              { person },
            );
        }
      }),
    (older, newer) => {
      const merged = new Map(older);
      for (const [id, betas] of newer) merged.set(id, new Map([...(older.get(id) ?? []), ...betas]));
      return merged;
    },
  );
  return {
    get options() {
      return { ...workbench.state.options, ...options.asked?.options };
    },
    setOptions: (change, how) => options.ask({ options: change, ...how }),
    async setBeta(b, value) {
      const { person } = workbench;
      if (person !== null) await shape.ask(new Map([[person.id, new Map([[b, value]])]]));
    },
  };
}

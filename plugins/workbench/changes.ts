import { type Latest, latest } from './latest.js';
import type { Known } from './people-edits.js';
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
  /** What is known of the chosen person, with what still waits for its turn; null: what the options say of everybody holds. */
  readonly known: Known;
  /** Of whoever is chosen now, likewise: their body alone is fitted again, if they have one. */
  setKnown(known: Partial<Known>, how: { readonly signal?: AbortSignal }): Promise<void>;
}

interface OptionRequest {
  readonly options: Partial<Options>;
  readonly isAnew: boolean;
  readonly signal?: AbortSignal;
}

/** Numbers of the shape, by person's id. */
type ShapeRequest = ReadonlyMap<number, ReadonlyMap<number, number>>;

interface KnownRequest {
  /** By person's id. */
  readonly known: ReadonlyMap<number, Partial<Known>>;
  readonly signal?: AbortSignal;
}

export function createChanges(workbench: Workbench): Changes {
  const options = latestOptions(workbench);
  const shape = latestShape(workbench);
  const known = latestKnown(workbench);
  return {
    get options() {
      return { ...workbench.state.options, ...options.asked?.options };
    },
    setOptions: (change, how) => options.ask({ options: change, ...how }),
    async setBeta(b, value) {
      const { person } = workbench;
      if (person !== null) await shape.ask(new Map([[person.id, new Map([[b, value]])]]));
    },
    get known() {
      const { id = 0, height = null, weight = null } = workbench.person ?? {};
      return { height, weight, ...known.asked?.known.get(id) };
    },
    async setKnown(values, { signal }) {
      const { person } = workbench;
      if (person !== null) await known.ask({ known: new Map([[person.id, values]]), ...(signal && { signal }) });
    },
  };
}

const latestOptions = (workbench: Workbench): Latest<OptionRequest> =>
  latest(
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

const latestShape = (workbench: Workbench): Latest<ShapeRequest> =>
  latest(
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

const latestKnown = (workbench: Workbench): Latest<KnownRequest> =>
  latest(
    ({ known, signal }) =>
      workbench.step(async () => {
        for (const [id, values] of known) {
          const person = indexOf(workbench.state, id);
          if (person < 0) continue; // removed meanwhile
          workbench.setKnown(values, { person });
          await workbench.refit({ person, ...(signal && { signal }) });
        }
      }),
    (older, newer) => {
      const merged = new Map(older.known);
      for (const [id, values] of newer.known) merged.set(id, { ...older.known.get(id), ...values });
      return { ...newer, known: merged };
    },
  );

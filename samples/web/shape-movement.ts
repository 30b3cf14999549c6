import type { Workbench, WorkbenchState } from '../../plugins/workbench/index.js';
import type { Session } from './session.js';

/** One slider, from when a hand takes hold of it until it lets go. */
interface Movement {
  /** Index of the beta. */
  readonly b: number;
  /** Where the slider was. */
  readonly from: number;
  value: number;
  /** Whose: the id of a person. */
  readonly id: number;
  /** The state when the body began to follow the hand; absent: it has not. */
  before?: WorkbenchState;
}

/** What hands do to the sliders of a shape: the body follows, and each movement is one step of the history. */
export interface ShapeMovements {
  /** Slider b goes from where it was to a value. The other betas stay as the fit has them. */
  move(b: number, from: number, value: number): void;
  letGo(): void;
  /** Where slider b is to be, while the body is not there yet; else undefined. */
  wanted(b: number): number | undefined;
}

/** @param settled told when a movement is done, and the sliders show what the body has */
export function createShapeMovements({ workbench, step }: Session, settled: () => void): ShapeMovements {
  /** Not done yet, the earliest first; the last of them may still be in the hand. */
  const movements = new Set<Movement>();
  let held: Movement | null = null;
  let following: Promise<void> | null = null;
  let isTakingBack = false;

  /** One change after the other, each as the hand is by then. */
  async function follow(movement: Movement): Promise<void> {
    movement.before ??= workbench.state;
    let last: number;
    do {
      last = movement.value;
      await put(workbench, movement);
    } while (held === movement && movement.value !== last);
  }

  /** Back where it was, nothing has been done. */
  function takeBack({ before }: Movement): void {
    if (before === undefined) return;
    isTakingBack = true;
    workbench.restore(before);
    isTakingBack = false;
  }

  function letGo(): void {
    const movement = held;
    held = null;
    if (movement === null) return;
    const job = async (): Promise<void> => {
      await following;
      if (!movements.has(movement)) return;
      if (movement.value === movement.from) takeBack(movement);
      else await put(workbench, movement);
    };
    // A movement that came to nothing has no state to come back to either.
    const before = (): WorkbenchState | undefined => (movements.has(movement) ? movement.before : undefined);
    void step(job, before).then(() => {
      movements.delete(movement);
      settled();
    });
  }

  workbench.subscribe((event) => {
    if (event.type !== 'state' || isTakingBack) return;
    // Other people, or others of a time before: what was meant for these is not done.
    if (event.cause === 'open' || event.cause === 'people') movements.clear();
    else if (event.cause === 'restore' && held !== null) movements.delete(held);
    if (held === null) return;
    if (!movements.has(held)) held = null;
    else if (workbench.person?.id !== held.id) letGo();
  });

  return {
    move(b, from, value) {
      if (held === null || held.b !== b) {
        letGo();
        if (workbench.person === null) return;
        held = { b, from, value, id: workbench.person.id };
        movements.add(held);
      }
      held.value = value;
      // What cannot be followed now is done in turn when the hand lets go.
      if (following !== null || movements.size > 1 || workbench.busy !== null) return;
      following = follow(held)
        .catch(() => undefined) // the workbench has told why
        .finally(() => {
          following = null;
        });
    },
    letGo,
    wanted(b) {
      let value: number | undefined;
      for (const movement of movements) if (movement.b === b) ({ value } = movement);
      return value;
    },
  };
}

/** The body as the hand has it, if it is still the chosen person's. */
async function put(workbench: Workbench, { b, value, id }: Movement): Promise<void> {
  const { person } = workbench;
  const betas = person?.id === id ? person.fit?.betas : undefined;
  if (betas === undefined || betas[b] === value) return;
  await workbench.setBetas(Array.from(betas, (beta, i) => (i === b ? value : beta)));
}

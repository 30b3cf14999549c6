import type { Fit } from '../../core/types.js';
import type { AvatarSkin } from '../three/index.js';
import { personOf, type WorkbenchState } from '../workbench/state.js';
import { seenNow } from '../workbench/stated-camera.js';
import type { Workbench } from '../workbench/workbench.js';
import type { Command } from './contract.js';
import type { AvatarHost, Rigged } from './picture-avatars.js';
import type { Standing } from './standing.js';

/** From the workbench to the scene. */
export interface ShowParts extends AvatarHost {
  readonly workbench: Workbench;
  /** Null: plain colours. */
  readonly chosenSkin: () => Promise<AvatarSkin | null>;
}

/** Brings the scene to a state: bodies that are others by now, and avatars of people who have none any more. */
export async function showStep(
  parts: ShowParts,
  standing: Standing,
  before: WorkbenchState,
  state: WorkbenchState,
): Promise<void> {
  const { workbench, chosenSkin } = parts;
  const { avatars } = standing;
  const fitOf = (id: number): Fit | null => personOf(state, id)?.fit ?? null;
  // Else somebody has undone it meanwhile, or a newer step waits for its turn here.
  const isNow = (id: number): boolean => (personOf(workbench.state, id)?.fit ?? null) === fitOf(id);
  const isOther = (id: number): boolean => fitOf(id) !== avatars.shownFit(id);
  const ids = state.people.map(({ id }) => id);
  const bodies = await rigged(
    parts,
    standing,
    state,
    ids.filter((id) => isOther(id) && isNow(id)),
  );
  const skin = bodies.length === 0 ? null : await chosenSkin();
  if (avatars !== standing.avatars) return; // another picture was opened meanwhile
  const isShown = [...ids, ...avatars.inScene().keys()].every((id) => !isOther(id) || isNow(id));
  const gone = [...avatars.inScene()].filter(([id]) => fitOf(id) === null && isNow(id));
  const removed = gone.map(([id, avatar]) => avatars.remove(id, avatar));
  const swapped = avatars.swap(
    state,
    bodies.filter(({ id }) => isNow(id)),
    skin,
  );
  const from = standing.lags ? standing.state : before;
  const isSomebodyGone = from.people.some(({ id }) => !personOf(state, id) && !personOf(workbench.state, id));
  const step = { before: from, after: state };
  if (swapped.length > 0) execute(parts, standing, [...removed, ...swapped], { name: 'Fit body', ...step });
  else if (removed.length > 0) execute(parts, standing, removed, { name: 'Remove bodies', ...step });
  // Of people without a body the scene shows nothing, but only its history brings them back.
  else if (isSomebodyGone) execute(parts, standing, [], { name: 'Remove people', ...step });
  if (isShown) standing.state = state;
  standing.lags = !isShown;
}

/** Gives the picture's avatars the chosen skin. */
export async function dressAvatars(parts: ShowParts, standing: Standing): Promise<void> {
  const { avatars } = standing;
  const state = parts.workbench.stateBeforeStep;
  const bodies = await rigged(parts, standing, state, [...avatars.inScene().keys()]);
  const skin = await parts.chosenSkin();
  if (avatars !== standing.avatars) return;
  const there = avatars.inScene();
  const list = avatars.swap(
    state,
    bodies.filter(({ id }) => there.has(id)),
    skin,
  );
  if (list.length > 0) execute(parts, standing, list, { name: 'Skin', before: state, after: state });
}

/** The bodies of these people, as they are in a state. */
async function rigged(
  { workbench: { engine } }: ShowParts,
  standing: Standing,
  state: WorkbenchState,
  ids: readonly number[],
): Promise<Rigged[]> {
  const bodies: Rigged[] = [];
  for (const id of ids) {
    const fit = personOf(state, id)?.fit;
    if (!fit) continue;
    standing.skeleton = await engine.skeleton(state.options.body);
    const seen = seenNow(state, fit);
    bodies.push({ id, seen, body: await engine.rig(state.options.body, seen) });
  }
  return bodies;
}

/** One step of the editor's history, between two states of the workbench. */
function execute(
  { editor, commands }: ShowParts,
  { steps, avatars }: Standing,
  list: Command[],
  { name, before, after }: { readonly name: string; readonly before: WorkbenchState; readonly after: WorkbenchState },
): void {
  const command = list.length === 1 ? list[0] : new commands.MultiCmdsCommand(editor, list);
  const avatarsBefore = avatars.keyNow;
  editor.execute(command, name);
  steps.record(command, { state: before, avatars: avatarsBefore }, { state: after, avatars: avatars.keyNow });
}

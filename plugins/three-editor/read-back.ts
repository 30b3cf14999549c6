import type { Skins } from '../workbench/skins.js';
import { personOf } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import { rememberedTone } from './avatar.js';
import type { Command } from './contract.js';
import { remembered } from './remembered.js';
import { ledOn } from './scene-steps.js';
import type { Standing } from './standing.js';

/**
 * From the scene to the workbench: after undo and redo, workbench and choice of the skin go to where the scene is. Where
 * the command is not known (any more), by what avatars remember.
 *
 * @returns whether anything was to be read
 * @throws FitError bad-input for an avatar whose memory is damaged
 */
export function readBack(
  { workbench, skins }: { readonly workbench: Workbench; readonly skins: Skins },
  standing: Standing,
  command: Command | undefined,
): boolean {
  if (workbench.isDragging) return false;
  const { avatars, steps } = standing;
  const others = avatars.others();
  const step = steps.find(command, avatars.keyShown, avatars.keyNow);
  if (others.length === 0 && step === null) return false;
  const now = avatars.inScene();
  // An avatar that is removed, or a scene that is cleared, says nothing about the fit.
  const isUndo = others.some((id) => now.has(id)) || /^(AddObject|MultiCmds)Command$/.test(command?.type ?? '');
  // Half a step may be in the state: who goes back interrupts it, and its options are not to stay.
  const state = workbench.stateBeforeStep;
  const next = step ? ledOn(state, step.from ?? standing.state, step.to) : remembered(state, others, now, isUndo);
  for (const id of others) {
    avatars.accept(id, personOf(next, id)?.fit ?? null);
    const avatar = now.get(id);
    if (avatar !== undefined) skins.choose(rememberedTone(avatar) ?? skins.tone);
  }
  standing.state = step?.to ?? next;
  workbench.restore(next, { isUndo });
  return true;
}

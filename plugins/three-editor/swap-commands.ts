import type * as THREE from 'three';
import { hungOn, inherit, partsOf } from '../three/avatar-parts.js';
import type { Command, Commands, Editor } from './contract.js';

/** A new avatar, not in the scene yet, and the one whose place it takes; null: nobody's. */
export interface Swap {
  readonly old: THREE.Object3D | null;
  readonly next: THREE.Object3D;
}

/**
 * What puts new avatars into the scene, each where the old one hung, with what the user has set there and hung on it. Things
 * are moved while both avatars are out of the scene: the editor's helpers of lights and cameras go and come with them.
 */
export function swapCommands(
  { editor, commands }: { readonly editor: Editor; readonly commands: Commands },
  swaps: readonly Swap[],
): Command[] {
  const { AddObjectCommand, MoveObjectCommand, RemoveObjectCommand } = commands;
  const replaced = swaps.flatMap(({ old, next }) => (old === null ? [] : [{ old, next }]));
  const parts = new Map(replaced.flatMap(({ old, next }) => [...partsOf(old, next)]));
  for (const { old, next } of replaced) next.name = old.name;
  inherit(parts);
  /** The editor adds to the scene itself. */
  function moveHome(old: THREE.Object3D, next: THREE.Object3D): Command[] {
    const { parent } = old;
    if (parent === null || parent === editor.scene) return [];
    const holder = parts.get(parent); // of one avatar that holds another
    editor.scene.add(next); // where the command will find it
    const move = holder
      ? new MoveObjectCommand(editor, next, holder)
      : new MoveObjectCommand(editor, next, parent, old);
    editor.scene.remove(next);
    return [move];
  }
  // All that hangs on a bone is put behind what is there by the same number, counted now: the last first.
  const hung = hungOn(parts).reverse();
  return [
    ...replaced.map(({ old }) => new RemoveObjectCommand(editor, old)),
    ...hung.map(([thing, holder]) => new MoveObjectCommand(editor, thing, holder)),
    ...swaps.map(({ next }) => new AddObjectCommand(editor, next)),
    ...replaced.flatMap(({ old, next }) => moveHome(old, next)),
  ];
}

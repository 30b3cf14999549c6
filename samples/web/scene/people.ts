import * as THREE from 'three';
import { standOnFloor } from '../../../core/body/rigged-body.js';
import { uprightTurn } from '../../../core/body/upright.js';
import type { Fit, RiggedBody } from '../../../core/types.js';
import { type Avatar, type AvatarSkin, createAvatar } from '../../../plugins/three/index.js';
import { seenNow, type Workbench, type WorkbenchState } from '../../../plugins/workbench/index.js';
import { poseBones } from './pose-bones.js';

/** Somebody as the scene shows them. */
export interface ShownPerson {
  readonly avatar: Avatar;
  readonly rig: RiggedBody;
  /** The fit that the mesh was made of; null when its bones have been moved since. */
  readonly fit: Fit | null;
}

/** The bodies of a workbench in a group that stands on the floor. */
export interface People {
  readonly group: THREE.Group;
  readonly shown: Map<number, ShownPerson>;
  /** Brings the group to the workbench's state; whoever asks meanwhile is heard after it. */
  update(): void;
  /** Everybody gets another skin; undefined: plain colours. */
  wear(skin: AvatarSkin | undefined): void;
}

/** @param changed the scene is to be drawn; `isNew`: other people than before, or at other places */
export function createPeople(workbench: Workbench, changed: (isNew: boolean) => void): People {
  const group = new THREE.Group();
  const shown = new Map<number, ShownPerson>();
  let isRunning = false;
  let isStale = false;
  let skin: AvatarSkin | undefined;

  function remove(index: number): void {
    shown.get(index)?.avatar.dispose();
    shown.delete(index);
  }

  function put(index: number, rig: RiggedBody, fit: Fit): void {
    const old = shown.get(index);
    let { avatar } = old ?? {};
    if (avatar !== undefined && sameMesh(old!.rig, rig)) avatar.update(rig);
    else {
      remove(index);
      avatar = dressed(rig);
    }
    shown.set(index, { avatar, rig, fit });
  }

  function dressed(rig: RiggedBody): Avatar {
    const avatar = createAvatar(THREE, rig, skin && { skin });
    avatar.mesh.castShadow = true;
    group.add(avatar.object);
    return avatar;
  }

  /** Together on the floor; the group moves and turns, so that all stay where the camera saw them within it. */
  function stand(): void {
    const [first] = shown.values();
    if (first === undefined) return;
    const [placed] = standOnFloor([...shown.values()].map(({ rig }) => rig));
    const { down } = placed.metadata.camera ?? {};
    group.quaternion.set(...uprightTurn(down));
    const seen = new THREE.Vector3().fromArray(first.rig.rootPosition).applyQuaternion(group.quaternion);
    group.position.fromArray(placed.rootPosition).sub(seen);
    group.updateMatrixWorld(true);
  }

  async function bringTo(state: WorkbenchState): Promise<void> {
    const { people, options } = state;
    for (const index of [...shown.keys()]) if (!people[index]?.fit) remove(index);
    for (const [index, { fit }] of people.entries()) {
      if (fit === null) continue;
      const seen = seenNow(state, fit);
      const old = shown.get(index);
      if (old?.fit === fit && String(old.rig.metadata.camera?.down) === String(seen.camera.down)) continue;
      const rig = await workbench.engine.rig(options.body, seen);
      if (workbench.state.people[index]?.fit === fit) put(index, rig, fit);
    }
  }

  async function run(): Promise<void> {
    isRunning = true;
    try {
      while (isStale) {
        isStale = false;
        const count = shown.size;
        await bringTo(workbench.state);
        stand();
        changed(shown.size !== count);
      }
    } finally {
      isRunning = false;
    }
  }

  return {
    group,
    shown,
    update() {
      isStale = true;
      // The workbench has told what failed; the next change tries again.
      if (!isRunning) run().catch(() => undefined);
    },
    wear(other) {
      skin = other;
      for (const [index, person] of shown) {
        person.avatar.dispose();
        shown.set(index, { ...person, avatar: dressed(person.rig) });
      }
      group.updateMatrixWorld(true);
      changed(false);
    },
  };
}

const sameMesh = (a: RiggedBody, b: RiggedBody): boolean =>
  a.restVertices.length === b.restVertices.length && a.faces.length === b.faces.length;

/** While a joint is dragged: only the bones follow. */
export async function followDrag(workbench: Workbench, { shown }: People): Promise<boolean> {
  const { chosen } = workbench.state;
  const person = shown.get(chosen);
  const skeleton = await workbench.skeleton();
  const fit = workbench.state.people[chosen]?.fit;
  if (person === undefined || !fit) return false;
  shown.set(chosen, { ...person, fit: null });
  poseBones(person.avatar.mesh.skeleton.bones, skeleton, fit);
  return true;
}

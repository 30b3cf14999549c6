import * as THREE from 'three';
import { standOnFloor } from '../../../core/body/floor.js';
import { uprightTurn } from '../../../core/body/upright.js';
import type { Fit } from '../../../core/types.js';
import type { AvatarSkin } from '../../../plugins/three/index.js';
import { seenNow, type Workbench, type WorkbenchState } from '../../../plugins/workbench/index.js';
import { latest } from '../../../plugins/workbench/latest.js';
import { personOf } from '../../../plugins/workbench/state.js';
import { createBodies, type ShownPerson } from './bodies.js';

/** The bodies of a workbench in a group that stands on the floor. */
export interface People {
  readonly group: THREE.Group;
  /** By the people's id. */
  readonly shown: ReadonlyMap<number, ShownPerson>;
  /** Brings the group to the workbench's state; whoever asks meanwhile is heard after it. */
  update(): void;
  /** While a joint of the chosen person is dragged: only their bones follow. */
  followDrag(): Promise<void>;
  /** Everybody gets another skin; undefined: plain colours. */
  wear(skin: AvatarSkin | undefined): void;
}

/** @param changed the scene is to be drawn; `isNew`: other people than before */
export function createPeople(workbench: Workbench, changed: (isNew: boolean) => void): People {
  const group = new THREE.Group();
  const bodies = createBodies(group);
  const { shown } = bodies;

  async function bringTo(state: WorkbenchState): Promise<void> {
    for (const id of [...shown.keys()]) if (!personOf(state, id)?.fit) bodies.remove(id);
    for (const { id, fit } of state.people) {
      if (fit === null) continue;
      const seen = seenNow(state, fit);
      if (isShown(shown.get(id), fit, seen)) continue;
      const rig = await workbench.engine.rig(state.options.body, seen);
      if (personOf(workbench.state, id)?.fit === fit) bodies.put(id, rig, fit);
    }
  }
  // What fails the workbench has told; the next change tries again.
  const updates = latest<WorkbenchState>(
    async (state) => {
      const before = new Set(shown.keys());
      await bringTo(state);
      stand(group, [...shown.values()]);
      changed(shown.size !== before.size || [...shown.keys()].some((id) => !before.has(id)));
    },
    (_, newer) => newer,
  );

  return {
    group,
    shown,
    update: () => void updates.ask(workbench.state),
    async followDrag() {
      const id = workbench.person?.id;
      const skeleton = await workbench.skeleton();
      const fit = id === undefined ? null : personOf(workbench.state, id)?.fit;
      if (id !== undefined && fit) bodies.pose(id, skeleton, fit);
    },
    wear(skin) {
      bodies.wear(skin);
      group.updateMatrixWorld(true);
      changed(false);
    },
  };
}

/** Whether somebody is shown as a fit has them, and as the camera is known to be tilted by now. */
const isShown = (person: ShownPerson | undefined, fit: Fit, { camera }: Fit): boolean =>
  person?.fit === fit && String(person.rig.metadata.camera?.down) === String(camera.down);

/** Together on the floor, in place: the group moves and turns, so that all stay where the camera saw them within it. */
function stand(group: THREE.Group, people: readonly ShownPerson[]): void {
  if (people.length === 0) return;
  const [placed] = standOnFloor(people.map(({ rig }) => rig));
  const { down } = placed.metadata.camera ?? {};
  group.quaternion.set(...uprightTurn(down));
  const seen = new THREE.Vector3().fromArray(people[0].rig.rootPosition).applyQuaternion(group.quaternion);
  group.position.fromArray(placed.rootPosition).sub(seen);
  group.updateMatrixWorld(true);
}

import type { KeypointSet } from '../../core/body/joint-sets.js';
import type { Workbench } from '../../plugins/workbench/index.js';

/** The joint that buttons and keys act on. */
export interface JointSelection {
  /** Index of the keypoint; null: none, or one of somebody who is not chosen now. */
  readonly k: number | null;
  select(k: number | null): void;
}

/** A joint stays selected of whoever it was selected of: in others, and in another joint set, its index means another joint. */
export function createJointSelection(workbench: Workbench): JointSelection {
  let selected: { readonly k: number; readonly id: number; readonly set: KeypointSet } | null = null;
  return {
    get k() {
      const { person } = workbench;
      return selected?.id === person?.id && selected?.set === person?.keypoints.set ? (selected?.k ?? null) : null;
    },
    select(k) {
      const { person } = workbench;
      selected = k === null || person === null ? null : { k, id: person.id, set: person.keypoints.set };
    },
  };
}

import type { Skeleton } from '../../core/body/skeleton.js';
import type { WorkbenchState } from '../workbench/state.js';
import type { PictureAvatars } from './picture-avatars.js';
import type { SceneSteps } from './scene-steps.js';

/** Where the scene stands: changed in place by both directions of a scene sync, showStep and readBack. */
export interface Standing {
  readonly steps: SceneSteps;
  /** Of the picture that is open. */
  avatars: PictureAvatars;
  /** Of the body that avatars are previews of. */
  skeleton: Skeleton | null;
  /** The state that the scene shows. */
  state: WorkbenchState;
  /** Whether a newer state than that came too quickly to be shown. */
  lags: boolean;
}

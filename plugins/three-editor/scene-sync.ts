import type * as THREE from 'three';
import { FitError } from '../../core/error.js';
import { photoCamera, type Three } from '../three/index.js';
import type { WorkbenchEvent } from '../workbench/events.js';
import { type Skins, sceneSkin } from '../workbench/skins.js';
import type { Workbench } from '../workbench/workbench.js';
import type { Command, Commands, Editor } from './contract.js';
import { loadEditorSkin } from './editor-skin.js';
import { createPictureAvatars } from './picture-avatars.js';
import { distortionOf } from './placement.js';
import { readBack } from './read-back.js';
import { createSceneSteps } from './scene-steps.js';
import { dressAvatars, type ShowParts, showStep } from './show-step.js';
import type { Standing } from './standing.js';

export interface SceneSync {
  /** A new picture, and the plane that shows it: new avatars are placed before it. */
  start(plane: THREE.Mesh | null): void;
  /**
   * Adds the camera that took the picture, from which the body covers the person.
   *
   * @throws FitError usage before the first fit
   */
  addCamera(): void;
  /** Gives the picture's avatars the chosen skin, in one step of the editor's history. */
  dress(): void;
  /** Resolves when the scene shows what the workbench holds. */
  settled(): Promise<void>;
  dispose(): void;
}

/** Where the scene comes from and goes to. */
export interface SyncParts {
  readonly THREE: Three;
  readonly editor: Editor;
  readonly commands: Commands;
  readonly workbench: Workbench;
  readonly skins: Skins;
  /** Told of what fails or goes differently outside of any call. */
  readonly onError: (error: unknown) => void;
}

/**
 * Keeps scene and workbench alike. A new body is a new object that takes the place of the old one, by the editor's own
 * commands: every state of the avatar is complete in itself, so that undo, redo, autosave and the scene's JSON need
 * nothing of ours. A step of the workbench is one of the editor's history, however many avatars it changes. When the
 * editor undoes or redoes, the workbench goes along; where the command is not known (any more), by what avatars remember.
 */
export function createSceneSync(parts: SyncParts): SceneSync {
  const { THREE, editor, workbench, skins, onError } = parts;
  const chosenSkin = sceneSkin(skins, (texture) => loadEditorSkin(THREE, texture), onError);
  const showParts: ShowParts = { ...parts, chosenSkin };
  const standing: Standing = {
    steps: createSceneSteps(),
    avatars: createPictureAvatars(parts, null),
    skeleton: null,
    state: workbench.state,
    lags: false,
  };
  let last: Promise<void> = Promise.resolve();
  function later(job: () => Promise<void>): void {
    last = last.then(job).catch(onError);
  }

  function readHistory(command?: Command): void {
    try {
      if (!readBack(parts, standing, command)) return;
    } catch (error) {
      onError(error);
    }
    later(async () => {
      standing.skeleton = await workbench.skeleton();
    });
  }
  const unsubscribe = workbench.subscribe((event) => {
    if (event.type === 'step') later(() => showStep(showParts, standing, event.before, event.state));
    if (event.type === 'state') preview(parts, standing, event);
  });
  editor.signals.historyChanged?.add(readHistory);
  return {
    start(plane) {
      standing.avatars = createPictureAvatars(parts, plane);
      standing.state = workbench.state;
      standing.lags = false;
      const { image } = workbench.state;
      const distortion = plane && image && distortionOf(THREE, plane, image);
      if (distortion !== null) onError(distortion);
      skins.chosen().catch(() => undefined); // on its way while people are found; the body tells what fails
    },
    addCamera: () => addCamera(parts, standing.avatars.inScene().get(workbench.person?.id ?? 0)),
    dress: () => later(() => dressAvatars(showParts, standing)),
    settled: () => last,
    dispose() {
      unsubscribe();
      editor.signals.historyChanged?.remove(readHistory);
    },
  };
}

/** The body in the hand, and the avatar as it was after a drag that came to nothing. */
function preview(
  { editor }: SyncParts,
  { avatars, skeleton }: Standing,
  { state, cause }: Extract<WorkbenchEvent, { type: 'state' }>,
): void {
  const bones = avatars.preview;
  const person = state.people[state.chosen];
  if (cause === 'drag') {
    const avatar = person && avatars.inScene().get(person.id);
    if (!person?.fit || avatar === undefined || skeleton === null) return;
    bones.turn(avatar, skeleton, person.fit);
    editor.signals.objectChanged?.dispatch(avatar);
  }
  if (cause === 'keypoints' && bones.avatar !== null && person?.fit && person.fit === avatars.shownFit(person.id)) {
    const { avatar } = bones;
    bones.turnBack();
    editor.signals.objectChanged?.dispatch(avatar);
  }
}

/** @throws FitError usage before the first fit */
function addCamera({ THREE, editor, commands, workbench }: SyncParts, avatar: THREE.Object3D | undefined): void {
  const lens = workbench.camera();
  if (avatar === undefined || lens === null) {
    throw new FitError('usage', 'camera', 'there is no body in the scene yet.', 'Press Fit first.');
  }
  const camera = photoCamera(THREE, lens);
  const scale = new THREE.Vector3();
  avatar.updateWorldMatrix(true, false);
  avatar.matrixWorld.decompose(camera.position, camera.quaternion, scale);
  camera.aspect *= Math.abs(scale.x / scale.y); // of a plane that squeezes the picture; one that mirrors it looks the same to a lens
  camera.updateProjectionMatrix();
  editor.execute(new commands.AddObjectCommand(editor, camera), 'Add photo camera');
}

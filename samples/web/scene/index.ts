/** What needs three.js: the bodies over the photo and on the stage. The page loads it beside the models. */

import * as THREE from 'three';
import type { SkinTexture } from '../../../converters/export/skin-texture.js';
import { type AvatarSkin, loadAvatarSkin } from '../../../plugins/three/index.js';
import type { Workbench } from '../../../plugins/workbench/index.js';
import { onceAFrame } from '../dom.js';
import type { PhotoView } from '../photo-view.js';
import { createDrawnBones, type DrawnBones } from './drawn-bones.js';
import { createOverlay } from './overlay.js';
import { createPeople, type People } from './people.js';
import { createRestMovement } from './rest-movement.js';
import { towardsRest } from './rest-pose.js';
import { createStage, STAGE_LAYER, type Stage } from './stage.js';

export interface SceneParts {
  readonly workbench: Workbench;
  readonly photo: PhotoView;
  /** Where the stage goes. */
  readonly host: HTMLElement;
  /** Told when browsers take the stage's graphics memory away and when they give it back. */
  readonly lost: (isLost: boolean) => void;
}

export interface SceneView {
  /** Shows the rest pose on the stage, or the fit's. */
  showRest(isRest: boolean): void;
  showBones(isShown: boolean): void;
  /** Dresses the bodies on the stage as soon as the skin's pictures are decoded. */
  wear(skin: SkinTexture): Promise<void>;
  lookAgain(): void;
  takeColours(): void;
}

/** Metres around the joints: flesh, hands, the crown of the head. */
const FLESH = 0.16;

/** @throws Error where the browser has no WebGL */
export function openScene({ workbench, photo, host, lost }: SceneParts): SceneView {
  const invalidate = onceAFrame(draw);
  const stage = createStage(host, invalidate);
  const overlay = createOverlay(photo.overlay);
  const people = createPeople(workbench, (isNew) => {
    const box = boxOf(people);
    if (isNew) stage.lookAt(box);
    else stage.follow(box);
    bones.renew();
    invalidate();
  });
  const bones = createDrawnBones(stage.scene, people, STAGE_LAYER);
  const movement = createRestMovement();
  stage.scene.add(people.group);

  function draw(time: number): void {
    if (movement.advance(time)) invalidate();
    drawStage(stage, people, bones, movement.share);
    const camera = workbench.camera();
    if (camera === null || people.shown.size === 0) overlay.clear();
    else overlay.render(stage.scene, camera, photo.region, people.group);
  }

  workbench.subscribe((event) => {
    if (event.type !== 'state') return;
    if (event.cause !== 'drag') people.update();
    else void people.followDrag().then(invalidate, () => undefined);
  });
  photo.onView(invalidate);
  listenForLoss([stage.canvas, photo.overlay], lost, invalidate);
  people.update();
  return {
    showRest(isRest) {
      movement.showRest(isRest);
      invalidate();
    },
    showBones(isShown) {
      bones.show(isShown);
      invalidate();
    },
    wear: createWardrobe(people),
    lookAgain: () => stage.lookAt(boxOf(people)),
    takeColours: stage.takeColours,
  };
}

/** three.js makes its own things anew when a context comes back, and listens first; the picture is ours to draw again. */
function listenForLoss(
  canvases: readonly HTMLCanvasElement[],
  lost: (isLost: boolean) => void,
  invalidate: () => void,
): void {
  const gone = new Set<HTMLCanvasElement>();
  for (const canvas of canvases) {
    canvas.addEventListener('webglcontextlost', () => lost(gone.add(canvas).size > 0));
    canvas.addEventListener('webglcontextrestored', () => {
      gone.delete(canvas);
      lost(gone.size > 0);
      invalidate();
    });
  }
}

/** @param share how far the people are from the T-pose to their pose */
function drawStage(stage: Stage, people: People, bones: DrawnBones, share: number): void {
  const moving = share === 1 ? [] : [...people.shown.values()];
  const putBack = moving.map((person) => towardsRest(person, share, people.group));
  updateBones(stage, people);
  if (share === 0) stage.follow(boxOf(people)); // arms that hung reach farther now
  bones.update();
  stage.render();
  for (const back of putBack) back();
  updateBones(stage, people);
}

/** Two renderers count their frames each for itself, and a skeleton is brought up to date once a frame's number. */
function updateBones({ scene }: Stage, { shown }: People): void {
  scene.updateMatrixWorld();
  for (const { avatar } of shown.values()) avatar.mesh.skeleton.update();
}

/** Around everybody, metres; empty when there is nobody. */
function boxOf({ shown }: People): THREE.Box3 {
  const box = new THREE.Box3();
  const point = new THREE.Vector3();
  for (const { avatar } of shown.values()) {
    for (const bone of avatar.mesh.skeleton.bones.slice(1)) box.expandByPoint(bone.getWorldPosition(point));
  }
  return box.isEmpty() ? box : box.expandByScalar(FLESH);
}

/** Dresses people in the skin that was asked for last, once its pictures are decoded. */
function createWardrobe(people: People): SceneView['wear'] {
  let wanted: SkinTexture | null = null;
  let worn: AvatarSkin | null = null;
  return async (texture) => {
    wanted = texture;
    const skin = await loadAvatarSkin(THREE, texture);
    if (wanted !== texture) return skin.dispose(); // another was chosen meanwhile
    people.wear(skin);
    worn?.dispose();
    worn = skin;
  };
}

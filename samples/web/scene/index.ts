/** What needs three.js: the bodies over the photo and on the stage. The page loads it beside the models. */

import * as THREE from 'three';
import type { SkinTexture } from '../../../converters/export/skin-texture.js';
import { type AvatarSkin, loadAvatarSkin } from '../../../plugins/three/index.js';
import type { Workbench } from '../../../plugins/workbench/index.js';
import type { PhotoView } from '../photo-view.js';
import { type DrawnBones, drawBones } from './drawn-bones.js';
import { createOverlay } from './overlay.js';
import { createPeople, followDrag } from './people.js';
import { towardsRest } from './rest-pose.js';
import { createStage, STAGE_LAYER } from './stage.js';

export interface SceneParts {
  readonly workbench: Workbench;
  readonly photo: PhotoView;
  /** Where the stage goes. */
  readonly host: HTMLElement;
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

/** Milliseconds from one pose to the other. */
const MOVE_TIME = 450;
/** Metres around the joints: flesh, hands, the crown of the head. */
const FLESH = 0.16;

/** @throws Error where the browser has no WebGL */
export function openScene({ workbench, photo, host }: SceneParts): SceneView {
  let isScheduled = false;
  let share = 1;
  let target = 1;
  let lastFrame = 0;
  let drawn: DrawnBones[] | null = null;
  let wanted: SkinTexture | null = null;
  let worn: AvatarSkin | null = null;

  const invalidate = (): void => {
    if (!isScheduled) requestAnimationFrame(draw);
    isScheduled = true;
  };
  const stage = createStage(host, invalidate);
  const overlay = createOverlay(photo.overlay);
  const people = createPeople(workbench, (isNew) => {
    if (isNew) view.lookAgain();
    if (drawn !== null) view.showBones(true);
    invalidate();
  });
  stage.scene.add(people.group);

  function draw(time: number): void {
    isScheduled = false;
    if (share !== target) move(time);
    drawStage();
    const camera = workbench.camera();
    if (camera === null || people.shown.size === 0) overlay.clear();
    else overlay.render(stage.scene, camera, photo.region, people.group);
  }

  function drawStage(): void {
    const moving = share === 1 ? [] : [...people.shown.values()];
    const putBack = moving.map((person) => towardsRest(person, share, people.group));
    prepare();
    for (const bones of drawn ?? []) bones.update();
    stage.render();
    for (const back of putBack) back();
    prepare();
  }

  /** Two renderers count their frames each for itself, and a skeleton is brought up to date once a frame's number. */
  function prepare(): void {
    stage.scene.updateMatrixWorld();
    for (const { avatar } of people.shown.values()) avatar.mesh.skeleton.update();
  }

  function move(time: number): void {
    const step = Math.min(time - lastFrame, 50) / MOVE_TIME;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (isStill || Math.abs(target - share) <= step) share = target;
    else share += Math.sign(target - share) * step;
    lastFrame = time;
    if (share !== target) invalidate();
  }

  const view: SceneView = {
    showRest(isRest) {
      target = isRest ? 0 : 1;
      lastFrame = performance.now();
      invalidate();
    },
    showBones(isShown) {
      for (const bones of drawn ?? []) bones.dispose();
      drawn = null;
      if (isShown) {
        drawn = [...people.shown.values()].map(({ avatar }) => drawBones(avatar.mesh.skeleton.bones, STAGE_LAYER));
        for (const { object } of drawn) stage.scene.add(object);
      }
      invalidate();
    },
    async wear(texture) {
      wanted = texture;
      const skin = await loadAvatarSkin(THREE, texture);
      if (wanted !== texture) return skin.dispose(); // another was chosen meanwhile
      people.wear(skin);
      worn?.dispose();
      worn = skin;
    },
    lookAgain() {
      const box = new THREE.Box3();
      const point = new THREE.Vector3();
      for (const { avatar } of people.shown.values()) {
        for (const bone of avatar.mesh.skeleton.bones.slice(1)) box.expandByPoint(bone.getWorldPosition(point));
      }
      if (!box.isEmpty()) stage.lookAt(box.expandByScalar(FLESH));
    },
    takeColours: stage.takeColours,
  };

  workbench.subscribe((event) => {
    if (event.type !== 'state') return;
    if (event.cause !== 'drag') people.update();
    else void followDrag(workbench, people).then(invalidate, () => undefined);
  });
  photo.onView(invalidate);
  people.update();
  return view;
}

import { Engine } from '@babylonjs/core/Engines/engine.js';
import { NullEngine } from '@babylonjs/core/Engines/nullEngine.js';
import { LoadAssetContainerAsync } from '@babylonjs/core/Loading/sceneLoader.js';
import { Logger } from '@babylonjs/core/Misc/logger.js';
import { Scene } from '@babylonjs/core/scene.js';
import '@babylonjs/loaders/glTF/2.0/index.js';
import { describe, test } from 'vitest';
import { exportAvatars } from '../../converters/export/exporters.js';
import { posedJoints, posedVertices } from '../../core/body/posed-body.js';
import { avatars, bonesOf, fileVertices, largestDistance } from './avatars.js';
import { figuresOf } from './figures.js';

Logger.LogLevels = Logger.NoneLogLevel; // it greets
const figures = figuresOf(`Babylon.js ${Engine.Version}`);

/** The scene with the file's animation group at its first key. */
async function play(bytes: Uint8Array) {
  const engine = new NullEngine();
  const scene = new Scene(engine);
  scene.useRightHandedSystem = true; // glTF's; else positions come mirrored
  const container = await LoadAssetContainerAsync(bytes, scene, { pluginExtension: '.glb' });
  container.addAllToScene();
  const [group] = container.animationGroups;
  group.start(true);
  group.goToFrame(group.from);
  for (const node of container.transformNodes) node.computeWorldMatrix(true);
  container.skeletons[0].prepare(true);
  return { engine, container };
}

describe('Babylon.js plays the GLB', async () => {
  for (const avatar of await avatars()) {
    test(avatar.name, async () => {
      const { body, naming } = avatar;
      const [{ content }] = await exportAvatars('glb', [body], 'avatar', { naming });
      const { engine, container } = await play(content as Uint8Array);
      const { bones } = container.skeletons[0];
      const names = bones.map((bone) => bone.name).sort();
      figures.same('glb', 'bones by name', names, bonesOf(avatar).sort(), '25');
      const clips = container.animationGroups.map((group) => group.name);
      figures.same('glb', 'animation groups', clips, ['Pose'], 'Pose');

      const places = bonesOf(avatar)
        .slice(1)
        .flatMap((name) => {
          const bone = bones.find((candidate) => candidate.name === name);
          return bone?.getTransformNode()?.getAbsolutePosition().asArray() ?? [];
        });
      figures.below('glb', 'joints in the pose', largestDistance(places, posedJoints(body)), 1e-4, 'm');
      const shown = container.meshes.flatMap((mesh) => Array.from(mesh.getPositionData(true, true) ?? []));
      const apart = largestDistance(shown, posedVertices(body), fileVertices(body));
      figures.below('glb', 'skinned vertices in the pose', apart, 1e-4, 'm');
      engine.dispose();
    });
  }
});

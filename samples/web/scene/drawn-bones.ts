import * as THREE from 'three';
import type { People } from './people.js';

/** The skeletons of the people, seen through the skin, where that is asked for. */
export interface DrawnBones {
  show(isShown: boolean): void;
  /** Those of the people as they are by now. */
  renew(): void;
  /** Brings them to where the bones are now. */
  update(): void;
}

interface DrawnSkeleton {
  readonly object: THREE.Object3D;
  update(): void;
  dispose(): void;
}

/** Half the width of a bone as a share of its length. */
const THICKNESS = 0.055;
const UP = new THREE.Vector3(0, 1, 0);

export function createDrawnBones(scene: THREE.Scene, { shown }: People, layer: number): DrawnBones {
  let isShown = false;
  let drawn: DrawnSkeleton[] = [];
  function renew(): void {
    for (const skeleton of drawn) skeleton.dispose();
    drawn = isShown ? [...shown.values()].map(({ avatar }) => drawSkeleton(avatar.mesh.skeleton.bones, layer)) : [];
    for (const { object } of drawn) scene.add(object);
  }
  return {
    show(next) {
      isShown = next;
      renew();
    },
    renew,
    update() {
      for (const skeleton of drawn) skeleton.update();
    },
  };
}

/** @param bones the root, then SMPL's joints, whose world matrices are up to date */
function drawSkeleton([root, ...joints]: readonly THREE.Bone[], layer: number): DrawnSkeleton {
  const ends = joints.filter(({ parent }) => parent !== root);
  const geometry = new THREE.OctahedronGeometry(1);
  const material = new THREE.MeshStandardMaterial({
    color: '#35e0b0',
    flatShading: true,
    transparent: true,
    opacity: 0.92,
    depthTest: false,
  });
  const object = new THREE.InstancedMesh(geometry, material, ends.length);
  object.frustumCulled = false;
  object.renderOrder = 1;
  object.layers.set(layer);
  const [head, tail, along] = [new THREE.Vector3(), new THREE.Vector3(), new THREE.Vector3()];
  const [matrix, turn] = [new THREE.Matrix4(), new THREE.Quaternion()];

  return {
    object,
    update() {
      ends.forEach((joint, i) => {
        head.setFromMatrixPosition((joint.parent as THREE.Object3D).matrixWorld);
        tail.setFromMatrixPosition(joint.matrixWorld);
        const length = along.subVectors(tail, head).length();
        turn.setFromUnitVectors(UP, along.normalize());
        const size = new THREE.Vector3(THICKNESS * length, length / 2, THICKNESS * length);
        object.setMatrixAt(i, matrix.compose(head.add(tail).multiplyScalar(0.5), turn, size));
      });
      object.instanceMatrix.needsUpdate = true;
    },
    dispose() {
      object.removeFromParent();
      object.dispose();
      geometry.dispose();
      material.dispose();
    },
  };
}

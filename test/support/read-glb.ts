import { AnimationMixer, type Group, type SkinnedMesh, Vector3 } from 'three';
import { type GLTF, GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

/** Reads a GLB without textures with three's own loader. */
export async function readGlb(bytes: Uint8Array): Promise<GLTF> {
  // A Buffer may sit inside a larger ArrayBuffer: slice cuts it out.
  return new GLTFLoader().parseAsync(bytes.slice().buffer, '');
}

/** Puts every joint and morph weight where the file's first animation has them. */
export function playPose(gltf: GLTF): void {
  const mixer = new AnimationMixer(gltf.scene);
  for (const clip of gltf.animations) mixer.clipAction(clip).play();
  mixer.update(1 / 60);
  gltf.scene.updateMatrixWorld(true);
}

/** The skinned meshes below an object; a mesh of several materials is one of each, in order. */
export function skinnedMeshes(root: Group): SkinnedMesh[] {
  const meshes: SkinnedMesh[] = [];
  root.traverse((object) => {
    if ((object as SkinnedMesh).isSkinnedMesh) meshes.push(object as SkinnedMesh);
  });
  return meshes;
}

/** The vertices of a skinned mesh as three shows them, morph targets and skinning applied: N×3, world. */
export function shownVertices(mesh: SkinnedMesh): Float64Array {
  const N = mesh.geometry.getAttribute('position').count;
  const out = new Float64Array(3 * N);
  const point = new Vector3();
  mesh.skeleton.update();
  for (let i = 0; i < N; i++) {
    mesh
      .getVertexPosition(i, point)
      .applyMatrix4(mesh.matrixWorld)
      .toArray(out, 3 * i);
  }
  return out;
}

/** The page's half of three-browser.test.ts: loads, plays, draws in Chromium. */

import {
  AmbientLight,
  AnimationMixer,
  DirectionalLight,
  type Group,
  LoadingManager,
  type Material,
  type MeshStandardMaterial,
  PerspectiveCamera,
  Scene,
  WebGLRenderer,
} from 'three';
import { FBXLoader } from 'three/addons/loaders/FBXLoader.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { shownVertices, skinnedMeshes } from '../support/read-glb.js';
import { VIEW } from './three-view.js';

/** What three shows of a file in its pose. */
export interface Shown {
  /** Names of the bones, as three writes them. */
  readonly bones: readonly string[];
  /** N×3, metres, float32 as base64: of all meshes in order. */
  readonly vertices: string;
  /** A PNG as data URL, transparent where nothing is. */
  readonly picture: string;
  /** Width of the picture on each material that has one. */
  readonly textures: readonly number[];
}

export async function show(url: string, format: 'glb' | 'fbx'): Promise<Shown> {
  const root = await load(url, format);
  const mixer = new AnimationMixer(root);
  for (const clip of root.animations) mixer.clipAction(clip).play();
  mixer.update(1 / 60);
  root.updateMatrixWorld(true);
  const meshes = skinnedMeshes(root);
  const vertices = Float32Array.from(meshes.flatMap((mesh) => Array.from(shownVertices(mesh))));
  const materials = meshes.flatMap((mesh) => [mesh.material].flat() as Material[]) as MeshStandardMaterial[];
  return {
    bones: meshes[0].skeleton.bones.map((bone) => bone.name),
    vertices: base64(new Uint8Array(vertices.buffer)),
    picture: draw(root),
    textures: materials.flatMap(({ map }) => (map === null ? [] : [(map.image as { width: number }).width])),
  };
}

/** The file with all its pictures: FBXLoader hands out its group before they are there. */
async function load(url: string, format: 'glb' | 'fbx'): Promise<Group> {
  const manager = new LoadingManager();
  const complete = new Promise<void>((resolve, reject) => {
    manager.onLoad = resolve;
    manager.onError = (what) => reject(new Error(`${what} cannot be loaded`));
  });
  if (format === 'glb') {
    const { scene, animations } = await new GLTFLoader(manager).loadAsync(url);
    await complete;
    return Object.assign(scene, { animations });
  }
  const group = await new FBXLoader(manager).loadAsync(url);
  await complete;
  return group;
}

function draw(root: Group): string {
  const scene = new Scene();
  const light = new DirectionalLight('white', 2.5);
  light.position.set(1, 2, 3);
  scene.add(root, light, new AmbientLight('white', 0.8));
  const camera = new PerspectiveCamera(VIEW.fov, VIEW.width / VIEW.height, 0.1, 100);
  camera.position.fromArray(VIEW.position);
  camera.lookAt(...VIEW.target);
  const renderer = new WebGLRenderer({ antialias: true, alpha: true, preserveDrawingBuffer: true });
  renderer.setSize(VIEW.width, VIEW.height);
  renderer.render(scene, camera);
  const picture = renderer.domElement.toDataURL();
  renderer.dispose();
  renderer.forceContextLoss();
  return picture;
}

/** A piece is a multiple of three, so that pieces join without padding, and short enough for one call. */
const PIECE = 3 * 4096;

function base64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += PIECE) out += btoa(String.fromCharCode(...bytes.subarray(i, i + PIECE)));
  return out;
}

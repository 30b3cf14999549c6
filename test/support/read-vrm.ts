import { type VRM, VRMLoaderPlugin } from '@pixiv/three-vrm';
import { type VRMAnimation, VRMAnimationLoaderPlugin } from '@pixiv/three-vrm-animation';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

/** Reads an avatar with pixiv's loader. */
export async function readVrm(bytes: Uint8Array): Promise<VRM> {
  const loader = new GLTFLoader().register((parser) => new VRMLoaderPlugin(parser));
  const { userData } = await loader.parseAsync(bytes.slice().buffer, '');
  return userData.vrm as VRM;
}

/** Reads the one animation of a .vrma with pixiv's loader. */
export async function readVrma(bytes: Uint8Array): Promise<VRMAnimation> {
  const loader = new GLTFLoader().register((parser) => new VRMAnimationLoaderPlugin(parser));
  const { userData } = await loader.parseAsync(bytes.slice().buffer, '');
  return (userData.vrmAnimations as VRMAnimation[])[0];
}

import { expectChoice } from '../../core/error.js';
import type { GltfOptions } from './gltf-options.js';

/** A tool that a file is written for. */
export type Target = 'unity' | 'unreal' | 'godot' | 'blender' | 'three' | 'vrm';

/** What the options stand for; whoever gives one of them besides overrides it. */
export type TargetOptions = Required<Pick<GltfOptions, 'naming' | 'pose' | 'boneAxes'>>;

/**
 * What each tool reads best. Names: UnityGLTF's humanoid import and Godot's profile find bones by the humanoid's names,
 * Unreal's retargeting by those of its mannequin. Axes: Blender draws a bone along its y; the others do not look, Godot
 * turns bones itself when it retargets. Pose: VRM forbids clips and a posed skeleton.
 */
const TARGETS: Readonly<Record<Target, TargetOptions>> = {
  unity: { naming: 'humanoid', pose: 'clip', boneAxes: 'identity' },
  unreal: { naming: 'unreal', pose: 'clip', boneAxes: 'identity' },
  godot: { naming: 'humanoid', pose: 'clip', boneAxes: 'identity' },
  blender: { naming: 'humanoid', pose: 'clip', boneAxes: 'y-to-child' },
  three: { naming: 'humanoid', pose: 'clip', boneAxes: 'identity' },
  vrm: { naming: 'humanoid', pose: 'rest', boneAxes: 'identity' },
};

export const TARGET_NAMES = Object.keys(TARGETS) as readonly Target[];

/** The options of a target. @throws FitError usage when there is no such target */
export function targetOptions(target: Target): TargetOptions {
  expectChoice('target', target, TARGET_NAMES);
  return TARGETS[target];
}

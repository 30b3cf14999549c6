import { expect, test } from 'vitest';
import type { Format } from '../../../converters/cli/plan.js';
import { warnStillOutputs } from '../../../converters/cli/still-outputs.js';

function told(formats: readonly Format[], frames: number): string[] {
  const lines: string[] = [];
  const outputs = formats.map((format) => ({ format, file: `out/p.${format}` }));
  warnStillOutputs(outputs, frames, (line) => lines.push(line));
  return lines;
}

test('what cannot hold a motion: a word for each file, none of a single frame', () => {
  const formats = ['glb', 'obj', 'fbx', 'ply', 'pkl', 'npz', 'vrm', 'bvh'] as const;
  expect(told(formats, 1)).toEqual([]);
  expect(told(formats, 24)).toEqual([
    'warning: out/p.obj holds one frame of 24: OBJ cannot move',
    'warning: out/p.ply holds one frame of 24: PLY cannot move',
    'warning: out/p.pkl holds the first frame of 24: SMPLify has results of photos, write an .npz',
    'warning: out/p.vrm holds none of 24 frames: a VRM is in the T-pose, write a .vrma',
  ]);
});

test('a VRM beside the VRMA that moves it: nothing is said', () => {
  expect(told(['vrm', 'vrma'], 24)).toEqual([]);
});

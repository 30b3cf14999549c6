import { expect, test } from 'vitest';
import { warnStillOutputs } from '../../../converters/cli/still-outputs.js';

test('a mesh of a motion: a word for each file, none of a single frame', () => {
  const told: string[] = [];
  const outputs = (['glb', 'obj', 'fbx', 'ply'] as const).map((format) => ({ format, file: `out/p.${format}` }));
  warnStillOutputs(outputs, 1, (line) => told.push(line));
  expect(told).toEqual([]);
  warnStillOutputs(outputs, 24, (line) => told.push(line));
  expect(told).toEqual([
    'warning: out/p.obj holds one frame of 24: OBJ cannot move',
    'warning: out/p.ply holds one frame of 24: PLY cannot move',
  ]);
});

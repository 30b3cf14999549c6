import { expect, test } from 'vitest';
import { boneWeights, parseRig } from '../../../../models/build/body/rig.js';

const bone = (parent: string) => ({ parent, head: { cube_name: `joint-of-${parent}` } });
const RIG = { hand: bone('arm'), arm: bone('root'), root: bone('') };

test('bones come parents first', () => {
  const bones = parseRig('rig', RIG);
  expect(bones.map(({ name, parent }) => [name, parent])).toEqual([
    ['root', -1],
    ['arm', 0],
    ['hand', 1],
  ]);
  expect(bones[2].headCube).toBe('joint-of-arm');
});

test('a bone without a root is refused', () => {
  expect(() => parseRig('rig', { ...RIG, tail: bone('missing') })).toThrow('no root');
});

test('weights are those of kept vertices, scaled to sum to one', () => {
  const file = {
    weights: {
      root: [
        [5, 1],
        [9, 0.5],
      ],
      hand: [[9, 1.5]],
      arm: [[7, 1]],
    },
  } as const;
  const { start, columns, values } = boneWeights('w', file, parseRig('rig', RIG), Uint32Array.of(9, 5));
  expect([...start]).toEqual([0, 2, 3]);
  expect([...columns]).toEqual([0, 2, 0]);
  expect([...values]).toEqual([0.25, 0.75, 1]);
});

test('a kept vertex without weight is refused', () => {
  const file = { weights: { root: [[5, 1]] } } as const;
  expect(() => boneWeights('w', file, parseRig('rig', RIG), Uint32Array.of(5, 6))).toThrow('vertex 6');
});

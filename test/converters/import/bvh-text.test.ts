import { expect, test } from 'vitest';
import { parseBvh } from '../../../converters/import/bvh-text.js';

const TEXT = `HIERARCHY\r
ROOT a\r
{ OFFSET 1 2 3 CHANNELS 4 Xposition Yposition Zposition ZROTATION
  JOINT b
  { OFFSET 0 1e-1 0
    CHANNELS 1 Xrotation
    End Site { OFFSET 0 5 0 } } }
MOTION
Frames:   2
Frame Time: .04
1 2 3 4 5
6 7 8 9 10
`;

test('joints, offsets, channels and values, whatever the line ends and letter case', () => {
  const { joints, frameCount, frameTime, values } = parseBvh('a.bvh', TEXT);
  expect(joints).toEqual([
    { name: 'a', parent: -1, offset: [1, 2, 3], channels: ['xposition', 'yposition', 'zposition', 'zrotation'] },
    { name: 'b', parent: 0, offset: [0, 0.1, 0], channels: ['xrotation'] },
  ]);
  expect([frameCount, frameTime]).toEqual([2, 0.04]);
  expect([...values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('keywords in lower case', () => {
  const lower = TEXT.toLowerCase();
  expect(parseBvh('a.bvh', lower)).toEqual(parseBvh('a.bvh', TEXT));
});

test('blank lines by the hundred thousand', () => {
  // Looked through from each of them this takes a minute, and the runner gives up on it.
  const blank = TEXT.replace('ROOT', `${'\n'.repeat(400_000)}ROOT`);
  expect(parseBvh('a.bvh', blank)).toEqual(parseBvh('a.bvh', TEXT));
});

test('broken texts are refused in one line', () => {
  for (const [from, to] of [
    ['OFFSET 0 1e-1 0', 'OFFSET 0 x 0'],
    ['CHANNELS 1 Xrotation', 'CHANNELS 1 Wrotation'],
    ['CHANNELS 1', 'CHANNELS -1'],
    ['CHANNELS 1', 'CHANNELS 0.5'],
    ['CHANNELS 4', 'CHANNELS 5'],
    ['ROOT a', 'JOINT a'],
    ['} } }', '} } } }'],
    ['Frames:   2', 'Frames: 0'],
    ['6 7 8 9 10', '6 7 8 9'],
    ['6 7 8 9 10', '6 7 8 9 Infinity'],
  ] as const) {
    expect(() => parseBvh('a.bvh', TEXT.replace(from, to)), to).toThrow(/^a\.bvh: [^\n]+$/);
  }
});

test('a thousand and one joints are too many', () => {
  const many = `HIERARCHY\nROOT r\n{\n${'JOINT j\n{\n'.repeat(1000)}${'}\n'.repeat(1001)}MOTION\nFrames: 1\nFrame Time: 1\n`;
  expect(() => parseBvh('a.bvh', many)).toThrow(/more than 1000 joints/);
});

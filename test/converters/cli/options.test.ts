import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import {
  box,
  collect,
  fieldOfView,
  focalLength,
  formatList,
  personChoice,
  point,
} from '../../../converters/cli/options.js';

test.each<[string, (text: string) => unknown, [string, unknown][], string[]]>([
  [
    'focalLength',
    focalLength,
    [
      ['500', 500],
      ['1331.5', 1331.5],
      ['1e3', 1000],
    ],
    ['-5', '0', '0.5', '', 'wide', 'NaN', 'Infinity', '1e300', '50mm'],
  ],
  [
    'fieldOfView',
    fieldOfView,
    [
      ['50', 50],
      ['179.5', 179.5],
    ],
    ['0', '-10', '180', '', 'wide', 'NaN'],
  ],
  [
    'personChoice',
    personChoice,
    [
      ['best', 'best'],
      ['all', 'all'],
      ['1', 1],
      ['12', 12],
    ],
    ['0', '-1', '1.5', '', 'first', 'Best'],
  ],
  [
    'point',
    point,
    [
      ['320,180', [320, 180]],
      [' 1.5 , 0', [1.5, 0]],
      ['-5,10', [-5, 10]], // whether it is in the photo is asked later
    ],
    ['', '320', '320,', '1,2,3', '320x180', 'NaN,1', '1,Infinity'],
  ],
  [
    'box',
    box,
    [
      ['10,20,30,40', [10, 20, 30, 40]],
      ['0, 0, 0.5, 1e2', [0, 0, 0.5, 100]],
    ],
    ['', '10,20', '10,20,30', '10,20,30,40,50', '10,20,0,40', '10,20,30,-1', '10,20,,40', '1,2,3,NaN'],
  ],
  [
    'formatList',
    formatList,
    [
      ['glb', ['glb']],
      ['json, GLB,png', ['json', 'glb', 'png']],
      ['glb,glb', ['glb']],
    ],
    ['', 'fbx', 'glb,', 'glb;json'],
  ],
])('%s', (_, parse, good, bad) => {
  for (const [text, value] of good) expect(parse(text), text).toEqual(value);
  for (const text of bad) expect(() => parse(text), text).toThrow(InvalidArgumentError);
});

test('collect keeps what came before', () => {
  expect(collect('b.json', collect('a.glb'))).toEqual(['a.glb', 'b.json']);
});

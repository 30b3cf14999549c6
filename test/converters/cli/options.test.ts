import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import {
  box,
  collect,
  count,
  fieldOfView,
  flagOf,
  focalLength,
  formatList,
  frameRate,
  gender,
  height,
  imageSize,
  index,
  jointList,
  levelOfDetail,
  licence,
  personChoice,
  pitch,
  point,
  skinTone,
  termList,
  time,
  weight,
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
      ['fbx,vrm,npz', ['fbx', 'vrm', 'npz']],
      ['glb,glb', ['glb']],
    ],
    ['', 'dae', 'glb,', 'glb;json'],
  ],
  [
    'height',
    height,
    [
      ['1.75', 1.75],
      ['0.4', 0.4],
      ['2.8', 2.8],
    ],
    ['175', '0', '0.39', '2.81', 'tall', ''],
  ],
  [
    'pitch',
    pitch,
    [
      ['10', 10],
      ['-7.5', -7.5],
    ],
    ['81', '-81', '10°', ' ', ''],
  ],
  ['weight', weight, [['70', 70]], ['0', '-70', '70kg', '']],
  [
    'levelOfDetail',
    levelOfDetail,
    [
      ['2', 2],
      ['5000', 5000],
    ],
    ['3', '499', '-1', '1.5', 'low', ''],
  ],
  [
    'skinTone',
    skinTone,
    [
      ['dark', 'dark'],
      ['#A0b1C2', '#A0b1C2'],
    ],
    ['toString', '#fff', 'blue', ''],
  ],
  [
    'licence',
    licence,
    [
      ['open', 'open'],
      ['https://a.b/c', 'https://a.b/c'],
    ],
    ['http://a.b', 'https://', 'mit'],
  ],
  [
    'gender',
    gender,
    [
      ['f', 'female'],
      ['Male', 'male'],
    ],
    ['x', ''],
  ],
  [
    'jointList',
    jointList,
    [['left_wrist, RIGHT_KNEE,left_wrist', ['left_wrist', 'right_knee']]],
    ['wrist', 'left_hip', ''],
  ],
  ['termList', termList, [['prior, hinge', ['prior', 'hinge']]], ['priors', '']],
  [
    'imageSize',
    imageSize,
    [
      ['640,480', [640, 480]],
      ['640x480', [640, 480]],
      ['640X480', [640, 480]],
      ['640 × 480', [640, 480]],
    ],
    ['640', '640,480,3', '640x480x3', '640x', '0,480', '0x480', 'a,b'],
  ],
  ['frameRate', frameRate, [['29.97', 29.97]], ['', '0', '-1', '1e12', '1e-12', 'fast']],
  [
    'time',
    time,
    [
      ['5.5', 5.5],
      ['90', 90],
      ['1:05.25', 65.25],
      ['75:00', 4500],
      ['1:02:03.5', 3723.5],
    ],
    ['', '-1', '1e3', '1:5', '1:60', '1:75:00', '1:1:00', ':30', '1:', '1:00:', '5,5', '5.', '1234567', '2s', 'NaN'],
  ],
  ['count and index', (text) => [count(text), index(text)], [['3', [3, 3]]], ['0', '1.5', '-1', 'x']],
])('%s', (_, parse, good, bad) => {
  for (const [text, value] of good) expect(parse(text), text).toEqual(value);
  for (const text of bad) expect(() => parse(text), text).toThrow(InvalidArgumentError);
});

test('collect keeps what came before', () => {
  expect(collect('b.json', collect('a.glb'))).toEqual(['a.glb', 'b.json']);
});

test('flagOf writes every capital as the command line does', () => {
  expect(['lod', 'imageSize', 'isSizeGuessed'].map(flagOf)).toEqual(['--lod', '--image-size', '--is-size-guessed']);
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readKeypointsJson } from '../../../converters/import/keypoints-json.js';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';

const K = 17;
const rows = (n: number): number[][] => Array.from({ length: K }, (_, k) => Array(n).fill(10 * k));

/** Points, one of which is no point. */
const rowsWith = (odd: number, point: unknown): unknown[] => rows(2).map((row, k) => (k === odd ? point : row));

/** A file of one person; `root` and `person` replace or (undefined) remove fields. */
const write = (root: Record<string, unknown> = {}, person: Record<string, unknown> = {}): string =>
  JSON.stringify({
    format: 'photorig-keypoints-1',
    image: { width: 640, height: 480 },
    persons: [{ set: 'coco17', xy: rows(2), confidence: Array(K).fill(0.5), ...person }],
    ...root,
  });

describe('what is read', () => {
  test('the least that a file can say; missing confidences are 1', () => {
    const file = readKeypointsJson('k.json', write({}, { confidence: undefined }));
    expect(file).toEqual({
      width: 640,
      height: 480,
      people: [
        {
          box: [0, 0, 160, 160],
          score: 1,
          keypoints: {
            set: 'coco17',
            xy: Float64Array.from(rows(2).flat()),
            confidence: new Float64Array(K).fill(1),
          },
        },
      ],
    });
  });

  test('everything that a file can say', () => {
    const file = readKeypointsJson(
      'k.json',
      write(
        { image: { width: 640, height: 480, path: 'me.jpg' }, focalLength: 800, principalPoint: [300, 200] },
        { worldLandmarks: rows(3) },
      ),
    );
    expect(file).toMatchObject({ imagePath: 'me.jpg', focalLength: 800, principalPoint: [300, 200] });
    expect(file.people[0].worldLandmarks).toEqual(Float64Array.from(rows(3).flat()));
    expect(file.people[0].keypoints.confidence).toEqual(new Float64Array(K).fill(0.5));
  });

  test('the size of its image, where the file does not tell, is what somebody says', () => {
    const silent = write({ image: { path: 'me.jpg' } });
    expect(readKeypointsJson('k.json', silent, [800, 600])).toMatchObject({
      width: 800,
      height: 600,
      imagePath: 'me.jpg',
    });
    expect(readKeypointsJson('k.json', write({ image: undefined }), [800, 600])).toMatchObject({
      width: 800,
      height: 600,
    });
    expect(readKeypointsJson('k.json', write(), [800, 600])).toMatchObject({ width: 640, height: 480 });
    expect(() => readKeypointsJson('k.json', write({ image: { width: 0, height: 480 } }), [800, 600])).toThrow(
      /width 0/,
    );
  });

  test('nobody', () => {
    expect(readKeypointsJson('k.json', write({ persons: [] })).people).toEqual([]);
  });
});

describe('what is refused, and in what words', () => {
  const refusalOf = (text: string): string => {
    try {
      return String(readKeypointsJson('k.json', text));
    } catch (error) {
      return (error as Error).message;
    }
  };
  const person = (fields: Record<string, unknown>): string => write({}, fields);
  test.each<[string, string, RegExp]>([
    ['text', 'hello', /this is not JSON/],
    ['nothing', '', /this is not JSON/],
    ['null', 'null', /it does not hold an object/],
    ['a list', '[]', /it does not hold an object/],
    ['a fit', write({ format: 'photorig-fit-1' }), /its format is "photorig-fit-1", expected "photorig-keypoints-1"/],
    ['no format', write({ format: undefined }), /its format is missing/],
    ['no image', write({ image: undefined }), /no image/],
    ['an image without width', write({ image: { height: 5 } }), /width missing and height 5/],
    ['an image of half pixels', write({ image: { width: 1.5, height: 5 } }), /width 1\.5/],
    ['an endless image', write({ image: { width: 1e9, height: 5 } }), /width 1000000000/],
    ['a negative focal length', write({ focalLength: -5 }), /focalLength is -5, expected pixels/],
    ['a vanishing focal length', write({ focalLength: 1e-300 }), /focalLength is 1e-300/],
    ['a focal length in words', write({ focalLength: '50 mm' }), /focalLength is "50 mm"/],
    ['a principal point of one number', write({ principalPoint: [5] }), /principalPoint is \[5\]/],
    ['a principal point far away', write({ principalPoint: [5, 1e300] }), /principalPoint is \[5,1e\+300\]/],
    ['no persons', write({ persons: undefined }), /no list called persons/],
    ['persons that are no list', write({ persons: {} }), /no list called persons/],
    ['a person that is none', write({ persons: [5] }), /person 1: it is not an object/],
    ['an unknown set', person({ set: 'coco19' }), /person 1: the set is "coco19", expected one of coco17/],
    ['a set named like a method', person({ set: 'toString' }), /person 1: the set is "toString"/],
    ['too few points', person({ xy: rows(2).slice(1) }), /person 1: xy must be 17 pairs of numbers for coco17/],
    ['points of three numbers', person({ xy: rows(3) }), /xy of keypoint 0 \(nose\) is \[0,0,0\], not two numbers/],
    [
      'a point that is null',
      person({ xy: rowsWith(9, [null, 1]) }),
      /person 1: xy of keypoint 9 \(left_wrist\) is \[null,1\], .*: one that was not seen is \[0, 0\] with confidence 0\./,
    ],
    ['a point in words', person({ xy: rowsWith(3, 'here') }), /keypoint 3 \(left_ear\) is "here"/],
    [
      'a point beyond any picture',
      person({ xy: rowsWith(16, [1e300, 1]) }),
      /keypoint 16 \(right_ankle\) is \[1e\+300,1\]/,
    ],
    ['points in one row', person({ xy: rows(2).flat() }), /xy must be 17 pairs/],
    ['too few confidences', person({ confidence: [1] }), /confidence must be 17 numbers from 0 to 1/],
    ['a confidence in percent', person({ confidence: Array(K).fill(80) }), /confidence must be 17 numbers/],
    ['flat landmarks', person({ worldLandmarks: rows(2) }), /worldLandmarks must be 17 triples/],
  ])('%s', (_, text, message) => {
    const attempt = () => readKeypointsJson('k.json', text);
    expect(attempt).toThrow(expect.objectContaining({ name: 'FitError', code: 'bad-input', where: 'k.json' }));
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow(/\n/);
  });

  test('the document that they name knows every set', () => {
    const [, document] = /expected .*\((docs\/.*)\)/.exec(refusalOf(write({ format: 'other' }))) ?? [];
    const text = readFileSync(new URL(`../../../${document}`, import.meta.url), 'utf8');
    const [, section] = text.split('## photorig-keypoints-1');
    const [described] = section.split(/^## /m);
    expect(Object.keys(JOINT_SETS).filter((set) => !described.includes(`\`${set}\``))).toEqual([]);
  });

  test('the second person is named', () => {
    const good = JSON.parse(write()).persons[0];
    expect(() => readKeypointsJson('k.json', write({ persons: [good, {}] }))).toThrow(/person 2: the set is missing/);
  });
});

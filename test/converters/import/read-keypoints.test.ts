import { describe, expect, test } from 'vitest';
import { readKeypoints } from '../../../converters/import/read-keypoints.js';
import { writeNpy } from '../../../models/npy.js';
import { readNpz, writeNpz } from '../../../models/npz.js';
import { writePickle } from '../../../models/write-pickle.js';
import { expectPerson, points, triples } from '../../support/named-person.js';

/** The orders as their makers list them. */
const COCO = `nose l_eye r_eye l_ear r_ear l_shoulder r_shoulder l_elbow r_elbow l_wrist r_wrist
  l_hip r_hip l_knee r_knee l_ankle r_ankle`;
const BODY_25 = `nose - r_shoulder r_elbow r_wrist l_shoulder l_elbow l_wrist - r_hip r_knee r_ankle l_hip l_knee l_ankle
  r_eye l_eye r_ear l_ear l_big_toe l_small_toe l_heel r_big_toe r_small_toe r_heel`;
const COCO_18 = `nose - r_shoulder r_elbow r_wrist l_shoulder l_elbow l_wrist r_hip r_knee r_ankle l_hip l_knee l_ankle
  r_eye l_eye r_ear l_ear`;
const HALPE_26 = `${COCO} head_top - - l_big_toe r_big_toe l_small_toe r_small_toe l_heel r_heel`;
const WHOLEBODY_133 = `${COCO} l_big_toe l_small_toe l_heel r_big_toe r_small_toe r_heel ${'- '.repeat(110)}`;
const MPII = `r_ankle r_knee r_hip l_hip l_knee l_ankle - - - head_top r_wrist r_elbow r_shoulder l_shoulder l_elbow l_wrist`;
const LSP = `r_ankle r_knee r_hip l_hip l_knee l_ankle r_wrist r_elbow r_shoulder l_shoulder l_elbow l_wrist neck head_top`;
const CPM = `head_top neck r_shoulder r_elbow r_wrist l_shoulder l_elbow l_wrist r_hip r_knee r_ankle l_hip l_knee l_ankle`;
const CPM_LEFT_FIRST = `head_top neck l_shoulder l_elbow l_wrist r_shoulder r_elbow r_wrist l_hip l_knee l_ankle r_hip r_knee r_ankle`;
const BLAZEPOSE = `nose - l_eye - - r_eye - l_ear r_ear - - l_shoulder r_shoulder l_elbow r_elbow l_wrist r_wrist
  - - - - - - l_hip r_hip l_knee r_knee l_ankle r_ankle l_heel r_heel l_big_toe r_big_toe`;

/** An image in which nobody is, and of which nobody says how large it is. */
const NOBODY = { width: 1, height: 1, isSizeGuessed: true, people: [] };

const json = (root: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(root));
const pairs = (order: string): number[] => points(order).flat();
const columns = (order: string): Float64Array =>
  Float64Array.from([...points(order).map(([x]) => x), ...points(order).map(([, y]) => y)]);

describe('OpenPose', () => {
  test.each([
    ['BODY-25', BODY_25, 23],
    ['COCO-18', COCO_18, 17],
  ])('%s', (_, order, count) => {
    const [file] = readKeypoints('o.json', json({ version: 1.3, people: [{ pose_keypoints_2d: triples(order) }] }));
    expectPerson(file.people[0], count);
    expect(file.people[0].keypoints.confidence[2]).toBe(0.52);
  });

  test('a picture without people', () => {
    expect(readKeypoints('o.json', json({ people: [] }))).toEqual([NOBODY]);
  });
});

describe('COCO annotations', () => {
  const flags = points(COCO).flatMap(([x, y], k) => [x, y, k % 3]);
  const annotation = { image_id: 7, id: 3, keypoints: flags, num_keypoints: 11, iscrowd: 0 };
  const images = [
    { id: 9, file_name: 'b.jpg', width: 50, height: 60 },
    { id: 7, file_name: 'a.jpg', width: 640, height: 480 },
  ];

  test('a file an image, with its size and name; hidden points count half', () => {
    const files = readKeypoints('c.json', json({ images, annotations: [annotation, { ...annotation, iscrowd: 1 }] }));
    expect(files.map(({ imagePath, width, height, people }) => [imagePath, width, height, people.length])).toEqual([
      ['b.jpg', 50, 60, 0],
      ['a.jpg', 640, 480, 1],
    ]);
    expectPerson(files[1].people[0], 11);
    expect([...files[1].people[0].keypoints.confidence.subarray(0, 3)]).toEqual([0, 0.5, 1]);
  });
});

describe('AlphaPose, and lists of COCO results', () => {
  test.each([
    ['COCO', COCO, 17],
    ['Halpe 26', HALPE_26, 24],
    ['Halpe 136', `${HALPE_26} ${'- '.repeat(110)}`, 24],
    ['COCO-WholeBody', WHOLEBODY_133, 23],
  ])('%s', (_, order, count) => {
    const row = { image_id: '1.jpg', category_id: 1, keypoints: triples(order), score: 2.4 };
    const [one, two] = readKeypoints('a.json', json([row, row, { ...row, image_id: '2.jpg' }]));
    expect([one.imagePath, one.people.length, two.imagePath, two.people.length]).toEqual(['1.jpg', 2, '2.jpg', 1]);
    expectPerson(one.people[0], count);
    expect(one.people[0].score).toBeCloseTo(0.8, 9);
  });
});

describe('MMPose', () => {
  const instance = { keypoints: points(COCO), keypoint_scores: Array(17).fill(0.9), bbox_score: 0.8 };

  test.each([
    ['of its demos', { meta_info: {}, instance_info: [{ frame_id: 1, instances: [instance] }] }],
    ['of its inferencer', [instance]],
    ['of its inferencer, several images', { predictions: [[instance]] }],
  ])('results %s', (_, root) => {
    const files = readKeypoints('m.json', json(root));
    expect(files).toHaveLength(1);
    expectPerson(files[0].people[0], 17);
    expect(files[0].people[0].score).toBe(0.8);
  });
});

describe('MediaPipe', () => {
  // Of an image whose sides are powers of two: shares of it are exact.
  const landmarks = points(BLAZEPOSE).map(([x, y]) => ({ x: x / 1024, y: y / 512, z: 0, visibility: 0.9 }));
  const world = landmarks.map((_, k) => ({ x: k, y: 0, z: -k }));

  test.each([
    ['of the JavaScript solution', { poseLandmarks: landmarks, poseWorldLandmarks: world }],
    ['of the task', { landmarks: [landmarks], worldLandmarks: [world] }],
    ['of Python', { pose_landmarks: [landmarks], pose_world_landmarks: [world] }],
    [
      "of Python's MessageToDict",
      { pose_landmarks: { landmark: landmarks }, pose_world_landmarks: { landmark: world } },
    ],
    ['of the same, in camel case', { poseLandmarks: { landmark: landmarks }, poseWorldLandmarks: { landmark: world } }],
    ['of several messages', { landmarks: [{ landmark: landmarks }], worldLandmarks: [{ landmark: world }] }],
  ])('results %s', (_, root) => {
    const [file] = readKeypoints('p.json', json(root), { imageSize: [1024, 512] });
    const [{ keypoints, worldLandmarks }] = file.people;
    expect([keypoints.set, file.width, file.height]).toEqual(['blazepose33', 1024, 512]);
    expect(keypoints.xy[22]).toBeCloseTo(358, 9); // left shoulder
    expect(keypoints.xy[23]).toBeCloseTo(130, 9);
    expect([...(worldLandmarks ?? []).slice(6, 9)]).toEqual([2, 0, -2]);
  });

  test.each([
    ['the message of one person', { landmark: landmarks }],
    ['a list of one person', landmarks],
    ['a list of lists', [landmarks, landmarks]],
  ])('%s alone', (_, root) => {
    const [{ people }] = readKeypoints('p.json', json(root), { imageSize: [1024, 512] });
    for (const person of people) expectPerson(person, 21);
    expect(people).toHaveLength(Array.isArray(root) && Array.isArray(root[0]) ? 2 : 1);
    expect(people[0]).not.toHaveProperty('worldLandmarks');
  });

  test('what is null was not seen, and a world with a hole is none', () => {
    const holed = landmarks.map((own, k) =>
      k === 11 ? { ...own, x: null } : k === 12 ? { ...own, visibility: null } : own,
    );
    const root = { landmarks: [holed], worldLandmarks: [world.map((own, k) => (k === 3 ? { ...own, z: null } : own))] };
    const [{ people }] = readKeypoints('p.json', json(root), { imageSize: [1024, 512] });
    expectPerson(people[0], 19);
    expect(people[0]).not.toHaveProperty('worldLandmarks');
  });

  test('need the size of the image', () => {
    expect(() => readKeypoints('p.json', json({ landmarks: [landmarks] }))).toThrow('Give --image-size WIDTH,HEIGHT.');
    expect(readKeypoints('p.json', json({ landmarks: [landmarks], width: 1024, height: 512 }))[0].width).toBe(1024);
  });
});

describe('.npy', () => {
  test.each([
    ['CPM, rows', CPM, [14, 2], 14],
    ['LSP, rows', LSP, [14, 2], 14],
    ['MPII, rows', MPII, [16, 2], 13],
    ['COCO, rows', COCO, [17, 2], 17],
  ] as const)('%s', (_, order, shape, count) => {
    const [file] = readKeypoints('k.npy', writeNpy(Float64Array.from(pairs(order)), shape));
    expectPerson(file.people[0], count);
  });

  test.each([
    ['CPM', CPM],
    ['LSP', LSP],
  ])('%s, columns', (_, order) => {
    expectPerson(readKeypoints('k.npy', writeNpy(columns(order), [2, 14]))[0].people[0], 14);
  });

  test('confidence as a third number', () => {
    const file = writeNpy(Float32Array.from(triples(LSP)), [14, 3]);
    expect(readKeypoints('k.npy', file)[0].people[0].keypoints.confidence[3]).toBeCloseTo(0.53, 6);
  });

  test('left and right look alike: who lists the left first must say so', () => {
    const file = writeNpy(Float64Array.from(pairs(CPM_LEFT_FIRST)), [14, 2]);
    expectPerson(readKeypoints('k.npy', file, { layout: 'cpm14-left-first' })[0].people[0], 14);
    expect(() => expectPerson(readKeypoints('k.npy', file)[0].people[0], 14)).toThrow();
  });

  test('several images share one order, even where one of them does not show it', () => {
    const stack = Float64Array.from([...pairs(CPM), ...Array(28).fill(5)]);
    const files = readKeypoints('k.npy', writeNpy(stack, [2, 14, 2]));
    expect(files.map(({ people }) => people[0].keypoints.set)).toEqual(['cpm14', 'cpm14']);
    expect(readKeypoints('k.npy', writeNpy(new Float64Array(0), [0, 14, 2]))).toEqual([NOBODY]);
  });

  test('an order of 14 points that draws no body is refused, unless somebody says what it is', () => {
    const heap = writeNpy(new Float64Array(28).fill(5), [14, 2]);
    expect(() => readKeypoints('k.npy', heap)).toThrow('neither LSP nor CPM');
    expect(readKeypoints('k.npy', heap, { layout: 'lsp14' })[0].people).toHaveLength(1);
  });

  test.each([
    [[7, 2], 'an array of shape (7,2) is not a known form'],
    [[14], 'an array of shape (14) is not a known form'],
  ] as const)('the shape %j is refused', (shape, message) => {
    const length = shape.reduce<number>((product, size) => product * size, 1);
    expect(() => readKeypoints('k.npy', writeNpy(new Float64Array(length), shape))).toThrow(message);
  });
});

describe('est_joints.npz', () => {
  const N = 3;
  /** Rows x, y, confidence and `more` that mean nothing; image n is moved n pixels to the right. */
  const file = (more: number): Uint8Array => {
    const data = new Float64Array((3 + more) * 14 * N).fill(9);
    points(LSP).forEach(([x, y], k) => {
      for (let n = 0; n < N; n++) {
        data[k * N + n] = x + n;
        data[(14 + k) * N + n] = y;
        data[(28 + k) * N + n] = 0.7;
      }
    });
    return writeNpz({ est_joints: writeNpy(data, [3 + more, 14, N]) });
  };

  test.each([2, 25])('with %d rows more than are used', (more) => {
    const images = readKeypoints('est_joints.npz', file(more));
    expect(images).toHaveLength(N);
    expectPerson(images[0].people[0], 14);
    expect(images[2].people[0].keypoints.xy[0]).toBe(296);
    expect(images[0].people[0].keypoints.confidence[13]).toBe(0.7);
  });

  test('in a pickle', () => {
    const { data, shape } = readNpz('e.npz', file(2)).est_joints;
    const pickle = writePickle({ est_joints: { data: Float64Array.from(data), shape } });
    expect(readKeypoints('e.pkl', pickle)).toEqual(readKeypoints('e.npz', file(2)));
  });

  test('one image of them', () => {
    expect(readKeypoints('e.npz', file(2), { index: 1 })[0].people[0].keypoints.xy[0]).toBe(295);
    expect(() => readKeypoints('e.npz', file(2), { index: 3 })).toThrow('there is no image 3; the file has 3');
  });

  test('an .npz of something else', () => {
    expect(() => readKeypoints('b.npz', writeNpz({ a: writeNpy(Float32Array.of(1), [1]) }))).toThrow(
      'no array est_joints',
    );
  });
});

describe('the size of the image', () => {
  const file = json({ people: [{ pose_keypoints_2d: triples(COCO_18) }] });

  test('where nobody says it, people stand in its middle', () => {
    // x 262 to 378, y 72 to 420, and the point of no name at (111, 222).
    expect(readKeypoints('o.json', file)[0]).toMatchObject({ width: 111 + 378, height: 72 + 420 });
  });

  test('is that of the options', () => {
    expect(readKeypoints('o.json', file, { imageSize: [800, 600] })[0]).toMatchObject({ width: 800, height: 600 });
  });
});

test('a keypoint that lies nowhere was not seen', () => {
  const far = [1e30, 5, 1, ...triples(COCO_18).slice(3)];
  const [{ people }] = readKeypoints('o.json', json({ people: [{ pose_keypoints_2d: far }] }));
  expect(people[0].keypoints.confidence[0]).toBe(0);
  expectPerson(people[0], 16);
});

describe('nobody', () => {
  const unseen = points(COCO).flatMap(([x, y]) => [x, y, 0]);
  const landmarks = Array(33).fill({ x: 0.5, y: 0.5, z: 0, visibility: null });

  test.each<[string, Uint8Array]>([
    ['OpenPose, all zero', json({ people: [{ pose_keypoints_2d: Array(75).fill(0) }] })],
    ['AlphaPose, no confidence', json([{ image_id: 1, keypoints: unseen }])],
    ['MMPose, no confidence', json([{ keypoints: points(COCO), keypoint_scores: Array(17).fill(null) }])],
    ['COCO, nothing labelled', json({ annotations: [{ id: 1, keypoints: Array(51).fill(0) }] })],
    ['MediaPipe, visibility null', json({ landmarks: [landmarks] })],
    ['est_joints.npz, NaN', writeNpz({ est_joints: writeNpy(new Float64Array(70).fill(Number.NaN), [5, 14, 1]) })],
    [
      'ours, no confidence',
      json({
        format: 'photorig-keypoints-1',
        image: { width: 5, height: 6 },
        persons: [{ set: 'coco17', xy: points(COCO), confidence: Array(17).fill(0) }],
      }),
    ],
    [
      'only points that the body lacks',
      json({
        people: [{ pose_keypoints_2d: BODY_25.split(/\s+/).flatMap((name) => (name === '-' ? [9, 9, 1] : [0, 0, 0])) }],
      }),
    ],
  ])('is who has no keypoint: %s', (_, bytes) => {
    const images = readKeypoints('x', bytes, { imageSize: [5, 6] });
    expect(images).toEqual([{ width: 5, height: 6, people: [] }]);
  });

  test.each<[string, unknown]>([
    ['OpenPose', { people: [] }],
    ['AlphaPose', []],
    ['COCO', { images: [], annotations: [] }],
    ['MMPose', { instance_info: [] }],
    ['MMPose, an image', { instance_info: [{ frame_id: 1, instances: [] }] }],
    ['MMPose, its inferencer', { predictions: [] }],
    ['MediaPipe', { landmarks: [], worldLandmarks: [] }],
    ['MediaPipe in Python', { pose_landmarks: null }],
    ['a message of MediaPipe', { pose_landmarks: { landmark: [] } }],
  ])('is in an empty file: %s', (_, root) => {
    expect(readKeypoints('x', json(root))).toEqual([NOBODY]);
  });

  test('between others they leave no gap', () => {
    const one = { pose_keypoints_2d: triples(COCO_18) };
    const [{ people }] = readKeypoints('o.json', json({ people: [{ pose_keypoints_2d: Array(54).fill(0) }, one] }));
    expect(people).toHaveLength(1);
    expectPerson(people[0], 17);
  });
});

describe('what Python and Windows write', () => {
  const people = [{ pose_keypoints_2d: triples(COCO_18) }];
  const coco = { id: 'a "NaN, Infinity" \\', file_name: '-Infinity NaN.jpg', width: 9, height: 9 };

  test('NaN and Infinity were not seen; in strings they are letters', () => {
    const root = {
      images: [coco],
      annotations: [{ image_id: coco.id, keypoints: [7, 7, 7, ...triples(COCO).slice(3)] }],
    };
    for (const bare of ['NaN', 'Infinity', '-Infinity']) {
      const text = JSON.stringify(root).replace('[7,7,7,', `[${bare}, 7,${bare},`);
      const [file] = readKeypoints('c.json', new TextEncoder().encode(text));
      expect(file.imagePath).toBe(coco.file_name);
      expectPerson(file.people[0], 16);
    }
  });

  test.each([
    ['little-endian', [0xff, 0xfe], true],
    ['big-endian', [0xfe, 0xff], false],
    ['little-endian without a mark', [], true],
    ['big-endian without a mark', [], false],
  ])('UTF-16, %s', (_, mark, isLittle) => {
    const text = JSON.stringify({ people });
    const bytes = new Uint8Array(mark.length + 2 * text.length);
    bytes.set(mark);
    const view = new DataView(bytes.buffer);
    Array.from(text, (letter, i) => view.setUint16(mark.length + 2 * i, letter.charCodeAt(0), isLittle));
    expectPerson(readKeypoints('o.json', bytes)[0].people[0], 17);
  });
});

test.each<[string, string, string]>([
  ['nothing', '', 'it is empty'],
  ['gzip', '\x1f\x8b\x08\0', 'packed with gzip'],
  ['a pickle of something else', '\x80\x02}q\0.', 'no array est_joints'],
  ['zlib', 'x\x9c\xed', 'packed with zlib'],
  ['FBX', 'Kaydara FBX Binary  \0\x1a\0', 'it is FBX'],
  ['FBX as text', '; FBX 7.4.0 project file', 'it is FBX'],
  [
    'OBJ',
    '# photorig\nmtllib a.mtl\no Body\nv 0.1 -1e-3 2\n',
    'it is OBJ, which is written but not read. Give a GLB, VRM',
  ],
  ['MTL', '# colours\nnewmtl Skin\nKd 1 1 1\n', 'it holds the materials of an OBJ file'],
  ['PLY', 'ply\nformat ascii 1.0\n', 'it is PLY'],
  ['JPEG', '\xff\xd8\xff\xe0\0\x10JFIF', 'it is a photo (JPEG). Make an avatar of it with photorig fit'],
  ['PNG', '\x89PNG\r\n\x1a\n', 'it is a photo (PNG)'],
  ['WebP', 'RIFF\x10\0\0\0WEBPVP8 ', 'it is a photo (WebP)'],
  ['TIFF', 'II*\0', 'it is a photo (TIFF)'],
  ['AVIF', '\0\0\0 ftypavif', 'it is a photo (AVIF or HEIC)'],
  ['other bytes', '\x7fELF\x02\x01\x01\0\0', 'its keypoints are not in a known form'],
  ['bytes that are no text', '\xc3\x28\xb5', 'its keypoints are not in a known form'],
  ['half of a JSON text', '{"people": [\n1,', 'this is not JSON ('],
  ['a table', 'x,y\r\n\x1b[31m1,2\n', 'this is not JSON ('],
])('%s is told for what it is, in one line', (_, letters, message) => {
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  for (const name of ['x.json', 'x']) {
    expect(() => readKeypoints(name, bytes)).toThrow(message);
    expect(() => readKeypoints(name, bytes)).toThrow(/^\P{C}+$/u);
  }
});

test('our own format goes through', () => {
  const own = { format: 'photorig-keypoints-1', image: { width: 5, height: 6 }, persons: [] };
  expect(readKeypoints('k.json', json(own))).toEqual([{ width: 5, height: 6, people: [] }]);
});

test.each([
  ['text', new TextEncoder().encode('hello'), 'this is not JSON'],
  ['JSON of something else', json({ a: 1 }), 'not in a known form. Known are est_joints.npz'],
  ['OpenPose with a number too few', json({ people: [{ pose_keypoints_2d: [1, 2] }] }), 'person 1: pose_keypoints_2d'],
  [
    'OpenPose with 15 points',
    json({ people: [{ pose_keypoints_2d: Array(45).fill(1) }] }),
    'the order of 15 keypoints',
  ],
  [
    'COCO with text for keypoints',
    json({ annotations: [{ id: 4, keypoints: ['a'] }] }),
    'annotation 4: keypoints must be',
  ],
  ['AlphaPose with text', json([{ image_id: 1, keypoints: ['1', 1, 1] }]), 'row 1: keypoints must be'],
  ['MMPose with scores missing', json([{ keypoints: [[1, 2]], keypoint_scores: [] }]), 'frame 1, person 1'],
])('%s is refused', (_, bytes, message) => {
  expect(() => readKeypoints('x.json', bytes)).toThrow(message);
});

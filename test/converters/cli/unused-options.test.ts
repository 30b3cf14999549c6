import { expect, test } from 'vitest';
import type { Format } from '../../../converters/cli/plan.js';
import {
  USED_BY,
  type Use,
  warnOverruled,
  warnUnusedForKind,
  warnUnusedOptions,
} from '../../../converters/cli/unused-options.js';
import {
  AVATAR_FORMATS,
  type ExportedFile,
  type ExportOptions,
  exportAvatars,
  exportParameters,
  PARAMETER_FORMATS,
} from '../../../converters/export/exporters.js';
import type { KeypointOptions } from '../../../converters/import/given-people.js';
import type { FileKind } from '../../../converters/import/read-parameters.js';
import { unseenKeypoints } from '../../../core/keypoints/unseen-keypoints.js';
import { tinyBody, tinyRiggedBody } from '../../support/tiny-body.js';

/** What is said of options when these formats are written. */
function told(
  options: Parameters<typeof warnUnusedOptions>[0],
  formats: readonly Format[],
  uses: readonly Use[] | true = [],
): string[] {
  const lines: string[] = [];
  const outputs = formats.map((format) => ({ format, file: `a.${format}` }));
  warnUnusedOptions(options, outputs, uses, (line) => lines.push(line));
  return lines;
}

test('an option that nothing uses is named, with what would', () => {
  expect(told({ withPhoto: true, title: 'Me' }, ['vrm'])).toEqual([
    'warning: --with-photo does nothing here: it is for .glb, .gltf',
  ]);
  expect(told({ shapeMorphs: true, compress: 'draco', lod: 1 }, ['fbx'])).toHaveLength(2);
  expect(told({ imageSize: [1, 2], index: 0 }, ['glb'])).toEqual([
    'warning: --index does nothing here: it is for keypoint files',
    'warning: --image-size does nothing here: it is for keypoint files',
  ]);
});

test('nothing is said of options that one of the outputs uses, or that were not given', () => {
  expect(
    told({ compress: 'draco', title: 'Me', up: 'y', layout: 'coco17' }, ['glb', 'vrm', 'npz'], ['keypoints']),
  ).toEqual([]);
  expect(told({ shapeMorphs: false, up: undefined }, ['json'])).toEqual([]);
});

test('of what is read and drawn, too', () => {
  expect(told({ detail: 'fast' }, ['glb'], ['keypoints'])).toEqual([
    'warning: --detail does nothing here: it is for photos',
  ]);
  expect(told({ detail: 'fast', imageSize: [1, 2] }, [], ['keypoints', 'photo'])).toEqual([]);
  expect(told({ normalStyle: 'opengl' }, [], ['photo'])).toEqual([
    'warning: --normal-style does nothing here: it is for the map normals',
  ]);
  expect(told({ normalStyle: 'opengl' }, [], ['photo', 'normals'])).toEqual([]);
  expect(told({ frameRate: 3, focal: 500, detail: 'fast' }, [], true)).toEqual([]);
});

test('an input whose content tells its kind: of options about inputs only', () => {
  const options = { focal: 500, frameRate: 3, inputUp: 'z', imageSize: [1, 2], title: 'Me' };
  const flags = (kind: FileKind) => {
    const lines: string[] = [];
    warnUnusedForKind(options, kind, (line) => lines.push(line));
    return lines.map((line) => /--\S+/.exec(line)?.[0]);
  };
  expect(flags('parameters')).toEqual(['--image-size', '--focal']);
  expect(flags('keypoints')).toEqual(['--frame-rate', '--input-up']);
  expect(flags('body')).toEqual(['--image-size', '--focal', '--frame-rate', '--input-up']);
});

test('a file that says itself what an option says otherwise', () => {
  const keypoints = unseenKeypoints('coco17');
  const file = { width: 640, height: 424, people: [{ box: [0, 0, 1, 1], score: 1, keypoints }] } as const;
  const lines: string[] = [];
  const warn = (options: KeypointOptions) => warnOverruled(file, options, (line) => lines.push(line));
  warn({});
  warn({ layout: 'coco17', imageSize: [640, 424] });
  expect(lines).toEqual([]);
  warn({ layout: 'cpm14-left-first', imageSize: [640, 425] });
  expect(lines).toEqual([
    'warning: --image-size does nothing here: the file says 640 x 424 itself',
    'warning: --layout does nothing here: the file says coco17 itself',
  ]);
});

const model = tinyBody();
const clay = { tone: 'clay', albedo: null, roughness: null, color: [0.4, 0.4, 0.4] as const, roughnessFactor: 0.8 };

/** What the options become for exporters. Without --lod, as the tiny body has nothing to spare, and --with-photo. */
const GIVEN: Readonly<Record<string, ExportOptions>> = {
  naming: { naming: 'mixamo' },
  pose: { pose: 'rest' },
  boneAxes: { boneAxes: 'y-to-child' },
  compress: { compression: 'quantize' },
  skin: { skin: clay },
  shapeMorphs: { shapeMorphs: { model } },
  title: { vrm: { title: 'Me' } },
  author: { vrm: { authors: ['I'] } },
  licence: { vrm: { licence: 'open' } },
};

test.each(Object.entries(GIVEN))(
  '%s changes the files that it is said to be for, and no others',
  async (name, given) => {
    const bodies = [tinyRiggedBody(1)];
    const changed: Format[] = [];
    for (const format of AVATAR_FORMATS) {
      const plain = await exportAvatars(format, bodies, 'a');
      const own = await exportAvatars(format, bodies, 'a', given);
      if (!sameFiles(plain, own)) changed.push(format);
    }
    expect(changed.sort()).toEqual([...USED_BY[name as keyof typeof USED_BY]].sort());
  },
);

test('up changes the files that it is said to be for, and no others', () => {
  const figure = {
    model,
    parameters: { betas: new Float64Array(10), poses: new Float64Array(72), translations: Float64Array.of(0, 1, 3) },
  };
  const changed = PARAMETER_FORMATS.filter(
    (format) => !sameFiles(exportParameters(format, [figure], 'z'), exportParameters(format, [figure], 'y')),
  );
  expect(changed).toEqual([...USED_BY.up]);
});

const sameFiles = (a: readonly ExportedFile[], b: readonly ExportedFile[]): boolean =>
  JSON.stringify(a.map(({ content }) => [...content])) === JSON.stringify(b.map(({ content }) => [...content]));

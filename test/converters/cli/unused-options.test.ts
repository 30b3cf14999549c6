import { expect, test } from 'vitest';
import type { Format } from '../../../converters/cli/plan.js';
import { USED_BY, warnUnusedOptions } from '../../../converters/cli/unused-options.js';
import {
  AVATAR_FORMATS,
  type ExportedFile,
  type ExportOptions,
  exportAvatars,
  exportParameters,
  PARAMETER_FORMATS,
} from '../../../converters/export/exporters.js';
import { tinyBody, tinyRiggedBody } from '../../support/tiny-body.js';

/** What is said of options when these formats are written. */
function told(
  options: Parameters<typeof warnUnusedOptions>[0],
  formats: readonly Format[],
  readsKeypoints = false,
): string[] {
  const lines: string[] = [];
  const outputs = formats.map((format) => ({ format, file: `a.${format}` }));
  warnUnusedOptions(options, outputs, readsKeypoints, (line) => lines.push(line));
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
  expect(told({ compress: 'draco', title: 'Me', up: 'y', layout: 'coco17' }, ['glb', 'vrm', 'npz'], true)).toEqual([]);
  expect(told({ shapeMorphs: false, up: undefined }, ['json'])).toEqual([]);
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

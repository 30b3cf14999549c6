import { type Document, type Node, WebIO } from '@gltf-transform/core';
import { describe, expect, test } from 'vitest';
import { riggedDocument } from '../../../converters/export/gltf-document.js';
import { vrmaDocument } from '../../../converters/export/vrma.js';
import { VrmcVrmAnimation } from '../../../converters/formats/vrm-extension.js';
import { readGlbParameters } from '../../../converters/import/glb-pose.js';
import { standOnFloor } from '../../../core/body/floor.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { largestDifference } from '../../support/numeric-jacobian.js';
import { largestAngle, withoutExtras } from '../../support/read-pose.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

/** What must survive any way through a file. Degrees. */
const TOLERANCE = 0.1;
const parameters = randomParameters(31);
const [body] = standOnFloor([rigBody(tinyBody(), parameters)]);

describe('a skeleton under a node that scales it', () => {
  /** The file as a tool leaves it that knows nothing of our metadata, all bones below a node of this scale. */
  async function below(scale: [number, number, number], change: (document: Document) => void = () => {}) {
    const document = riggedDocument([body]);
    change(document);
    const [scene] = document.getRoot().listScenes();
    const root = nodeNamed(document, 'Root');
    const above = document.createNode('Armature').setTranslation([5, 1, 0]).setScale(scale);
    if (root) scene.addChild(above.addChild(root));
    return withoutExtras(document);
  }
  const nodeNamed = (document: Document, name: string): Node | undefined =>
    document
      .getRoot()
      .listNodes()
      .find((node) => node.getName() === name);
  const plain = async () => readGlbParameters(await below([1, 1, 1]));

  test.each([100, 0.01, 2.5])('%d: the same pose and, in metres, the same way from that node', async (s) => {
    const [read, { translations }] = [await readGlbParameters(await below([s, s, s])), await plain()];
    expect(largestAngle(read.poses, parameters.pose)).toBeLessThan(TOLERANCE);
    const [x, y] = [5 / s - 5, 1 / s - 1]; // camera frame: y is down
    const expected = [translations[0] + x, translations[1] - y, translations[2]];
    expect(largestDifference(read.translations, expected)).toBeLessThan(1e-4); // float32 of 500 m
    expect(read.notes.join()).toMatch(/leg is .* m long: lengths were multiplied by/);
  });

  test('bones and skin in centimetres, brought to metres by the node: no more is done to them', async () => {
    const inCentimetres = (document: Document): void => {
      for (const node of document.getRoot().listNodes()) {
        node.setTranslation(node.getTranslation().map((value) => 100 * value) as [number, number, number]);
      }
      for (const channel of document.getRoot().listAnimations()[0].listChannels()) {
        const output = channel.getTargetPath() === 'translation' ? channel.getSampler()?.getOutput() : null;
        output?.setArray(Float32Array.from(output.getArray() as Float32Array, (value) => 100 * value));
      }
      const matrices = document.getRoot().listSkins()[0].getInverseBindMatrices();
      matrices?.setArray(
        Float32Array.from(
          matrices.getArray() as Float32Array,
          (value, i) => (i % 16 > 11 && i % 16 < 15 ? 100 : 1) * value,
        ),
      );
    };
    const read = await readGlbParameters(await below([0.01, 0.01, 0.01], inCentimetres));
    expect(largestAngle(read.poses, parameters.pose)).toBeLessThan(TOLERANCE);
    expect(largestDifference(read.translations, (await plain()).translations)).toBeLessThan(1e-5);
    expect(read.notes).toEqual([]);
  });

  test.each<[string, [number, number, number]]>([
    ['mirrored', [-1, 1, 1]],
    ['mirrored', [-1, -1, -1]],
    ['unevenly scaled', [1, 1.1, 1]],
    ['scaled to nothing', [1, 0, 1]],
  ])('%s: refused', async (fault, scale) => {
    await expect(readGlbParameters(await below(scale), { where: 'x.glb' })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(
        new RegExp(`^x\\.glb: its bone "Hips" is ${fault}( at 0 s)?\\. Apply the transforms`),
      ),
    });
  });

  test('sheared, by a turn below an uneven scale: refused; by less than anybody sees: read', async () => {
    const lean = (document: Document) => nodeNamed(document, 'Root')?.setRotation([0, 0, Math.SQRT1_2, Math.SQRT1_2]);
    const sheared = await below([1, 1.1, 1], lean);
    await expect(readGlbParameters(sheared)).rejects.toMatchObject({ code: 'unsupported' });
    // As far off as the bones' directions are: an uneven scale turns what is aslant of its axes.
    for (const [scale, most] of [
      [1.001, 1e-3],
      [1.03, 0.03],
    ]) {
      const { poses } = await readGlbParameters(await below([1, scale, 1]));
      expect(largestAngle(poses, parameters.pose)).toBeLessThan(most);
    }
  });

  test('a VRM animation that is mirrored', async () => {
    const document = vrmaDocument(body);
    const [scene] = document.getRoot().listScenes();
    const above = document.createNode('Mirror').setScale([-1, 1, 1]);
    for (const node of scene.listChildren()) above.addChild(node);
    scene.addChild(above);
    const bytes = await new WebIO().registerExtensions([VrmcVrmAnimation]).writeBinary(document);
    await expect(readGlbParameters(bytes)).rejects.toMatchObject({ code: 'unsupported' });
  });
});

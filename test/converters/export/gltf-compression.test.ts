import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { toGlb } from '../../../converters/export/glb.js';
import { readDocument } from '../../../converters/formats/read-document.js';
import { validateGlb } from '../../../converters/index.js';
import { rigBody } from '../../../core/body/rigged-body.js';

const body = await openBody('neutral');
const pose = Float64Array.from({ length: 72 }, (_, i) => (i === 0 ? Math.PI : 0));
const personAt = (x: number, z: number) =>
  rigBody(body, { betas: [1, -1], pose, translation: Float64Array.of(x, 1, z) });

test.each(['quantize', 'meshopt', 'draco'] as const)(
  '%s: the surface stays closed where materials meet',
  async (compression) => {
    const { findings, skeletons } = await validateGlb(await toGlb([personAt(0, 5), personAt(1, 5)], { compression }));
    expect(findings.map(({ code }) => code)).not.toContain('not-watertight');
    expect(skeletons).toHaveLength(2);
  },
);

test('draco: the photo stays behind the people, and they as fine as without it', async () => {
  const bytes = readFileSync(new URL('../../../samples/photos/person.jpg', import.meta.url));
  const camera = { focalLength: 1331, principalPoint: [320, 212], width: 640, height: 424 } as const;
  const photo = { bytes, mimeType: 'image/jpeg', camera } as const;
  const [plain, small] = await Promise.all(
    (['none', 'draco'] as const).map(async (compression) =>
      readDocument(await toGlb([personAt(0, 30)], { photo, compression })),
    ),
  );
  for (const [m, mesh] of plain.getRoot().listMeshes().entries()) {
    for (const [p, primitive] of mesh.listPrimitives().entries()) {
      const packed = small.getRoot().listMeshes()[m].listPrimitives()[p];
      for (const bound of ['getMin', 'getMax'] as const) {
        const [was, is] = [primitive, packed].map((each) => each.getAttribute('POSITION')?.[bound]([]) ?? []);
        // Half a step of 2 m / 2^14 is 0.06 mm; 30 m take four bits more.
        for (const axis of [0, 1, 2]) expect(Math.abs(was[axis] - is[axis])).toBeLessThan(6.2e-5);
      }
    }
  }
});

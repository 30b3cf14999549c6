import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { eyeSockets } from '../../../converters/export/eye-sockets.js';
import { PART } from '../../../core/body/part.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

for (const name of ['neutral', 'female', 'male']) {
  test(`skin close to the eyeballs of the ${name} body, as much on both sides`, async () => {
    const model = await openBody(name);
    const body = rigBody(model, { betas: new Float64Array(10), pose: new Float64Array(72), translation: [0, 0, 3] });
    const isSocket = eyeSockets(body);
    const sockets = [...isSocket.keys()].filter((v) => isSocket[v] === 1);
    const left = sockets.filter((v) => body.restVertices[3 * v] > 0);
    // The mesh is symmetric, but for what rounding does at the border.
    expect(Math.abs(2 * left.length - sockets.length)).toBeLessThan(0.05 * sockets.length);
    expect(sockets.length).toBeGreaterThan(200);
    for (const v of sockets) expect(body.part?.[v]).toBe(PART.skin);
    // No farther from the eyes' middle than eyes are: 3 cm to each side, and an eye's radius.
    const eyes = [...body.restVertices.keys()].filter((i) => i % 3 === 1 && body.part?.[(i - 1) / 3] === PART.eyes);
    const height = eyes.reduce((sum, i) => sum + body.restVertices[i], 0) / eyes.length;
    for (const v of sockets) expect(Math.abs(body.restVertices[3 * v + 1] - height)).toBeLessThan(0.02);
  });
}

test('a body that does not say what its eyes are has no sockets', () => {
  expect(eyeSockets({ ...tinyRiggedBody(), part: null }).every((value) => value === 0)).toBe(true);
});

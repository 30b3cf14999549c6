import { validateBytes } from 'gltf-validator';
import { expect, test } from 'vitest';
import { exportAvatars } from '../../converters/export/exporters.js';
import { avatars } from './avatars.js';
import { figuresOf } from './figures.js';

const figures = figuresOf('gltf-validator');

for (const { name, body, naming } of await avatars()) {
  test(name, async () => {
    for (const format of ['glb', 'gltf', 'vrm', 'vrma'] as const) {
      const [{ content }] = await exportAvatars(format, [body], 'avatar', { naming });
      const { issues } = await validateBytes(content as Uint8Array, { maxIssues: 0 });
      const found = issues.messages.filter(({ severity }) => severity < 2).map(({ code }) => code);
      figures.same(format, 'errors and warnings', found, [], 'none');
    }
  });
}

test('a finding would be seen', async () => {
  const { issues } = await validateBytes(new TextEncoder().encode('{"asset":{"version":"2.0"},"scene":3}'), {});
  expect(issues.messages.some(({ severity }) => severity === 0)).toBe(true);
});

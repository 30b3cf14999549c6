import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../converters/cli/package-root.js';

const manifest = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as {
  name: string;
  bin: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
};

test('the root is the folder of our own package.json', () => {
  expect(manifest.name).toBe('photorig');
});

// npm test builds first: these are the files that a user's import and npx arrive at.
const doors = Object.entries(manifest.exports).flatMap(([door, target]) =>
  Object.values(typeof target === 'string' ? { default: target } : target).map((file) => [door, file] as const),
);
test.each([...doors, ...Object.entries(manifest.bin)])('door %s: %s is there', (_, file) => {
  const there = file.replace(/\*$/, ''); // of a pattern, its folder
  expect(existsSync(path.join(packageRoot(), there)), 'run npm run build').toBe(true);
});

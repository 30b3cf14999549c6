import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundle } from '../../support/bundle.js';

/** Bytes, compressed: what a page loads for core and workbench before models, exporters and onnxruntime. */
const BUDGET = 60_000;

test('core and workbench stay small', async () => {
  const files = await bundle({ workbench: 'plugins/workbench/index.ts', core: 'core/index.ts' }, [/^onnxruntime-web/]);
  const needed = new Set<string>();
  const add = (path: string): void => {
    if (needed.has(path)) return;
    needed.add(path);
    const imports = String(files[path]).matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g); // not import(): loaded when asked for
    for (const [, name] of imports) add(`/bundle/${name}`);
  };
  add('/bundle/workbench.js');
  add('/bundle/core.js');
  expect(needed.size).toBeGreaterThan(2); // what both share
  const bytes = [...needed].reduce((sum, path) => sum + gzipSync(files[path]).length, 0);
  expect(bytes).toBeGreaterThan(20_000);
  expect(bytes).toBeLessThan(BUDGET);
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { REGISTRY, type ShippedFile } from '../models/registry.js';
import packageJson from '../package.json' with { type: 'json' };

/** What somebody finds who installs the package. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const isPacked = (file: string): boolean =>
  file === 'README.md' || packageJson.files.some((entry) => file === entry || file.startsWith(`${entry}/`));
const markdownIn = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`);

test.each(['README.md', 'models/MODELS.md', ...markdownIn('docs')])('what %s links to is there, and packed', (file) => {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const links = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link]) =>
    path.posix.join(path.posix.dirname(file), link),
  );
  expect(links.filter((link) => !existsSync(path.join(ROOT, link)))).toEqual([]);
  expect(links.filter((link) => !isPacked(link))).toEqual([]);
});

test.each(REGISTRY)('photorig/$path leads to the file', ({ path: file }) => {
  expect(createRequire(import.meta.url).resolve(`photorig/${file}`)).toBe(path.join(ROOT, file));
  expect(isPacked(file)).toBe(true);
});

/** Packages that the declarations behind a door import, by way of our own files. */
function typePackages(declarations: string, seen = new Set<string>()): Set<string> {
  if (seen.has(declarations)) return new Set();
  seen.add(declarations);
  const text = readFileSync(declarations, 'utf8').replace(/^\s*(\*|\/\*|\/\/).*$/gm, '');
  const imported = [...text.matchAll(/(?:from |import\()['"]([^'"]+)['"]/g)].map(([, name]) => name);
  const own = imported.filter((name) => name.startsWith('.'));
  const deeper = own.map((name) =>
    typePackages(path.join(path.dirname(declarations), name.replace(/\.js$/, '.d.ts')), seen),
  );
  return new Set([...imported.filter((name) => !name.startsWith('.')), ...deeper.flatMap((names) => [...names])]);
}

const doors = Object.values(packageJson.exports).flatMap((door) => (typeof door === 'object' ? [door.types] : []));
const BUILT = existsSync(path.join(ROOT, 'dist'));

// Whoever checks libraries, too, would meet the faults of those packages' own declarations. Without a build: skipped.
test.skipIf(!BUILT).each(doors)(
  '%s asks for no types but those of three, and only where three is passed in',
  (door) => {
    const allowed = /plugins\/three/.test(door) ? ['three'] : [];
    expect([...typePackages(path.join(ROOT, door))]).toEqual(allowed);
  },
);

test('models/MODELS.md names every shipped model with the hash of its file', () => {
  const rows = readFileSync(path.join(ROOT, 'models/MODELS.md'), 'utf8').split('\n');
  const isTold = ({ path: file, sha256, bytes }: ShippedFile): boolean =>
    rows.some((row) =>
      [path.posix.basename(file), sha256, bytes.toLocaleString('en')].every((told) => row.includes(told)),
    );
  expect(REGISTRY.filter((file) => !isTold(file)).map((file) => file.path)).toEqual([]);
});

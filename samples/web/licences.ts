import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

/** The folder of a package, of the path of one of its modules. */
const PACKAGE = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/**
 * Writes the licences of all packages whose code is in the page or its workers: Vite's own list leaves workers out.
 *
 * @returns the plugin of the page, and the one of its workers
 */
export function licences(fileName: string): { page: Plugin; worker: () => Plugin } {
  const folders = new Set<string>();
  const collect = (name: string): Plugin => ({
    name,
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        for (const id of file.moduleIds) {
          const folder = PACKAGE.exec(id)?.[1];
          if (folder !== undefined) folders.add(folder);
        }
      }
    },
  });
  const page: Plugin = {
    ...collect('photorig-licences'),
    writeBundle({ dir }) {
      writeFileSync(path.join(dir as string, fileName), [...folders].sort().map(licenceOf).join('\n'));
    },
  };
  return { page, worker: () => collect('photorig-licences-of-workers') };
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8'));
  return `# ${name} ${version} (${license})\n\n${texts.join('\n')}`;
}

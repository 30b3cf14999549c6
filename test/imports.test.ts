import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Rule {
  /** Folders of ours that it may import besides itself. */
  readonly ours: readonly string[];
  /** Packages and Node modules that it may import. */
  readonly packages: readonly RegExp[];
}

const NODE = /^node:/;

/** What each folder may import. The longest matching folder decides; an arrow not listed here does not exist. */
const ALLOWED: Readonly<Record<string, Rule>> = {
  core: { ours: [], packages: [] },
  models: { ours: ['core'], packages: [/^fflate$/] },
  'models/build': {
    ours: ['core', 'models'],
    packages: [
      NODE,
      /^commander$/,
      /^fflate$/,
      /^ml-matrix$/,
      /^pure-rand\//,
      /^tar$/,
      /^flatbuffers$/,
      /^protobufjs/,
      /^three$/,
      /^sharp$/,
    ],
  },
  converters: {
    ours: ['core', 'models'],
    packages: [
      /^@gltf-transform\//,
      /^gltf-validator$/,
      /^fflate$/,
      /^meshoptimizer\//,
      /^draco3d$/,
      /^three$/,
      /^@comfyorg\/fbx-exporter-three$/,
    ],
  },
  'converters/cli': {
    ours: ['core', 'models', 'converters'],
    packages: [NODE, /^commander$/, /^sharp$/, /^exifr$/, /^onnxruntime-node$/],
  },
  plugins: {
    ours: ['core', 'models', 'converters'],
    packages: [/^three$/, /^onnxruntime-web(\/|$)/, /^exifr$/],
  },
  samples: { ours: ['core', 'models', 'converters', 'converters/cli', 'plugins'], packages: [NODE, /^sharp$/] },
  'samples/web': {
    ours: ['core', 'models', 'converters', 'plugins'],
    packages: [/^three(\/addons\/.+)?$/, /^fflate$/, NODE, /^vite$/],
  },
};
/** The command line is a host: nothing but itself, the samples and tests reaches into it. */
const NEVER = { core: 'converters', models: 'converters', plugins: 'converters/cli' } as const;

const FOLDERS = Object.keys(ALLOWED).sort((a, b) => b.length - a.length);
const folderOf = (file: string): string => FOLDERS.find((folder) => file.startsWith(`${folder}/`)) ?? '';

function* sources(folder: string): Generator<string> {
  if (!existsSync(join(ROOT, folder))) return;
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(ts|mts|tsx)$/.test(entry.name) && !/\.config\.ts$/.test(entry.name)) yield path;
  }
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const statements = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|import\s*\(?\s*['"]([^'"]+)['"]/g,
  );
  return [...statements].map((match) => match[1] ?? match[2]);
}

function violation(file: string, specifier: string): string | null {
  const folder = folderOf(file);
  const rule = ALLOWED[folder];
  if (!specifier.startsWith('.')) {
    return rule.packages.some((allowed) => allowed.test(specifier)) ? null : `${file} imports the package ${specifier}`;
  }
  const target = relative(ROOT, resolve(ROOT, dirname(file), specifier))
    .split(sep)
    .join('/');
  const targetFolder = folderOf(target);
  const allowed = targetFolder === folder || rule.ours.includes(targetFolder);
  const forbidden = NEVER[folder.split('/')[0] as keyof typeof NEVER];
  if (allowed && !(forbidden && target.startsWith(`${forbidden}/`))) return null;
  return `${file} imports ${target}`;
}

test('every import follows the table', () => {
  const files = ['core', 'models', 'converters', 'plugins', 'samples'].flatMap((folder) => [...sources(folder)]);
  expect(files.length).toBeGreaterThan(20);
  const violations = files.flatMap((file) => importsOf(file).map((specifier) => violation(file, specifier)));
  expect(violations.filter((text) => text !== null)).toEqual([]);
});

test('the check sees what it forbids', () => {
  expect(violation('core/a.ts', 'node:fs')).toBe('core/a.ts imports the package node:fs');
  expect(violation('core/fit/a.ts', '../../models/npz.js')).toBe('core/fit/a.ts imports models/npz.js');
  expect(violation('plugins/three/a.ts', '../../converters/cli/main.js')).toContain('converters/cli');
  expect(violation('models/a.ts', '../models/build/random.js')).toContain('models/build');
  expect(violation('converters/export/a.ts', '../../core/types.js')).toBeNull();
});

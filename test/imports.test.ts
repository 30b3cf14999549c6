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
  /** Packages of which it may import types. */
  readonly types?: readonly RegExp[];
}

interface Import {
  readonly specifier: string;
  readonly isType?: boolean;
}

const NODE = /^node:/;
/** What of the converters runs in a page, too. */
const CONVERTERS = [
  'converters',
  'converters/formats',
  'converters/import',
  'converters/export',
  'converters/validate',
  'converters/session',
] as const;

const PLUGINS = [
  'plugins/web',
  'plugins/workbench',
  'plugins/three',
  'plugins/three-editor',
  'plugins/threepipe',
] as const;
const HOST: Rule = {
  ours: ['core', 'models', ...CONVERTERS, 'plugins/web', 'plugins/workbench', 'plugins/three'],
  packages: [],
  types: [/^three$/],
};

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
  converters: { ours: ['core', ...CONVERTERS], packages: [] },
  // What readers and writers share: neither knows of the other.
  'converters/formats': { ours: ['core', 'models'], packages: [/^@gltf-transform\//, /^meshoptimizer\//, /^draco3d$/] },
  'converters/import': {
    ours: ['core', 'models', 'converters/formats'],
    packages: [/^@gltf-transform\//, /^meshoptimizer\//],
  },
  'converters/export': {
    ours: ['core', 'models', 'converters/formats'],
    packages: [/^@gltf-transform\//, /^meshoptimizer\//, /^draco3d$/, /^@comfyorg\/fbx-exporter-three$/],
    types: [/^three$/],
  },
  'converters/validate': {
    ours: ['core', 'models', 'converters/formats', 'converters/import'],
    packages: [/^@gltf-transform\//, /^gltf-validator$/, /^fflate$/],
  },
  // The fit of a photo from beginning to end, for whatever host.
  'converters/session': { ours: ['core', 'converters/export', 'converters/import'], packages: [] },
  'converters/cli': {
    ours: ['core', 'models', ...CONVERTERS],
    packages: [NODE, /^commander$/, /^sharp$/, /^exifr$/, /^onnxruntime-node$/],
  },
  'plugins/web': {
    ours: ['core', 'models', ...CONVERTERS],
    packages: [/^onnxruntime-web(\/|$)/, /^exifr$/],
  },
  'plugins/workbench': { ours: ['core', 'models', ...CONVERTERS, 'plugins/web'], packages: [] },
  'plugins/three': { ours: ['core', 'models', ...CONVERTERS], packages: [], types: [/^three$/] },
  // Hosts: neither knows of the other.
  'plugins/three-editor': HOST,
  'plugins/threepipe': HOST,
  samples: { ours: ['core', 'models', ...CONVERTERS, 'converters/cli', ...PLUGINS], packages: [NODE, /^sharp$/] },
  'samples/web': {
    ours: ['core', 'models', ...CONVERTERS, ...PLUGINS],
    packages: [/^three(\/addons\/.+)?$/, /^fflate$/, NODE, /^vite$/],
  },
};
/** Hosts pass in their own three.js; the FBX writer alone, which is built on it, loads it when it is called. */
const LOADS_THREE = 'converters/export/fbx.ts';
/** The command line is a host: nothing but itself, the samples and tests reaches into it. */
const NEVER = { core: 'converters', models: 'converters', plugins: 'converters/cli' } as const;

/** Folders of core: each may import those above it, and core's own files any of them. */
const CORE_LAYERS = [
  ['camera'],
  ['body'],
  ['metrics', 'solver', 'skin', 'keypoints'],
  ['terms', 'render', 'detect'],
  ['fit'],
  ['sequence'],
  ['lift'],
] as const;

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

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const statements = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|import\s*\(?\s*['"]([^'"]+)['"]/g,
  );
  return [...statements].map(([statement, from, called]) => ({
    specifier: from ?? called,
    isType: /^\s*(import|export)\s+type\s/.test(statement),
  }));
}

function violation(file: string, { specifier, isType = false }: Import): string | null {
  const folder = folderOf(file);
  const rule = ALLOWED[folder];
  if (!specifier.startsWith('.')) {
    const packages = isType || file === LOADS_THREE ? [...rule.packages, ...(rule.types ?? [])] : rule.packages;
    return packages.some((allowed) => allowed.test(specifier)) ? null : `${file} imports the package ${specifier}`;
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

const OURS = ['core', 'models', 'converters', 'plugins', 'samples'].flatMap((folder) => [...sources(folder)]);

/** The file of ours that an import names, and null for a package. */
function targetOf(file: string, { specifier }: Import): string | null {
  if (!specifier.startsWith('.')) return null;
  const target = relative(ROOT, resolve(ROOT, dirname(file), specifier));
  return target.split(sep).join('/').replace(/\.js$/, '.ts');
}

/** The layer of a file of core; -1 for one that lies in none of its folders. */
const layerOf = (file: string): number => {
  const [, folder] = file.split('/');
  return CORE_LAYERS.findIndex((names) => (names as readonly string[]).includes(folder));
};

/** Whether a file of core may import another. */
function isBelow(file: string, target: string): boolean {
  const [own, other] = [layerOf(file), layerOf(target)];
  return own < 0 || other < own || dirname(file) === dirname(target);
}

/**
 * The files of circles of imports, and of ways from one to another: what is left when whatever imports nothing of the rest, or
 * is imported by nothing of it, is taken away again and again.
 */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const left = new Map(imports);
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const [file, targets] of left) if (!targets.some((target) => left.has(target))) left.delete(file);
    const imported = new Set([...left.values()].flat());
    for (const file of left.keys()) if (!imported.has(file)) left.delete(file);
  }
  return [...left.keys()];
}

test('every import follows the table', () => {
  expect(OURS.length).toBeGreaterThan(20);
  const violations = OURS.flatMap((file) => importsOf(file).map((one) => violation(file, one)));
  expect(violations.filter((text) => text !== null)).toEqual([]);
});

test('core is built in layers', () => {
  const wrong = OURS.filter((file) => file.startsWith('core/')).flatMap((file) =>
    importsOf(file)
      .map((one) => targetOf(file, one) ?? '')
      .filter((target) => !isBelow(file, target))
      .map((target) => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
  const folders = readdirSync(join(ROOT, 'core'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...CORE_LAYERS.flat()].sort());
  expect(isBelow('core/terms/a.ts', 'core/fit/b.ts')).toBe(false);
  expect(isBelow('core/render/a.ts', 'core/terms/b.ts')).toBe(false);
  expect(isBelow('core/fit/a.ts', 'core/terms/b.ts')).toBe(true);
});

test('no file imports itself by way of others', () => {
  const imports = OURS.map((file): [string, string[]] => [
    file,
    importsOf(file).flatMap((one) => targetOf(file, one) ?? []),
  ]);
  expect(circles(new Map(imports))).toEqual([]);
  const ring = new Map([
    ['a', ['b', 'c']],
    ['b', ['a']],
    ['c', []],
    ['d', ['a']],
  ]);
  expect(circles(ring)).toEqual(['a', 'b']);
});

test('the check sees what it forbids', () => {
  expect(violation('core/a.ts', { specifier: 'node:fs' })).toBe('core/a.ts imports the package node:fs');
  expect(violation('core/fit/a.ts', { specifier: '../../models/npz.js' })).toBe('core/fit/a.ts imports models/npz.js');
  expect(violation('plugins/three/a.ts', { specifier: '../../converters/cli/main.js' })).toContain('converters/cli');
  expect(violation('models/a.ts', { specifier: '../models/build/random.js' })).toContain('models/build');
  expect(violation('converters/export/a.ts', { specifier: '../../core/types.js' })).toBeNull();
  expect(violation('converters/export/a.ts', { specifier: '../import/b.js' })).toContain('converters/import/b.js');
  expect(violation('converters/import/a.ts', { specifier: '../export/b.js' })).toContain('converters/export/b.js');
  expect(violation('converters/import/a.ts', { specifier: '../formats/b.js' })).toBeNull();
  expect(violation('plugins/threepipe/a.ts', { specifier: '../three-editor/b.js' })).toContain('three-editor/b.js');
  expect(violation('plugins/web/a.ts', { specifier: '../workbench/b.js' })).toContain('plugins/workbench/b.js');
  expect(violation('plugins/threepipe/a.ts', { specifier: '../workbench/b.js' })).toBeNull();
  expect(violation('converters/export/a.ts', { specifier: 'three' })).toContain('the package three');
  expect(violation('converters/export/a.ts', { specifier: 'three', isType: true })).toBeNull();
});

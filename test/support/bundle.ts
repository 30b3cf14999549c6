import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles modules of the repository as a host's bundler would, workers and lazy chunks too.
 *
 * @param entries name of the bundle → module, relative to the repository
 * @returns the files by path, below /bundle/: `/bundle/<name>.js` and what they load
 */
export async function bundle(
  entries: Readonly<Record<string, string>>,
  external: readonly (string | RegExp)[] = [],
): Promise<Record<string, string | Uint8Array>> {
  const input = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, `${ROOT}/${file}`]));
  const output = (await build({
    root: ROOT,
    base: '/bundle/',
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input,
        external: [...external],
        preserveEntrySignatures: 'strict',
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunk-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  })) as Rollup.RollupOutput;
  return Object.fromEntries(
    output.output.map((file) => [`/bundle/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  );
}

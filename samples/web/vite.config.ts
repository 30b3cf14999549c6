import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { REGISTRY } from '../../models/registry.js';
import { licences } from './licences.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = fileURLToPath(new URL('.', import.meta.url));
const SERVICE_WORKER = 'service-worker.js';

/** What is copied beside the page: the models, and the licences of all that is ours to pass on. */
const MODEL_FILES = [...REGISTRY.map(({ path }) => path), 'models/MODELS.md', 'models/detector/LICENSE'];
const LICENCES = ['LICENSE', 'samples/photos/LICENCES.md'];

/** Threads of WebAssembly need an isolated page; hosts that cannot send headers get them from the service worker. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** `npm run web` serves the models from where they lie; `npm run build:web` copies them. */
function models(): Plugin {
  let outDir = '';
  return {
    name: 'photorig-models',
    configResolved({ root, build }) {
      outDir = path.resolve(root, build.outDir);
    },
    configureServer({ middlewares }) {
      middlewares.use('/models', (request, response, next) => {
        const file = `models${new URL(request.url ?? '/', 'http://localhost').pathname}`;
        if (!MODEL_FILES.includes(file)) return next();
        response.setHeader('content-type', 'application/octet-stream');
        createReadStream(path.join(ROOT, file)).pipe(response);
      });
    },
    writeBundle() {
      for (const file of [...MODEL_FILES, ...LICENCES]) {
        mkdirSync(path.dirname(path.join(outDir, file)), { recursive: true });
        copyFileSync(path.join(ROOT, file), path.join(outDir, file));
      }
    },
  };
}

/** Tells the service worker which files make up the page, and by their hash when a new page has come. */
function precache(): Plugin {
  return {
    name: 'photorig-precache',
    generateBundle(_, bundle) {
      const worker = bundle[SERVICE_WORKER];
      if (worker?.type !== 'chunk') return;
      const files = Object.keys(bundle).filter((file) => file !== SERVICE_WORKER && !file.endsWith('.html'));
      const page = Object.values(bundle).map((file) => (file.type === 'chunk' ? file.code : file.source));
      const hash = page.reduce((sum, text) => sum.update(text), createHash('sha256')).digest('hex');
      const list = { version: hash.slice(0, 12), files: ['./', './icon.svg', './photorig.webmanifest', ...files] };
      worker.code = worker.code.replace(/(["'`])__PRECACHE__\1/, () => JSON.stringify(JSON.stringify(list)));
    },
  };
}

const packages = licences('licences-of-packages.md');

export default defineConfig({
  root: PAGE,
  base: './',
  plugins: [models(), precache(), packages.page],
  // Found late, each would reload the page of a developer once.
  optimizeDeps: {
    include: ['three', 'three/addons/controls/OrbitControls.js', 'exifr', 'fflate', 'onnxruntime-web/wasm'],
  },
  server: { headers: ISOLATION, fs: { allow: [ROOT] } },
  preview: { headers: ISOLATION },
  worker: { format: 'es', plugins: () => [packages.worker()] },
  build: {
    target: 'es2022',
    outDir: path.join(ROOT, 'out/web'),
    emptyOutDir: true,
    // A strict Content-Security-Policy allows no data: where a file can be.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // three.js alone is as large.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      input: { index: path.join(PAGE, 'index.html'), 'service-worker': path.join(PAGE, 'service-worker.ts') },
      output: {
        entryFileNames: ({ name }) => (name === 'service-worker' ? SERVICE_WORKER : 'assets/[name]-[hash].js'),
      },
    },
  },
});

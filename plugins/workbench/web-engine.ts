import { FitError } from '../../core/error.js';
import type { Image } from '../../core/types.js';
import type { WasmPaths } from '../web/onnxruntime.js';
import { imageFromBitmap, imageFromFile } from '../web/web-image.js';
import { fetchBody, fetchPrior } from '../web/web-models.js';
import { webRuntime } from '../web/web-runtime.js';
import type { Engine, EngineNews, Picture } from './engine.js';
import { localEngine } from './local-engine.js';

/** Plain data: it travels to the worker. */
export interface WebEngineOptions {
  /** Where the package's models folder is served, absolute. */
  readonly modelsUrl: string;
  /** Where onnxruntime's .wasm files are served; default: beside its script. */
  readonly wasmPaths?: string | { wasm?: string; mjs?: string };
  readonly threads?: number;
  /** Keep the models in the browser; default: yes. */
  readonly cache?: boolean;
}

/** An engine on the browser's own parts, for a worker; it works on a page's thread too, and blocks it. */
export function webEngine(options: WebEngineOptions): Engine {
  const { modelsUrl, wasmPaths, threads, cache = true } = options;
  let tell: (news: EngineNews) => void = () => undefined;
  const files = {
    modelsUrl,
    cache,
    onProgress: ({ url, loaded, total }: { url: string; loaded: number; total: number | undefined }) =>
      tell({ type: 'progress', file: url.slice(url.lastIndexOf('/') + 1), loaded, total }),
    onNotice: (message: string) => tell({ type: 'notice', message }),
  };
  const runtime = webRuntime({
    ...files,
    ...(wasmPaths !== undefined && { wasmPaths: wasmPaths as WasmPaths }),
    ...(threads !== undefined && { threads }),
  });
  return localEngine({
    runtime,
    loadBody: (name) => fetchBody(name, files),
    loadPrior: () => fetchPrior(files),
    decode: decodePicture,
    news: (listener) => {
      tell = listener;
    },
  });
}

/** @throws FitError bad-input */
async function decodePicture(picture: Picture, name: string): Promise<Image> {
  if (picture instanceof ImageBitmap) {
    const image = imageFromBitmap(picture, name);
    picture.close();
    return image;
  }
  if (picture instanceof Blob) return imageFromFile(picture instanceof File ? picture : new File([picture], name));
  if (picture?.rgba?.length === 4 * picture?.width * picture?.height) return picture;
  throw new FitError('bad-input', name, 'this is not a picture.', 'Give a file, an ImageBitmap or pixels.');
}

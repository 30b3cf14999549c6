/** The worker's script: `new Worker(new URL('photorig/workbench/worker', import.meta.url), { type: 'module' })`. */

import { type Port, serveEngine } from './serve-engine.js';
import { type WebEngineOptions, webEngine } from './web-engine.js';

serveEngine(globalThis as unknown as Port, (options) => webEngine(options as WebEngineOptions));

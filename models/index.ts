/** Reading model files: the public names of photorig/models. Bytes in, typed data out; who fetches the bytes is the host. */
export { type BodyInfo, loadBody } from './load-body.js';
export { loadPrior } from './load-prior.js';
export { type NpyArray, type NpyData, npyStrings, readNpy, writeNpy, writeNpyStrings } from './npy.js';
export { readNpz, writeNpz } from './npz.js';
export { REGISTRY, type ShippedFile, shippedFile } from './registry.js';

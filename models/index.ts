/** Reading model files: the public names of photorig/models. Bytes in, typed data out; the host fetches the bytes. */
export { findKeypoints } from './find-keypoints.js';
export { type BodyGender, genderOf, pickBodyFile } from './gendered-body.js';
export { type BodyInfo, loadBody, parseBody } from './load-body.js';
export { loadPrior } from './load-prior.js';
export { loadSkin } from './load-skin.js';
export { type NpyArray, type NpyData, npyStrings, readNpy, writeNpy, writeNpyStrings } from './npy.js';
export { readNpz, writeNpz } from './npz.js';
export { REGISTRY, type ShippedFile, shippedFile, shippedNetwork } from './registry.js';
export { writeBodyNpz, writeBodyPickle } from './write-body.js';

import { type Document, WebIO } from '@gltf-transform/core';
import { expect } from 'vitest';
import { rotationAngle, rotationFromAxisAngle } from '../../core/body/rotation.js';

/** The largest angle between joints of two poses, T×J×3; degrees. */
export function largestAngle(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  const [A, B] = [new Float64Array(9), new Float64Array(9)];
  let largest = 0;
  for (let i = 0; i < a.length; i += 3) {
    rotationFromAxisAngle(a[i], a[i + 1], a[i + 2], A);
    rotationFromAxisAngle(b[i], b[i + 1], b[i + 2], B);
    largest = Math.max(largest, rotationAngle(A, 0, B, 0));
  }
  return (180 / Math.PI) * largest;
}

/** The file as a tool leaves it that knows nothing of our metadata. */
export async function withoutExtras(document: Document): Promise<Uint8Array> {
  for (const node of document.getRoot().listNodes()) node.setExtras({});
  return new WebIO().writeBinary(document);
}

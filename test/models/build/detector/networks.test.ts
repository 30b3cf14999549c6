import { expect, test } from 'vitest';
import type { NetworkName } from '../../../../core/detect/runtime.js';
import { NETWORKS } from '../../../../models/build/detector/networks.js';
import { REGISTRY } from '../../../../models/registry.js';

test('every network of the detector is made and listed', () => {
  const known: Record<Exclude<NetworkName, 'lifter'>, true> = {
    pose_detection: true,
    pose_landmark_full: true,
    pose_landmark_heavy: true,
    movenet_multipose: true,
  };
  expect(NETWORKS.map(({ signature }) => signature.name).sort()).toEqual(Object.keys(known).sort());
  for (const network of NETWORKS) {
    const listed = REGISTRY.find(({ name }) => name === network.signature.name);
    expect(listed?.source).toBe(`${network.package.name}@${network.package.version} ${network.files.join(' ')}`);
  }
});

import { describe, test } from 'vitest';
import { exportAvatars } from '../../converters/export/exporters.js';
import { posedJoints, posedVertices } from '../../core/body/posed-body.js';
import { type Avatar, avatars, bonesOf, fileVertices, largestDistance } from './avatars.js';
import { type BlenderReport, blenderVersion, importInBlender } from './blender-import.js';
import { figuresOf } from './figures.js';

/** Blender starts in a second or two, much later on a busy machine. */
const TIMEOUT = 300_000;

const version = blenderVersion();
const figures = figuresOf(`Blender ${version}`);

const heightOf = (points: ArrayLike<number>): number => {
  const heights = Array.from(points).filter((_, i) => i % 3 === 1);
  return heights.reduce((a, b) => Math.max(a, b)) - heights.reduce((a, b) => Math.min(a, b));
};

/** Names of bones and where they are in the pose; a BVH has no root above the hips, and no colons. */
function checkSkeleton(format: 'glb' | 'fbx' | 'bvh', avatar: Avatar, report: BlenderReport): void {
  const all = bonesOf(avatar);
  const joints = all.slice(1).map((name) => (format === 'bvh' ? name.replace(':', '') : name));
  const [{ bones, posedHeads }] = report.armatures;
  const expected = format === 'bvh' ? joints : [all[0], ...joints];
  figures.same(format, 'bones by name', [...bones].sort(), [...expected].sort(), format === 'bvh' ? '24' : '25');
  const places = joints.flatMap((name) => posedHeads[0].slice(3 * bones.indexOf(name), 3 * bones.indexOf(name) + 3));
  figures.below(format, "bones at the clip's frame", largestDistance(places, posedJoints(avatar.body)), 1e-3, 'm');
}

describe.skipIf(version === null)('Blender imports', async () => {
  for (const avatar of await avatars()) {
    const { name, body, naming } = avatar;
    for (const format of ['glb', 'fbx', 'obj', 'bvh'] as const) {
      test(`${format}, ${name}`, { timeout: TIMEOUT }, async () => {
        const [{ content }] = await exportAvatars(format, [body], 'avatar', { naming });
        const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
        const report = importInBlender(bytes, format, [0]);
        if (format !== 'obj') checkSkeleton(format, avatar, report);
        if (format === 'bvh') return;

        const [{ rest, shown, triangles }] = report.meshes;
        figures.same(format, 'triangles', triangles, body.faces.length / 3, 'all of ours');
        const rows = format === 'obj' ? undefined : fileVertices(body);
        const apart = largestDistance(shown[0], posedVertices(body), rows);
        figures.below(format, "evaluated mesh at the clip's frame", apart, 1e-3, 'm');
        if (format === 'obj') return;
        const difference = Math.abs(heightOf(rest) - heightOf(body.restVertices));
        figures.below(format, 'height at rest', difference, 1e-2, 'm');
      });
    }
  }
});

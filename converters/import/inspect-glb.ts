import type { Mesh, Node } from '@gltf-transform/core';
import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { tiltInWords } from '../../core/camera/gravity.js';
import { FitError } from '../../core/error.js';
import { generatorOf, isGlb, readDocument } from '../formats/read-document.js';
import { readExtras } from './glb-pose-extras.js';

type Facts = Record<string, string | number | readonly number[]>;

/**
 * What a GLB, or a .gltf with its data inside, holds, as names and values: meshes, skeletons, clips, what the file says of
 * its maker and, if that is us, of the people. Compressed ones are unpacked.
 *
 * @throws FitError bad-input when the bytes cannot be read as one
 */
export async function inspectGlb(where: string, bytes: Uint8Array): Promise<Facts> {
  const document = await readDocument(bytes).catch((cause: Error) => {
    const what = `this is not a glTF file, or it is damaged (${cause.message}).`;
    throw new FitError('bad-input', where, what, 'Give a file that holds all its data.', { cause });
  });
  const root = document.getRoot();
  const { copyright } = root.getAsset();
  return {
    kind: isGlb(bytes) ? 'glb' : 'gltf',
    bytes: bytes.length,
    generator: await generatorOf(bytes),
    ...(copyright ? { copyright } : {}),
    ...numbered('mesh', root.listMeshes(), describeMesh),
    ...peopleIn(root.listNodes()),
    ...numbered('skin', root.listSkins(), (skin) => {
      const joints = skin.listJoints().map((joint) => joint.getName());
      return `${joints.length} joints: ${joints.join(' ')}`;
    }),
    ...numbered('clip', root.listAnimations(), (animation) => {
      const ends = animation.listSamplers().map((sampler) => sampler.getInput()?.getMax([])[0] ?? 0);
      const seconds = ends.reduce((a, b) => Math.max(a, b), 0);
      return `${animation.listChannels().length} channels, ${seconds.toFixed(3)} s`;
    }),
  };
}

/** What the metadata on the nodes say of each person: whose body, in which shape, and the camera that saw it. */
function peopleIn(nodes: readonly Node[]): Facts {
  const told = nodes.filter((node) => node.getExtras().photorig !== undefined);
  const facts: Facts = {};
  for (const [line, value] of Object.entries(numbered('', told, (node) => node.getExtras().photorig))) {
    const { body, betas, camera, focalLength, upright } = readExtras(value, SMPL_JOINTS.length);
    const licence = (value as { body?: { licence?: unknown } | null } | null)?.body?.licence;
    if (body !== null) facts[`body ${line}`] = `${body.name} (licence ${licence ?? 'unknown'})`;
    if (betas !== null) facts[`betas ${line}`] = [...betas];
    const focal = camera?.focalLength ?? focalLength;
    const size = camera === null ? '' : `, image ${camera.width} x ${camera.height}`;
    const tilt = camera?.down === undefined ? '' : `, ${tiltInWords(camera.down)}`;
    if (focal !== null) facts[`camera ${line}`] = `focal length ${focal.toFixed(0)} px${size}${tilt}`;
    if (upright) facts[`turned ${line}`] = 'upright, by the camera';
  }
  return facts;
}

/** A line for each thing under its kind and name; names that are taken get a number. */
function numbered<T extends { getName(): string }, Fact>(
  kind: string,
  things: readonly T[],
  describe: (thing: T) => Fact,
): Record<string, Fact> {
  const lines: Record<string, Fact> = {};
  for (const thing of things) {
    const key = `${kind} ${thing.getName()}`.trim();
    let free = key;
    for (let n = 2; free in lines; n++) free = `${key} (${n})`;
    lines[free] = describe(thing);
  }
  return lines;
}

function describeMesh(mesh: Mesh): string {
  const primitives = mesh.listPrimitives();
  let vertices = 0;
  let triangles = 0;
  for (const primitive of primitives) {
    const count = primitive.getAttribute('POSITION')?.getCount() ?? 0;
    vertices += count;
    triangles += (primitive.getIndices()?.getCount() ?? count) / 3;
  }
  const { targetNames } = mesh.getExtras();
  const morphs = Array.isArray(targetNames) && targetNames.length > 0 ? `, morphs ${targetNames.join(' ')}` : '';
  const materials = new Set(primitives.map((primitive) => primitive.getMaterial())).size;
  return `${vertices} vertices, ${triangles} triangles, ${materials} materials${morphs}`;
}

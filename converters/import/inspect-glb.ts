import { type Mesh, type Node, Primitive } from '@gltf-transform/core';
import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { tiltInWords } from '../../core/camera/gravity.js';
import { FitError } from '../../core/error.js';
import { isGlb } from '../formats/gltf-file.js';
import { generatorOf, readDocument } from '../formats/read-document.js';
import { readExtras } from './glb-pose-extras.js';

type Facts = Record<string, string | number | readonly number[]>;

/** Of a kind: nobody reads more. */
const MAX_LINES = 100;

/**
 * What a GLB, or a .gltf with its data inside, holds, as names and values: meshes, skeletons, clips, what the file says of
 * its maker and, if that is us, of the people. Compressed ones are unpacked.
 *
 * @throws FitError bad-input when the bytes cannot be read as one
 */
export async function inspectGlb(where: string, bytes: Uint8Array): Promise<Facts> {
  const document = await readDocument(bytes).catch((cause: Error) => {
    const what = `the file cannot be read: ${cause.message}.`;
    throw new FitError('bad-input', where, what, 'Write it again with its exporter, its data inside.', { cause });
  });
  const root = document.getRoot();
  const { copyright } = root.getAsset();
  return {
    kind: isGlb(bytes) ? 'glb' : 'gltf',
    bytes: bytes.length,
    generator: generatorOf(bytes),
    ...(typeof copyright === 'string' && copyright !== '' ? { copyright } : {}),
    ...listed('mesh', root.listMeshes(), describeMesh),
    ...peopleIn(root.listNodes()),
    ...listed('skin', root.listSkins(), (skin) => {
      const joints = skin.listJoints().map((joint) => joint.getName());
      return `${joints.length} joints: ${joints.join(' ')}`;
    }),
    ...listed('clip', root.listAnimations(), (animation) => {
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
  for (const [line, node] of numbered('', told)) {
    const value = node.getExtras().photorig;
    const { body, betas, camera, focalLength, upright } = readExtras(value, SMPL_JOINTS.length);
    const licence = (value as { body?: { licence?: unknown } | null } | null)?.body?.licence;
    const terms = typeof licence === 'string' ? licence : 'unknown';
    if (body !== null) facts[`body ${line}`] = `${body.name} (licence ${terms})`;
    if (betas !== null) facts[`betas ${line}`] = [...betas];
    const focal = camera?.focalLength ?? focalLength;
    const size = camera === null ? '' : `, image ${camera.width} x ${camera.height}`;
    const tilt = camera?.down === undefined ? '' : `, ${tiltInWords(camera.down)}`;
    if (focal !== null) facts[`camera ${line}`] = `focal length ${focal.toFixed(0)} px${size}${tilt}`;
    if (upright) facts[`turned ${line}`] = 'upright, by the camera';
  }
  return { ...facts, ...unlisted('person', told.length) };
}

/** A line for each thing under its kind and name, as far as there is room. */
const listed = <T extends { getName(): string }>(
  kind: string,
  things: readonly T[],
  describe: (thing: T) => string,
): Facts => ({
  ...Object.fromEntries(numbered(kind, things).map(([line, thing]) => [line, describe(thing)])),
  ...unlisted(kind, things.length),
});

const unlisted = (kind: string, count: number): Facts =>
  count > MAX_LINES ? { [`${kind} ...`]: `and ${count - MAX_LINES} more` } : {};

/** The first things, each with its kind and name; names that are taken get a number. */
function numbered<T extends { getName(): string }>(kind: string, things: readonly T[]): [string, T][] {
  const lines = new Map<string, T>();
  const numbers = new Map<string, number>();
  for (const thing of things.slice(0, MAX_LINES)) {
    const key = `${kind} ${thing.getName()}`.trim();
    let [free, n] = [key, numbers.get(key) ?? 2];
    for (; lines.has(free); n++) free = `${key} (${n})`;
    numbers.set(key, n);
    lines.set(free, thing);
  }
  return [...lines];
}

function describeMesh(mesh: Mesh): string {
  const primitives = mesh.listPrimitives();
  let vertices = 0;
  let triangles = 0;
  for (const primitive of primitives) {
    const count = primitive.getAttribute('POSITION')?.getCount() ?? 0;
    vertices += count;
    triangles += trianglesOf(primitive.getMode(), primitive.getIndices()?.getCount() ?? count);
  }
  const { targetNames } = mesh.getExtras();
  const names = Array.isArray(targetNames) ? targetNames.filter((name) => typeof name === 'string') : [];
  const morphs = names.length > 0 ? `, morphs ${names.join(' ')}` : '';
  const materials = new Set(primitives.map((primitive) => primitive.getMaterial())).size;
  return `${vertices} vertices, ${triangles} triangles, ${materials} materials${morphs}`;
}

/** What so many indices are in a mode of glTF: a list, a strip or a fan of triangles; points and lines are none. */
function trianglesOf(mode: number, indices: number): number {
  const { TRIANGLES, TRIANGLE_STRIP, TRIANGLE_FAN } = Primitive.Mode;
  if (mode === TRIANGLES) return Math.floor(indices / 3);
  return mode === TRIANGLE_STRIP || mode === TRIANGLE_FAN ? Math.max(0, indices - 2) : 0;
}

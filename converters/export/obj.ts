import { vertexNormals } from '../../core/body/normals.js';
import { posedVertices } from '../../core/body/posed-body.js';
import { INFLUENCES } from '../../core/body/rigged-body.js';
import { expectChoice, FitError } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';
import { type Bone, boneNames, type Naming, personSuffix } from '../formats/bone-names.js';
import { expectBodies, expectSkin } from './expect-bodies.js';
import { type ObjSkin, objMaterialOf, objMaterials } from './obj-materials.js';
import { withSkinAtlas } from './skin-texture.js';
import { type Surface, splitSurfaces } from './surface.js';

export interface ObjOptions {
  /** `posed` (the default): the mesh as the photo shows it, correctives included. `rest`: the T-pose. */
  readonly pose?: 'posed' | 'rest';
  /** What `mtllib` names: the file that the .mtl text will be saved as, beside the .obj. */
  readonly materialFile?: string;
  /** Names of the groups. */
  readonly naming?: Naming;
  /** The picture of the skin; without it the materials are plain colours. */
  readonly skin?: ObjSkin;
}

/**
 * Wavefront OBJ and its material library: metres, y up, facing +z. One object a person, one group a body part (all
 * triangles that one bone moves most), positions shared across the atlas's seams. Six decimals: a micrometre.
 *
 * @throws FitError bad-input when there is nobody, usage for an option that there is not or a material file whose name
 *   has line breaks
 */
export function toObj(bodies: readonly RiggedBody[], options: ObjOptions = {}): { obj: string; mtl: string } {
  const { pose = 'posed', materialFile = 'materials.mtl', naming = 'humanoid', skin } = options;
  expectBodies('toObj', bodies);
  if (skin !== undefined) expectSkin('toObj', skin.texture);
  expectChoice('pose', pose, ['posed', 'rest']);
  if (!/^[^\r\n]+$/.test(materialFile)) {
    throw new FitError(
      'usage',
      'toObj',
      'the name of the material file cannot be empty or hold line breaks.',
      'Name it like body.mtl.',
    );
  }
  const text = [`# photorig: metres, y up\nmtllib ${materialFile}\n`];
  const written: Counts = { vertices: 0, texels: 0 };
  bodies.forEach((body, person) => {
    const names = boneNames(naming);
    const groupOf = body.jointNames.map((joint) => names[joint as Bone] + personSuffix(person));
    text.push(`o Body${personSuffix(person)}\n`);
    const dressed = skin?.texture.albedo ? withSkinAtlas(body) : body;
    writePerson(dressed, pose, skin, groupOf, written, text);
  });
  return { obj: text.join(''), mtl: objMaterials(skin) };
}

/** What earlier persons have already written: OBJ counts through the whole file, from 1. */
interface Counts {
  vertices: number;
  texels: number;
}

function writePerson(
  body: RiggedBody,
  pose: 'posed' | 'rest',
  skin: ObjSkin | undefined,
  groupOf: readonly string[],
  written: Counts,
  text: string[],
): void {
  const vertices = pose === 'rest' ? body.restVertices : posedVertices(body);
  const normals = pose === 'rest' ? body.normals : vertexNormals(vertices, body.faces);
  writeRows('v', vertices, 3, text);
  writeRows('vn', normals, 3, text);
  const surfaces = splitSurfaces(body);
  let material = '';
  for (const surface of surfaces) {
    const next = objMaterialOf(surface.substance, skin);
    if (next !== material) text.push(`usemtl ${next}\n`);
    material = next;
    const uv = surface.uv === null ? null : surface.uv.map((value, i) => (i % 2 === 0 ? value : 1 - value));
    if (uv !== null) writeRows('vt', uv, 2, text);
    writeFaces(body, surface, groupOf, written, text);
    if (uv !== null) written.texels += uv.length / 2;
  }
  written.vertices += vertices.length / 3;
}

const DECIMALS = 6;

/** One line a row, `width` numbers each. */
function writeRows(keyword: string, numbers: Float32Array, width: 2 | 3, text: string[]): void {
  for (let i = 0; i < numbers.length; i += width) {
    const two = `${keyword} ${numbers[i].toFixed(DECIMALS)} ${numbers[i + 1].toFixed(DECIMALS)}`;
    text.push(width === 2 ? `${two}\n` : `${two} ${numbers[i + 2].toFixed(DECIMALS)}\n`);
  }
}

/** The triangles of a surface, one group a body part: `f v/vt/vn` or `f v//vn`. */
function writeFaces(
  body: RiggedBody,
  surface: Surface,
  groupOf: readonly string[],
  written: Counts,
  text: string[],
): void {
  const { vertices, indices, uv } = surface;
  const members = groupOf.map((): number[] => []);
  for (let corner = 0; corner < indices.length; corner += 3) {
    const joint = dominantJoint(
      body,
      vertices[indices[corner]],
      vertices[indices[corner + 1]],
      vertices[indices[corner + 2]],
    );
    members[joint].push(corner);
  }
  const firstVertex = written.vertices + 1;
  const firstTexel = written.texels + 1;
  const reference = (corner: number): string => {
    const index = indices[corner];
    const vertex = vertices[index] + firstVertex;
    return `${vertex}/${uv === null ? '' : index + firstTexel}/${vertex}`;
  };
  members.forEach((corners, joint) => {
    if (corners.length > 0) text.push(`g ${groupOf[joint]}\n`);
    for (const first of corners) {
      text.push(`f ${reference(first)} ${reference(first + 1)} ${reference(first + 2)}\n`);
    }
  });
}

/** The joint with the largest summed weight over the corners of a triangle. */
export function dominantJoint(body: RiggedBody, a: number, b: number, c: number): number {
  const { skinJoints, skinWeights } = body;
  // The first influence is the strongest: where all three agree, no sum can beat theirs.
  const first = skinJoints[INFLUENCES * a];
  if (first === skinJoints[INFLUENCES * b] && first === skinJoints[INFLUENCES * c]) return first;
  const sums = new Map<number, number>();
  for (const vertex of [a, b, c]) {
    for (let slot = INFLUENCES * vertex; slot < INFLUENCES * (vertex + 1); slot++) {
      sums.set(skinJoints[slot], (sums.get(skinJoints[slot]) ?? 0) + skinWeights[slot]);
    }
  }
  return [...sums].reduce((best, candidate) => (candidate[1] > best[1] ? candidate : best))[0];
}

import { Accessor, type Document, type Material, type Mesh, type Texture } from '@gltf-transform/core';
import type { RiggedBody } from '../../core/types.js';
import { createAccessor, type DocumentContext } from './gltf-context.js';
import type { MorphTarget } from './gltf-morphs.js';
import { lookOf } from './materials.js';
import { surfaceAttributes, takeRows } from './skin.js';
import type { EncodedImage, SkinTexture } from './skin-texture.js';
import { type Substance, type Surface, splitSurfaces } from './surface.js';

export type MaterialOf = (substance: Substance) => Material;

/** Makes each material when it is first asked for: all people of a document share them. */
export function materialLibrary(document: Document, skin: SkinTexture | undefined): MaterialOf {
  const picture = (name: string, image: EncodedImage | null): Texture | null =>
    image && document.createTexture(name).setImage(image.bytes).setMimeType(image.mimeType);
  const albedo = picture('Skin colour', skin?.albedo ?? null);
  const surface = picture('Skin roughness', skin?.roughness ?? null);
  const made = new Map<string, Material>();
  return (substance) => {
    const { name, color, roughness, isPainted } = lookOf(substance, skin);
    const known = made.get(name);
    if (known !== undefined) return known;
    const material = document.createMaterial(name).setBaseColorFactor([...color, 1]);
    material.setMetallicFactor(0).setRoughnessFactor(roughness);
    if (isPainted) material.setBaseColorTexture(albedo).setMetallicRoughnessTexture(surface);
    made.set(name, material);
    return material;
  };
}

/** The rest mesh of a person, one primitive a substance. */
export function createMesh(
  context: DocumentContext,
  body: RiggedBody,
  targets: readonly MorphTarget[],
  materialOf: MaterialOf,
  suffix: string,
): Mesh {
  const mesh = context.document.createMesh(`Body${suffix}`);
  for (const surface of splitSurfaces(body)) {
    const primitive = createPrimitive(context, body, surface, targets, suffix);
    mesh.addPrimitive(primitive.setMaterial(materialOf(surface.substance)));
  }
  if (targets.length > 0) {
    const applied = context.options.pose === 'applied';
    mesh.setWeights(targets.map(({ weight }) => (applied ? weight : 0)));
    mesh.setExtras({ targetNames: targets.map(({ name }) => name) });
  }
  return mesh;
}

function createPrimitive(
  context: DocumentContext,
  body: RiggedBody,
  surface: Surface,
  targets: readonly MorphTarget[],
  suffix: string,
) {
  const { document } = context;
  const { position, normal, joints, weights } = surfaceAttributes(body, surface);
  const { VEC2, VEC3, VEC4, SCALAR } = Accessor.Type;
  const named = (kind: string) => `${surface.substance} ${kind}${suffix}`;

  const N = surface.vertices.length;
  // 65,535 itself restarts a strip and may not be an index.
  const indices = N <= 65_535 ? Uint16Array.from(surface.indices) : surface.indices;
  const primitive = document
    .createPrimitive()
    .setIndices(createAccessor(context, named('faces'), SCALAR, indices))
    .setAttribute('POSITION', createAccessor(context, named('positions'), VEC3, position))
    .setAttribute('NORMAL', createAccessor(context, named('normals'), VEC3, normal))
    .setAttribute('JOINTS_0', createAccessor(context, named('joints'), VEC4, joints))
    .setAttribute('WEIGHTS_0', createAccessor(context, named('weights'), VEC4, weights));
  if (surface.uv !== null) {
    primitive.setAttribute('TEXCOORD_0', createAccessor(context, named('uv'), VEC2, surface.uv));
  }
  for (const { name, displacement } of targets) {
    const rows = takeRows(displacement, 3, surface.vertices);
    const accessor = createAccessor(context, named(name), VEC3, rows);
    primitive.addTarget(document.createPrimitiveTarget(name).setAttribute('POSITION', accessor));
  }
  return primitive;
}

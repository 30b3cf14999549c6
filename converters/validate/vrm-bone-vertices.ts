import type { Document, mat4, Node } from '@gltf-transform/core';

/** The vertices that follow a bone or one below it more than any other: n×3, world, where the nodes put them. */
export function boneVertices(document: Document, bone: Node): Float64Array {
  const below = new Set<Node>();
  bone.traverse((node) => {
    below.add(node);
  });
  const out: number[] = [];
  for (const node of document.getRoot().listNodes()) {
    const skin = node.getSkin();
    const matrices = skin?.listJoints().map((joint, j) => placing(joint, skin.getInverseBindMatrices(), j)) ?? [];
    const followers = skin?.listJoints().map((joint) => below.has(joint)) ?? [];
    for (const primitive of skin === null ? [] : (node.getMesh()?.listPrimitives() ?? [])) {
      const [position, joints, weights] = ['POSITION', 'JOINTS_0', 'WEIGHTS_0'].map((name) =>
        primitive.getAttribute(name),
      );
      if (position === null || joints === null || weights === null) continue;
      const [point, joint, weight]: [number[], number[], number[]] = [[], [], []];
      for (let v = 0; v < position.getCount(); v++) {
        const strongest = weights.getElement(v, weight).indexOf(Math.max(...weight));
        const j = joints.getElement(v, joint)[strongest];
        if (followers[j]) out.push(...transform(matrices[j], position.getElement(v, point)));
      }
    }
  }
  return Float64Array.from(out);
}

type Matrices = { getElement(index: number, target: number[]): number[] } | null;

/** World matrix · inverse bind matrix, row by row as a pair to apply one after the other. */
function placing(joint: Node, inverseBinds: Matrices, j: number): readonly [mat4, mat4] {
  const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  return [(inverseBinds?.getElement(j, identity) ?? identity) as mat4, joint.getWorldMatrix()];
}

/** Applies both matrices (column-major), the first first. */
function transform(matrices: readonly [mat4, mat4], point: readonly number[]): readonly number[] {
  let [x, y, z] = point;
  for (const m of matrices) {
    [x, y, z] = [0, 1, 2].map((row) => m[row] * x + m[4 + row] * y + m[8 + row] * z + m[12 + row]);
  }
  return [x, y, z];
}

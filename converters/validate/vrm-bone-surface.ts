import type { Document, mat4, Node, Primitive } from '@gltf-transform/core';

/** Points along each edge of a triangle: a hand may have a dozen triangles only. */
const STEPS = 6;
const TRIANGLES = 4;

/**
 * Points all over the surface that follows a bone or one below it, wherever its triangles are small or large: N×4, each
 * x, y, z (world, metres, where the nodes put them) and the area (m²) that it stands for.
 */
export function boneSurface(document: Document, bone: Node): Float64Array {
  const below = new Set<Node>();
  bone.traverse((node) => {
    below.add(node);
  });
  const out: number[] = [];
  for (const node of document.getRoot().listNodes()) {
    const skin = node.getSkin();
    if (skin === null) continue;
    const joints = skin.listJoints();
    const matrices = joints.map((joint, j) => placing(joint, skin.getInverseBindMatrices(), j));
    const follows = joints.map((joint) => below.has(joint));
    for (const primitive of node.getMesh()?.listPrimitives() ?? []) {
      const vertices = followers(primitive, matrices, follows);
      const indices = primitive.getIndices()?.getArray();
      const count = primitive.getMode() === TRIANGLES ? (indices?.length ?? vertices.length) : 0;
      for (let i = 0; i + 2 < count; i += 3) {
        const [a, b, c] = [i, i + 1, i + 2].map((corner) => vertices[indices ? indices[corner] : corner]);
        if (a && b && c) spread(a, b, c, out);
      }
    }
  }
  return Float64Array.from(out);
}

type Point = readonly [number, number, number];

/** Where each vertex is that follows the bone more than any other; null for the rest. */
function followers(
  primitive: Primitive,
  matrices: readonly (readonly [mat4, mat4])[],
  follows: readonly boolean[],
): (Point | null)[] {
  const [position, joints, weights] = ['POSITION', 'JOINTS_0', 'WEIGHTS_0'].map((name) => primitive.getAttribute(name));
  if (position === null || joints === null || weights === null) return [];
  const [point, joint, weight]: [number[], number[], number[]] = [[], [], []];
  return Array.from({ length: position.getCount() }, (_, v) => {
    const strongest = weights.getElement(v, weight).indexOf(Math.max(...weight));
    const j = joints.getElement(v, joint)[strongest];
    return follows[j] ? transform(matrices[j], position.getElement(v, point)) : null;
  });
}

/** Appends evenly spread points of a triangle: the middles of its parts, all of the same area. */
function spread(a: Point, b: Point, c: Point, out: number[]): void {
  const [u, v] = [b, c].map((corner) => corner.map((value, axis) => value - a[axis]));
  const area = Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2;
  for (let i = 0; i < STEPS; i++) {
    for (let j = 0; j < STEPS - i; j++) {
      const [s, t] = [(i + 1 / 3) / STEPS, (j + 1 / 3) / STEPS];
      for (let axis = 0; axis < 3; axis++) out.push(a[axis] + s * u[axis] + t * v[axis]);
      out.push((2 * area) / (STEPS * (STEPS + 1)));
    }
  }
}

type Matrices = { getElement(index: number, target: number[]): number[] } | null;

/** World matrix · inverse bind matrix, row by row as a pair to apply one after the other. */
function placing(joint: Node, inverseBinds: Matrices, j: number): readonly [mat4, mat4] {
  const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  return [(inverseBinds?.getElement(j, identity) ?? identity) as mat4, joint.getWorldMatrix()];
}

/** Applies both matrices (column-major), the first first. */
function transform(matrices: readonly [mat4, mat4], point: readonly number[]): Point {
  let [x, y, z] = point;
  for (const m of matrices) {
    [x, y, z] = [0, 1, 2].map((row) => m[row] * x + m[4 + row] * y + m[8 + row] * z + m[12 + row]);
  }
  return [x, y, z];
}

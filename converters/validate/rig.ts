import type { Document, mat4, Node, Primitive } from '@gltf-transform/core';

/** A joint of a skeleton at rest. */
export interface RigJoint {
  readonly name: string;
  /** Metres, scene frame, in the bind pose. */
  readonly position: readonly [number, number, number];
  /** Whether some vertex follows it. */
  used: boolean;
}

/** A skeleton and all meshes skinned to it, in the bind pose. N vertices. */
export interface Rig {
  readonly root: string;
  readonly joints: readonly RigJoint[];
  /** Names of joints without a parent among the joints; a sound skeleton has one. */
  readonly tops: readonly string[];
  /** Whether the nodes stand in the bind pose. */
  readonly nodesAtRest: boolean;
  /** N×3, metres, scene frame. */
  readonly vertices: Float64Array;
  /** Triangles over 0..N−1. */
  readonly faces: Uint32Array;
}

/** How far (entries of a 4×4, metres or none) node and bind matrices may differ and still be the same pose. */
const POSE_TOLERANCE = 1e-3;

interface Skinned {
  readonly node: Node;
  readonly joints: readonly Node[];
  readonly tops: readonly Node[];
}

/** The skeletons of a document; skins that share their root joint are one. */
export function readRigs(document: Document): Rig[] {
  const groups = new Map<Node, Skinned[]>();
  for (const node of document.getRoot().listNodes()) {
    const joints = node.getSkin()?.listJoints() ?? [];
    if (node.getMesh() === null || joints.length === 0) continue;
    const members = new Set(joints);
    const tops = joints.filter((joint) => !members.has(joint.getParentNode() as Node));
    const group = groups.get(tops[0]) ?? [];
    group.push({ node, joints, tops });
    groups.set(tops[0], group);
  }
  return [...groups].map(([top, group]) => readRig(top, group));
}

function readRig(top: Node, group: readonly Skinned[]): Rig {
  const rigJoints = new Map<Node, RigJoint>();
  const vertices: number[] = [];
  const faces: number[] = [];
  let nodesAtRest = true;
  for (const { node, joints } of group) {
    // World · inverse bind is one matrix for all joints in the bind pose, and it places the mesh. Of a posed skeleton
    // the top joint's is taken.
    const matrices = joints.map((joint, j) => multiply(joint.getWorldMatrix(), inverseBind(node, j)));
    const placed = matrices[Math.max(0, joints.indexOf(top))];
    nodesAtRest &&= matrices.every((matrix) => matrix.every((m, i) => Math.abs(m - placed[i]) < POSE_TOLERANCE));
    joints.forEach((joint, j) => {
      const position = transform(placed, ...originOfInverse(inverseBind(node, j)));
      rigJoints.set(joint, { name: joint.getName(), position, used: rigJoints.get(joint)?.used ?? false });
    });
    for (const primitive of node.getMesh()?.listPrimitives() ?? []) {
      addFaces(primitive, vertices.length / 3, faces);
      addVertices(primitive, placed, vertices);
      markUsed(primitive, joints, rigJoints);
    }
  }
  return {
    root: top.getName(),
    joints: [...rigJoints.values()],
    tops: [...new Set(group.flatMap(({ tops }) => tops.map((joint) => joint.getName())))],
    nodesAtRest,
    vertices: Float64Array.from(vertices),
    faces: Uint32Array.from(faces),
  };
}

const TRIANGLES = 4;

function addFaces(primitive: Primitive, first: number, faces: number[]): void {
  const positions = primitive.getAttribute('POSITION');
  if (positions === null || primitive.getMode() !== TRIANGLES) return;
  const indices = primitive.getIndices()?.getArray();
  const count = indices?.length ?? positions.getCount();
  for (let i = 0; i < count; i++) faces.push(first + (indices ? indices[i] : i));
}

function addVertices(primitive: Primitive, placed: mat4, vertices: number[]): void {
  const positions = primitive.getAttribute('POSITION');
  const point: number[] = [];
  for (let i = 0; i < (positions?.getCount() ?? 0); i++) {
    positions?.getElement(i, point);
    vertices.push(...transform(placed, point[0], point[1], point[2]));
  }
}

/** Sets `used` of the joints that this primitive's vertices follow, in place. */
function markUsed(primitive: Primitive, joints: readonly Node[], rigJoints: ReadonlyMap<Node, RigJoint>): void {
  const indices: number[] = [];
  const weights: number[] = [];
  for (let set = 0; primitive.getAttribute(`JOINTS_${set}`) !== null; set++) {
    const influence = primitive.getAttribute(`JOINTS_${set}`);
    const strength = primitive.getAttribute(`WEIGHTS_${set}`);
    for (let i = 0; i < (influence?.getCount() ?? 0); i++) {
      influence?.getElement(i, indices);
      strength?.getElement(i, weights);
      for (let k = 0; k < 4; k++) {
        const joint = rigJoints.get(joints[indices[k]]);
        if (weights[k] > 0 && joint !== undefined) joint.used = true;
      }
    }
  }
}

/** Inverse bind matrix of joint j, column-major; a skin without any means the identity. */
function inverseBind(node: Node, j: number): mat4 {
  const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  const accessor = node.getSkin()?.getInverseBindMatrices();
  return (accessor ? accessor.getElement(j, identity) : identity) as mat4;
}

/** Both column-major. */
export function multiply(a: mat4, b: mat4): mat4 {
  return Array.from({ length: 16 }, (_, i) => {
    const row = i % 4;
    const column = i - row;
    return a[row] * b[column] + a[4 + row] * b[column + 1] + a[8 + row] * b[column + 2] + a[12 + row] * b[column + 3];
  }) as mat4;
}

export function transform(m: mat4, x: number, y: number, z: number): [number, number, number] {
  return [
    m[0] * x + m[4] * y + m[8] * z + m[12],
    m[1] * x + m[5] * y + m[9] * z + m[13],
    m[2] * x + m[6] * y + m[10] * z + m[14],
  ];
}

/** Where the inverse of an affine matrix [A t] takes the origin: −A⁻¹t, by Cramer's rule. */
function originOfInverse(m: mat4): [number, number, number] {
  const [a, b, c] = [m.slice(0, 3), m.slice(4, 7), m.slice(8, 11)];
  const t = [-m[12], -m[13], -m[14]];
  const volume = triple(a, b, c);
  return [triple(t, b, c) / volume, triple(a, t, c) / volume, triple(a, b, t) / volume];
}

/** a · (b × c). */
function triple(a: readonly number[], b: readonly number[], c: readonly number[]): number {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
}

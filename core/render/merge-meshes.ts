/** A triangle mesh. */
export interface Mesh {
  /** V×3, camera frame, metres. */
  readonly vertices: Float32Array;
  /** F×3, counter-clockwise from outside. */
  readonly faces: Uint32Array;
}

/** Several meshes as one: what is drawn together hides each other. */
export interface MergedMesh extends Mesh {
  /** One entry a mesh: its first vertex. */
  readonly firstVertex: readonly number[];
  /** F: the mesh that each face came from. */
  readonly owner: Uint16Array;
}

/** Puts meshes one after the other into one, in their order. */
export function mergeMeshes(meshes: readonly Mesh[]): MergedMesh {
  const total = (length: (mesh: Mesh) => number): number => meshes.reduce((sum, mesh) => sum + length(mesh), 0);
  const vertices = new Float32Array(total((mesh) => mesh.vertices.length));
  const faces = new Uint32Array(total((mesh) => mesh.faces.length));
  const owner = new Uint16Array(faces.length / 3);
  const firstVertex: number[] = [];
  let vertex = 0;
  let corner = 0;
  meshes.forEach((mesh, m) => {
    firstVertex.push(vertex);
    vertices.set(mesh.vertices, 3 * vertex);
    for (let i = 0; i < mesh.faces.length; i++) faces[corner + i] = mesh.faces[i] + vertex;
    owner.fill(m, corner / 3, (corner + mesh.faces.length) / 3);
    vertex += mesh.vertices.length / 3;
    corner += mesh.faces.length;
  });
  return { vertices, faces, firstVertex, owner };
}

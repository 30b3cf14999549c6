import { FitError } from '../../core/error.js';
import { isBinaryFbx, readFbxNodes } from './fbx-nodes.js';
import { readFbxRigs } from './fbx-rig.js';
import { polygonsOf, readPly, trianglesOf } from './ply-elements.js';

type Facts = Record<string, string | number>;

/**
 * What a binary FBX holds, as names and values: materials, the skinned meshes, their bones and the clips.
 *
 * @throws FitError bad-input when the bytes cannot be read as one
 */
export function inspectFbx(where: string, bytes: Uint8Array): Facts {
  if (!isBinaryFbx(bytes)) {
    throw new FitError('bad-input', where, 'this is not a binary FBX file.', 'Export it as binary FBX 7.4.');
  }
  return orDamaged(where, () => {
    const { version, nodes } = readFbxNodes(bytes);
    const { rigs, clips } = readFbxRigs(nodes);
    const objects = nodes.find(({ name }) => name === 'Objects')?.children ?? [];
    const facts: Facts = {
      kind: `fbx ${version / 1000}`,
      bytes: bytes.length,
      materials: objects.filter(({ name }) => name === 'Material').length,
    };
    rigs.forEach(({ vertices, faces, joints }, i) => {
      facts[`skinned mesh ${i + 1}`] = `${vertices.length / 3} vertices, ${faces.length / 3} triangles`;
      facts[`bones ${i + 1}`] = `${joints.length}: ${joints.map(({ name }) => name).join(' ')}`;
    });
    clips.forEach((name, i) => {
      facts[`clip ${i + 1}`] = name;
    });
    return facts;
  });
}

/**
 * What a PLY holds: how many vertices and triangles, and what each vertex says.
 *
 * @throws FitError bad-input when the bytes cannot be read as one
 */
export function inspectPly(where: string, bytes: Uint8Array): Facts {
  return orDamaged(where, () => {
    const elements = new Map(readPly(bytes).map((element) => [element.name, element]));
    const [vertex, face] = [elements.get('vertex'), elements.get('face')];
    return {
      kind: 'ply',
      bytes: bytes.length,
      vertices: vertex?.count ?? 0,
      triangles: trianglesOf((face && polygonsOf(face)?.sizes) ?? []),
      'each vertex': vertex?.properties.join(' ') ?? 'none',
    };
  });
}

/**
 * What an OBJ holds: how many vertices and triangles, its objects and the materials that it names.
 *
 * @throws FitError bad-input when the text has no vertices
 */
export function inspectObj(where: string, text: string): Facts {
  const lines = linesOf(text);
  const vertices = lines.filter(([keyword]) => keyword === 'v').length;
  if (vertices === 0) {
    throw new FitError('bad-input', where, 'this is not an OBJ file: it has no vertices.', 'Give a Wavefront .obj.');
  }
  const corners = lines.filter(([keyword]) => keyword === 'f').map((words) => words.length - 1);
  return {
    kind: 'obj',
    vertices,
    triangles: trianglesOf(corners),
    objects: namesAfter('o', lines),
    materials: namesAfter('usemtl', lines),
    'material library': namesAfter('mtllib', lines),
  };
}

/**
 * The materials of an OBJ and their pictures.
 *
 * @throws FitError bad-input when the text has no materials
 */
export function inspectMtl(where: string, text: string): Facts {
  const lines = linesOf(text);
  if (!lines.some(([keyword]) => keyword === 'newmtl')) {
    throw new FitError('bad-input', where, 'this is not an MTL file: it has no materials.', 'Give a Wavefront .mtl.');
  }
  return { kind: 'mtl', materials: namesAfter('newmtl', lines), pictures: namesAfter('map_Kd', lines) };
}

const linesOf = (text: string): string[][] => text.split('\n').map((line) => line.trim().split(/\s+/));

/** What stands after a keyword, each once. */
const namesAfter = (keyword: string, lines: readonly string[][]): string =>
  [...new Set(lines.filter(([first]) => first === keyword).map(([, ...name]) => name.join(' ')))].join(', ') || 'none';

/** What `read` finds; the words of its Error become a refusal. */
function orDamaged(where: string, read: () => Facts): Facts {
  try {
    return read();
  } catch (cause) {
    const what = `the file is damaged: ${(cause as Error).message}.`;
    throw new FitError('bad-input', where, what, 'Write it again with its exporter.', { cause });
  }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'fflate';
import { FitError } from '../../../core/error.js';
import { type ObjMesh, parseObj } from './obj.js';
import type { RigFile, RigWeightsFile } from './rig.js';
import { parseMirror } from './symmetry.js';
import { parseTarget, type Target } from './target.js';

/** MPFB2's data folder, as far as a body needs it. */
export interface Mpfb2 {
  readonly mesh: ObjMesh;
  /** Over the whole base mesh. */
  readonly mirror: Uint32Array;
  /** Centre of each joint: the vertices of its cube, by name ("joint-l-elbow"). */
  readonly cubes: ReadonlyMap<string, readonly number[]>;
  readonly rig: RigFile;
  readonly rigWeights: RigWeightsFile;
  /** Names of the targets in a folder of targets/, sorted, without extension. */
  targetNames(folder: string): string[];
  /** Reads targets/NAME.target.gz. */
  readTarget(name: string): Target;
}

const RIG = 'rigs/standard/rig.game_engine.json';
const RIG_WEIGHTS = 'rigs/standard/weights.game_engine.json';
const OBJ = '3dobjs/base.obj';
const MIRROR = 'mesh_metadata/hm08.mirror';
const VERTEX_GROUPS = 'mesh_metadata/basemesh_vertex_groups.json';
const EXTENSION = '.target.gz';

/** Opens the `data` folder of MPFB2 (or of its asset tree with the same layout). */
export function openMpfb2(root: string): Mpfb2 {
  const read = (name: string): Uint8Array => {
    const file = path.join(root, name);
    if (existsSync(file)) return readFileSync(file);
    throw new FitError('not-found', file, 'this file of MPFB2 is missing.', 'Give the data folder with --mpfb2.');
  };
  const text = (name: string): string => new TextDecoder().decode(read(name));
  const mesh = parseObj(OBJ, text(OBJ));
  const vertexCount = mesh.vertices.length / 3;

  const groups = JSON.parse(text(VERTEX_GROUPS)) as Record<string, [number, number][]>;
  const cubes = new Map(
    Object.entries(groups)
      .filter(([name]) => name.startsWith('joint-'))
      .map(([name, [[first, last]]]) => [name, Array.from({ length: last - first + 1 }, (_, k) => first + k)]),
  );
  return {
    mesh,
    mirror: parseMirror(MIRROR, text(MIRROR), vertexCount),
    cubes,
    rig: JSON.parse(text(RIG)) as RigFile,
    rigWeights: JSON.parse(text(RIG_WEIGHTS)) as RigWeightsFile,
    targetNames: (folder) =>
      readdirSync(path.join(root, 'targets', folder))
        .filter((file) => file.endsWith(EXTENSION))
        .map((file) => file.slice(0, -EXTENSION.length))
        .sort(),
    readTarget(name) {
      const file = `targets/${name}${EXTENSION}`;
      return parseTarget(file, new TextDecoder().decode(gunzipSync(read(file))), vertexCount);
    },
  };
}

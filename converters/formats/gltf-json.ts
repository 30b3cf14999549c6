import { hasDeepNodes, TOO_DEEP } from './deep-nodes.js';
import { isRecord, isTuple, show } from './json-values.js';

/** What a glTF file lists, each of which may have a name. */
const LISTS = [
  'accessors',
  'animations',
  'buffers',
  'bufferViews',
  'cameras',
  'images',
  'materials',
  'meshes',
  'nodes',
  'samplers',
  'scenes',
  'skins',
  'textures',
] as const;
const NAMES = ['extensionsUsed', 'extensionsRequired'] as const;
const TYPES: readonly unknown[] = ['SCALAR', 'VEC2', 'VEC3', 'VEC4', 'MAT2', 'MAT3', 'MAT4'];
/** Numbers of each. */
const TRANSFORMS = { translation: 3, rotation: 4, scale: 3, matrix: 16 } as const;

/**
 * Takes null for missing: some writers put it in place of a list, a name or an index that there is none of. Deleted in
 * place, of the file and of all that it lists; in the lists and in what they hold further down null stays.
 */
export function dropNulls(json: unknown): void {
  if (!isRecord(json)) return;
  deleteNulls(json);
  for (const list of LISTS.map((key) => json[key]).filter(Array.isArray)) list.filter(isRecord).forEach(deleteNulls);
}

function deleteNulls(object: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(object)) if (value === null) delete object[key];
}

/**
 * Joints of all skins, and channels of all clips: each costs readers some 0.1 ms, and a small file may list one thing any
 * number of times. Five hundred people of a hundred joints, or two hundred clips that move, turn and scale as many.
 */
const MAX_LINKS = 50_000;

/**
 * What is wrong with the JSON of a glTF file, in a few words; null where it has a form that readers can trust: lists of
 * objects, whose names are text, accessors that say their size, nodes that are a tree, not too deep, with finite
 * transforms, and no more joints and channels than can be read. Readers walk from node to parent without looking back: a
 * loop would keep them for ever.
 */
export function complaintAboutGltf(json: unknown): string | null {
  if (!isRecord(json) || !isRecord(json.asset)) return 'it holds no glTF';
  const { version } = json.asset;
  if (version !== '2.0') return `it is glTF of version ${show(version)}, not "2.0"`;
  for (const key of NAMES) {
    const names = json[key] ?? [];
    if (!Array.isArray(names) || names.some((name) => typeof name !== 'string')) return `${key} is no list of names`;
  }
  for (const key of LISTS) {
    const complaint = complaintAboutList(key, json[key]);
    if (complaint !== null) return complaint;
  }
  const of = (key: string) => (json[key] ?? []) as readonly Record<string, unknown>[];
  return (
    complaintAboutAccessors(of('accessors')) ??
    complaintAboutNodes(of('nodes')) ??
    complaintAboutLinks('joints of skins', of('skins'), 'joints') ??
    complaintAboutLinks('channels of clips', of('animations'), 'channels')
  );
}

function complaintAboutLinks(name: string, owners: readonly Record<string, unknown>[], key: string): string | null {
  const links = owners.reduce((sum, { [key]: list }) => sum + (Array.isArray(list) ? list.length : 0), 0);
  return links <= MAX_LINKS ? null : `it has ${links} ${name}, more than the ${MAX_LINKS} that can be read`;
}

function complaintAboutList(key: string, list: unknown): string | null {
  if (list === undefined) return null;
  if (!Array.isArray(list)) return `${key} is no list`;
  const strange = list.findIndex((entry) => !isRecord(entry));
  if (strange >= 0) return `${key}[${strange}] is no object`;
  for (const text of ['name', 'uri']) {
    const other = list.findIndex((entry) => entry[text] !== undefined && typeof entry[text] !== 'string');
    if (other >= 0) return `${key}[${other}].${text} is no text`;
  }
  return null;
}

function complaintAboutAccessors(accessors: readonly Record<string, unknown>[]): string | null {
  for (const [i, { type, count }] of accessors.entries()) {
    if (!TYPES.includes(type)) return `accessors[${i}].type is none of glTF's`;
    if (!isIndex(count, Number.POSITIVE_INFINITY)) return `accessors[${i}].count is no whole number`;
  }
  return null;
}

function complaintAboutNodes(nodes: readonly Record<string, unknown>[]): string | null {
  const parents = new Int32Array(nodes.length).fill(-1);
  for (const [i, node] of nodes.entries()) {
    for (const [key, count] of Object.entries(TRANSFORMS)) {
      if (node[key] !== undefined && !isTuple(node[key], count)) return `nodes[${i}].${key} is not ${count} numbers`;
    }
    const children = node.children === undefined ? [] : node.children;
    if (!Array.isArray(children)) return `nodes[${i}].children is no list`;
    for (const child of children) {
      if (!isIndex(child, nodes.length)) return `nodes[${i}].children has ${show(child)}, which is no node`;
      if (parents[child] >= 0) return `nodes[${child}] has two parents`;
      parents[child] = i;
    }
  }
  const looped = nodeInLoop(parents);
  if (looped >= 0) return `nodes[${looped}] is below itself`;
  return hasDeepNodes(nodes) ? TOO_DEEP : null;
}

const isIndex = (value: unknown, length: number): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < length;

/** A node that is its own ancestor, or −1. With one parent each, a way up ends at the top or at a node it has passed. */
function nodeInLoop(parents: Int32Array): number {
  const passedBy = new Int32Array(parents.length).fill(-1);
  for (let start = 0; start < parents.length; start++) {
    let node = start;
    while (node >= 0 && passedBy[node] < 0) {
      passedBy[node] = start;
      node = parents[node];
    }
    if (node >= 0 && passedBy[node] === start) return node;
  }
  return -1;
}

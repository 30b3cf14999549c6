import { isRecord } from './json-values.js';

/** Skeletons of people, with hair and clothes, are some tens of nodes deep; a validator walks a thousand easily. */
export const MAX_DEPTH = 1000;
export const TOO_DEEP = `more than ${MAX_DEPTH} of its nodes hang below each other`;

/**
 * Whether a walk down the nodes may be longer than the limit, whatever they are: from nodes that are no child, each as
 * deep as its deepest parent puts it. Those in circles and below them are counted as one path.
 */
export function hasDeepNodes(nodes: unknown): boolean {
  if (!Array.isArray(nodes)) return false;
  const isNode = (child: unknown): child is number => Number.isInteger(child) && Object.hasOwn(nodes, child as number);
  const children = nodes.map((node) =>
    isRecord(node) && Array.isArray(node.children) ? node.children.filter(isNode) : [],
  );
  const parents = new Uint32Array(nodes.length);
  for (const child of children.flat()) parents[child]++;
  const depth = new Uint32Array(nodes.length).fill(1);
  const free = [...nodes.keys()].filter((node) => parents[node] === 0);
  for (let at = 0; at < free.length; at++) {
    for (const child of children[free[at]]) {
      depth[child] = Math.max(depth[child], depth[free[at]] + 1);
      if (--parents[child] === 0) free.push(child);
    }
  }
  const deepest = depth.reduce((most, of) => Math.max(most, of), 0);
  return deepest + nodes.length - free.length > MAX_DEPTH;
}

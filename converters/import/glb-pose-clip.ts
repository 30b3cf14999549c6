import {
  type Animation,
  type AnimationSampler,
  MathUtils,
  type mat4,
  type Node,
  type vec3,
  type vec4,
} from '@gltf-transform/core';

/** What moves a skeleton. */
export interface Clip {
  /** The times of the keys, seconds, of tracks that differ in them; none of a skeleton without a clip. */
  readonly keys: readonly ArrayLike<number>[];
  /** Whether what lies between two keys of any track is on a line between them. */
  readonly isLinear: boolean;
  /** World matrices of the joints and all nodes above them at a time, column-major. */
  worldMatrices(time: number): ReadonlyMap<Node, mat4>;
}

/** One property of a node over time: its value at a time, held before the first key and after the last. */
interface Track {
  readonly times: ArrayLike<number>;
  readonly isLinear: boolean;
  readonly at: (time: number) => number[];
}

type Path = 'translation' | 'rotation' | 'scale';
type Tracks = ReadonlyMap<Node, Readonly<Partial<Record<Path, Track>>>>;

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] as const;

/** The first animation that moves any of the joints, or none: they stand as the file has them. */
export function clipOf(animations: readonly Animation[], joints: readonly Node[]): Clip {
  const nodes = withAncestors(joints);
  const tracks: Tracks =
    animations.map((animation) => tracksOf(animation, nodes)).find(({ size }) => size > 0) ?? new Map();
  const all = [...tracks.values()].flatMap((paths) => Object.values(paths));
  return {
    keys: [...new Set(all.map(({ times }) => times))],
    isLinear: all.every(({ isLinear }) => isLinear),
    worldMatrices(time) {
      const world = new Map<Node, mat4>();
      for (const node of nodes) {
        const { translation, rotation, scale } = tracks.get(node) ?? {};
        const local = [...IDENTITY] as mat4;
        MathUtils.compose(
          (translation?.at(time) ?? node.getTranslation()) as vec3,
          (rotation?.at(time) ?? node.getRotation()) as vec4,
          (scale?.at(time) ?? node.getScale()) as vec3,
          local,
        );
        const parent = node.getParentNode();
        const above = parent === null ? undefined : world.get(parent);
        world.set(node, above === undefined ? local : multiply(above, local));
      }
      return world;
    },
  };
}

/** The joints and all nodes above them, each after its parent. */
function withAncestors(joints: readonly Node[]): ReadonlySet<Node> {
  const nodes = new Set<Node>();
  for (const joint of joints) {
    const chain: Node[] = [];
    let node: Node | null = joint;
    while (node !== null && !nodes.has(node)) {
      chain.push(node);
      node = node.getParentNode();
    }
    for (const node of chain.reverse()) nodes.add(node);
  }
  return nodes;
}

function tracksOf(animation: Animation, nodes: ReadonlySet<Node>): Tracks {
  const tracks = new Map<Node, Partial<Record<Path, Track>>>();
  for (const channel of animation.listChannels()) {
    const [node, path, sampler] = [channel.getTargetNode(), channel.getTargetPath(), channel.getSampler()];
    if (node === null || !nodes.has(node) || sampler === null) continue;
    if (path !== 'translation' && path !== 'rotation' && path !== 'scale') continue;
    const track = trackOf(sampler, path);
    if (track !== null) tracks.set(node, { ...tracks.get(node), [path]: track });
  }
  return tracks;
}

/** null for a sampler without keys, or with fewer values than keys. */
function trackOf(sampler: AnimationSampler, path: Path): Track | null {
  const times = sampler.getInput()?.getArray();
  const output = sampler.getOutput();
  const cubic = sampler.getInterpolation() === 'CUBICSPLINE';
  // A cubic key holds a tangent, the value and a tangent.
  const [each, middle] = cubic ? [3, 1] : [1, 0];
  if (!times || times.length === 0 || !output || output.getCount() < each * times.length) return null;
  const value = (key: number, part = middle): number[] => output.getElement(each * key + part, []);
  return {
    times,
    isLinear: sampler.getInterpolation() === 'LINEAR',
    at(time) {
      const next = firstAfter(times, time);
      if (next === times.length) return value(next - 1);
      if (next === 0) return value(0);
      const [before, length] = [next - 1, times[next] - times[next - 1]];
      const part = (time - times[before]) / length;
      if (part === 0 || sampler.getInterpolation() === 'STEP') return value(before);
      if (cubic) return hermite(value(before), value(before, 2), value(next, 0), value(next), part, length);
      return path === 'rotation' ? slerp(value(before), value(next), part) : mix(value(before), value(next), part);
    },
  };
}

/** The first key after a time, by bisection; the number of keys when there is none. */
function firstAfter(times: ArrayLike<number>, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

const mix = (a: readonly number[], b: readonly number[], part: number): number[] =>
  a.map((value, i) => value + part * (b[i] - value));

/** The shorter way between two unit quaternions (Shoemake 1985). */
function slerp(a: readonly number[], b: readonly number[], part: number): number[] {
  const dot = a.reduce((sum, value, i) => sum + value * b[i], 0);
  const angle = Math.acos(Math.min(1, Math.abs(dot)));
  const sine = Math.sin(angle);
  if (sine < 1e-6) return [...(part < 0.5 ? a : b)]; // closer than float32 tells apart
  const [p, q] = [Math.sin((1 - part) * angle) / sine, (Math.sign(dot) * Math.sin(part * angle)) / sine];
  return a.map((value, i) => p * value + q * b[i]);
}

/** glTF 2.0, appendix C: the cubic Hermite spline; its tangents are per second. */
function hermite(
  from: readonly number[],
  outTangent: readonly number[],
  inTangent: readonly number[],
  to: readonly number[],
  t: number,
  length: number,
): number[] {
  const [t2, t3] = [t * t, t * t * t];
  return from.map(
    (value, i) =>
      (2 * t3 - 3 * t2 + 1) * value +
      length * (t3 - 2 * t2 + t) * outTangent[i] +
      (3 * t2 - 2 * t3) * to[i] +
      length * (t3 - t2) * inTangent[i],
  );
}

/** A·B of 4×4, column-major. */
export function multiply(a: ArrayLike<number>, b: ArrayLike<number>): mat4 {
  return Array.from({ length: 16 }, (_, i) => {
    const row = i % 4;
    const column = i - row;
    return a[row] * b[column] + a[4 + row] * b[column + 1] + a[8 + row] * b[column + 2] + a[12 + row] * b[column + 3];
  }) as mat4;
}

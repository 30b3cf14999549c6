import { LOCAL_MEASURES } from './local-targets.js';
import { factorNames, factorsOf, type Gender, type MacroProperties, macroWeight } from './macro.js';
import type { Mpfb2 } from './mpfb2.js';
import { type ShapeSpace, shapeSpace } from './shape-space.js';
import type { Target } from './target.js';
import type { Topology } from './topology.js';

/** Folders of macro targets; the female breast is one of them. */
const MACRO_FOLDERS = ['macrodetails', 'macrodetails/height', 'macrodetails/proportions', 'breast'];

/** One person: macro properties and the weight of each local measure, in [−1, 1]. */
export interface Person extends MacroProperties {
  readonly locals: Float64Array;
}

/** The shape space of one gender, with what turns a person into target weights. */
export interface Human {
  readonly gender: Gender;
  readonly space: ShapeSpace;
  /** Weight of each target of the space. Overwrites `weights`. */
  targetWeights(person: Person, weights: Float64Array): void;
  /** Index of each joint cube among the points of the space. */
  readonly cubePoint: ReadonlyMap<string, number>;
}

/** Reads the targets of one gender. Points are the vertices of the topology, then the joint cubes. */
export function openHuman(data: Mpfb2, topology: Topology, gender: Gender): Human {
  const other = gender === 'female' ? 'male' : 'female';
  const macros = MACRO_FOLDERS.flatMap((folder) =>
    data.targetNames(folder).map((name) => ({ path: `${folder}/${name}`, factors: factorNames(name) })),
  ).filter(({ factors }) => !factors.includes(other));
  // Each local measure has two targets: one for weights below zero, one for those above.
  const locals = LOCAL_MEASURES.flatMap(({ targets }) => [
    targets.map((name) => `${name}-decr`),
    targets.map((name) => `${name}-incr`),
  ]);
  const targets = [
    ...macros.map(({ path }) => data.readTarget(path)),
    ...locals.map((paths) => joinTargets(paths.map((path) => data.readTarget(path)))),
  ];

  const V = topology.source.length;
  const sources = [...Array.from(topology.source, (vertex) => [vertex]), ...data.cubes.values()];
  return {
    gender,
    space: shapeSpace(data.mesh.vertices, sources, targets),
    cubePoint: new Map([...data.cubes.keys()].map((name, index) => [name, V + index])),
    targetWeights(person, weights) {
      const factors = factorsOf(person);
      macros.forEach((macro, t) => {
        weights[t] = macroWeight(macro.factors, factors);
      });
      person.locals.forEach((weight, measure) => {
        const t = macros.length + 2 * measure;
        weights[t] = Math.max(-weight, 0);
        weights[t + 1] = Math.max(weight, 0);
      });
    },
  };
}

/** Several targets as one; points may repeat, their deltas then add up. */
function joinTargets(targets: readonly Target[]): Target {
  return {
    points: Uint32Array.from(targets.flatMap(({ points }) => [...points])),
    deltas: Float32Array.from(targets.flatMap(({ deltas }) => [...deltas])),
  };
}

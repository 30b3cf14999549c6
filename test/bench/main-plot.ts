import { PEERS } from './peers.js';
import { type Promised, reliability } from './reliability.js';
import { median } from './statistics.js';
import type { Score } from './synthetic.js';
import { linePlots, type Series } from './synthetic-plot.js';

/** The cases that the other programs were measured on. */
const COMPARED = 20;
const COLORS = ['#0b6e4f', '#58b09c', '#2a6fdb', '#c44536', '#e2953b'];
const PEER_NAMES = ['SMPLify-X as SMPL', "SPIN's smplify"];
const BINS = 8;

/** A method's scores, one list for each noise. */
export interface Timed {
  readonly name: string;
  readonly byNoise: readonly (readonly Score[])[];
}

/** Pose error against time, medians of the cases that all were measured on; and how confidences are kept. */
export function accuracyPlot(
  methods: readonly Timed[],
  promises: Readonly<Record<string, readonly Promised[]>>,
): string {
  const ours = methods.map(({ name, byNoise }) => ({
    name: `photorig, ${name}`,
    points: byNoise.map((scores): [number, number] => {
      const own = scores.slice(0, COMPARED);
      return [
        median(scores.map(({ milliseconds }) => milliseconds)) / 1000,
        1000 * median(own.map(({ mpjpe }) => mpjpe)),
      ];
    }),
  }));
  const series = [...ours, ...PEER_NAMES.map(peer)].map((one, n) => ({ ...one, color: COLORS[n] }));
  const kept = Object.entries(promises).map(([name, own], n) => ({
    name,
    color: COLORS[n],
    points: reliability(own, BINS).map(({ promised, kept }) => [100 * promised, 100 * kept] as const),
  }));
  const exact: Series = { name: 'promised = kept', color: '#999', points: [[0, 0], [100, 100]] }; // biome-ignore format: points
  return linePlots([
    {
      title: 'Pose error against time: 0, 2 and 5 px of noise',
      xLabel: 'seconds a fit',
      yLabel: 'median MPJPE, mm',
      xScale: 'log',
      series,
    },
    {
      title: 'Joints within a decimetre',
      xLabel: 'promised, %',
      yLabel: 'kept, %',
      series: [...kept, exact],
    },
  ]);
}

/** Rows of a peer's table, in the order of their noise. */
function peer(name: string): Omit<Series, 'color'> {
  const points = PEERS.filter(([row]) => row.startsWith(name)).map((row): [number, number] => {
    const seconds = (row.at(-1)?.match(/[\d.]+/g) ?? []).map(Number); // 'from-to s' or one number
    return [seconds.reduce((sum, value) => sum + value, 0) / seconds.length, Number(row[1])];
  });
  return { name, points };
}

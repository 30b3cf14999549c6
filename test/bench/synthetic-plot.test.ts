import { expect, test } from 'vitest';
import { linePlots } from './synthetic-plot.js';

const series = (points: readonly (readonly [number, number])[]) => [{ name: 'one', color: '#123456', points }];

test('points fall where the axes say', () => {
  const plot = linePlots([
    { title: 'T', xLabel: 'x', yLabel: 'y', series: series([[0, 0], [5, 40], [10, 100]]) }, // biome-ignore format: points
  ]);
  const [, path] = plot.match(/polyline points="([^"]*)"/) ?? [];
  const points = path.split(' ').map((point) => point.split(',').map(Number));
  // The y axis ends at 5 steps of 20; both axes are linear.
  const [[x0, y0], [x1, y1], [x2, y2]] = points;
  expect(x1 - x0).toBeCloseTo((x2 - x0) / 2, 1);
  expect((y0 - y1) / (y0 - y2)).toBeCloseTo(0.4, 2);
  for (const tick of [0, 20, 40, 60, 80, 100]) expect(plot).toContain(`>${tick}</text>`);
  expect(plot).toContain('>one</text>');
});

test('panels stand side by side', () => {
  const panel = { title: 'T', xLabel: 'x', yLabel: 'y', series: series([[0, 1], [1, 2]]) }; // biome-ignore format: points
  expect(linePlots([panel, panel])).toContain('translate(380 0)');
});

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

test('a logarithmic axis has its ticks at powers of ten, at even distances', () => {
  const panel = { title: 'T', xLabel: 'x', yLabel: 'y', xScale: 'log', series: series([[2, 1], [20, 2], [200, 2]]) } as const; // biome-ignore format: points
  const plot = linePlots([panel]);
  const [, path] = plot.match(/polyline points="([^"]*)"/) ?? [];
  const [x0, x1, x2] = path.split(' ').map((point) => Number(point.split(',')[0]));
  expect(x1 - x0).toBeCloseTo(x2 - x1, 0); // written to a tenth of a pixel
  for (const tick of [1, 10, 100, 1000]) expect(plot).toContain(`>${tick}</text>`);
});

import { expect, test } from 'vitest';
import { type BodyReport, formatReport } from '../../../../models/build/body/report.js';

const BODY: BodyReport = {
  name: 'female',
  samples: 12,
  explained: [0.984, 0.995],
  vertexErrorMm: [4.44, 2.61],
  height: 1.6361,
  heightRange: [1.511, 1.761],
  mass: 68.2,
  statureCorrelation: [0.96, -0.1, 0, 0],
  bmiCorrelation: [0, 0, 0, 0.96],
  jointErrorMm: [2.7, 7.8],
  heldOutMm: [2.43, 0.71],
  correctiveDensity: 0.037,
  volumes: [{ pose: 'knee 90°', linear: -225.4, corrected: 3, dualQuaternion: -45 }],
  bytes: 2_030_000,
  sha256: 'abc',
};

test('a column a body, a row a figure', () => {
  const report = formatReport([BODY, { ...BODY, name: 'male' }], { samples: 12, poses: 5, seed: 7 });
  expect(report).toContain('12 people of each gender, 5 poses and their mirror images, seed 7');
  const rows = report.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows).toContainEqual(['', '', 'female', 'male', '']);
  expect(rows).toContainEqual(['', 'variance explained by 10 components', '98.4 %', '98.4 %', '']);
  expect(rows).toContainEqual(['', expect.stringContaining('knee 90°'), '−225 / +3 / −45 cm³', expect.anything(), '']);
  expect(rows).toContainEqual(['', 'female.npz', '`abc`', '']);
});

test('columns are padded to one width', () => {
  const lines = formatReport([BODY], { samples: 12, poses: 5, seed: 7 }).split('\n');
  const table = lines.filter((line) => line.startsWith('|')).slice(0, 5);
  expect(new Set(table.map((line) => line.length)).size).toBe(1);
  expect(table[1]).toMatch(/^\| -+ \| -+: \|$/);
});

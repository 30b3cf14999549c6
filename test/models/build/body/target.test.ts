import { expect, test } from 'vitest';
import { parseTarget } from '../../../../models/build/body/target.js';

test('reads vertices and deltas, comments and blank lines aside', () => {
  const target = parseTarget('a.target', '# made by hand\n\n7 .5 -1 0\n2 0 .25 1e-1 # last\n', 10);
  expect([...target.points]).toEqual([7, 2]);
  expect([...target.deltas]).toEqual([0.5, -1, 0, 0, 0.25, Math.fround(0.1)]);
});

test.each(['1 0 0', '1 0 0 x', '10 0 0 0', '-1 0 0 0', '1.5 0 0 0', '1 0 0 0 0', 'vertex 0 0 0', '1 0 0 Infinity'])(
  'the line "%s" is refused',
  (line) => {
    expect(() => parseTarget('a.target', `0 0 0 0\n${line}\n`, 10)).toThrow('a.target:2:');
  },
);

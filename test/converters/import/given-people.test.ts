import { expect, test } from 'vitest';
import { detectionOfGiven, keypointFile } from '../../../converters/import/given-people.js';
import { STANDING } from '../../support/standing.js';

test('an image of more people than a call takes arguments: they stand in its middle', () => {
  const person = detectionOfGiven('a.json', { xy: STANDING.flat(), confidence: STANDING.map(() => 1) });
  const few = keypointFile([person], {}, {});
  const many = keypointFile(Array(200_000).fill(person), {}, {});
  expect([many.width, many.height, many.isSizeGuessed]).toEqual([few.width, few.height, true]);
});

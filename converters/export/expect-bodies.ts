import { FitError } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';

/**
 * What exporters ask of a list of people.
 *
 * @throws FitError usage for what is no list of bodies, bad-input when there is nobody
 */
export function expectBodies(where: string, bodies: readonly RiggedBody[]): void {
  if (!Array.isArray(bodies)) throw new FitError('usage', where, 'the bodies are not a list.', 'Give a list: [body].');
  if (bodies.length === 0) throw new FitError('bad-input', where, 'there is no body to write.', 'Give at least one.');
  for (const body of bodies) expectBody(where, body);
}

/** What they ask of one person. @throws FitError usage */
export function expectBody(where: string, body: RiggedBody): void {
  const { jointNames, restVertices }: Partial<RiggedBody> = body ?? {};
  if (jointNames !== undefined && restVertices !== undefined) return;
  throw new FitError(
    'usage',
    where,
    'this is not a rigged body.',
    'Give the result of rigBody, rigPeople or fitPhoto.',
  );
}

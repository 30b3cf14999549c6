import { FitError } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';

/**
 * What exporters ask of a list of people.
 *
 * @throws FitError usage for what is no list of bodies, bad-input when there is nobody
 */
export function expectBodies(where: string, bodies: readonly RiggedBody[]): void {
  if (!Array.isArray(bodies)) throw new FitError('usage', where, 'the bodies are no list.', 'Give a list: [body].');
  if (bodies.length === 0) throw new FitError('bad-input', where, 'there is no body to write.', 'Give at least one.');
  for (const body of bodies) expectBody(where, body);
}

/** What they ask of one person. @throws FitError usage */
export function expectBody(where: string, body: RiggedBody): void {
  const { jointNames, restVertices }: Partial<RiggedBody> = body ?? {};
  if (jointNames !== undefined && restVertices !== undefined) return;
  throw new FitError('usage', where, 'this is no rigged body.', 'Give what rigBody, rigPeople or fitPhoto make.');
}

/** @throws FitError usage for a value that is none of the choices, as `name` calls them */
export function expectChoice<T extends string>(name: string, value: T, choices: readonly T[]): void {
  if (choices.includes(value)) return;
  throw new FitError('usage', name, `there is no ${name} called ${value}.`, `Choose one of ${choices.join(', ')}.`);
}

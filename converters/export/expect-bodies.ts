import { expectFields, FitError } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';
import type { SkinTexture } from './skin-texture.js';

/**
 * What exporters ask of a list of people.
 *
 * @throws FitError usage for what is no list of bodies, bad-input when there is nobody
 */
export function expectBodies(where: string, bodies: readonly RiggedBody[]): void {
  if (!Array.isArray(bodies)) throw new FitError('usage', where, 'the bodies are not a list.', 'Give a list: [body].');
  expectSomebody(where, bodies);
  for (const body of bodies) expectBody(where, body);
}

/** @throws FitError bad-input for an empty list of people */
export function expectSomebody(where: string, people: readonly unknown[]): void {
  if (people.length === 0) throw new FitError('bad-input', where, 'there is no body to write.', 'Give at least one.');
}

/** What they ask of one person. @throws FitError usage */
export function expectBody(where: string, body: RiggedBody): void {
  const todo = 'Give the result of rigBody, rigPeople or fitPhoto.';
  expectFields(where, body, ['jointNames', 'restVertices'], 'this is not a rigged body.', todo);
}

/** What they ask of a skin: the name of a tone is none, nor is the promise of one. @throws FitError usage */
export function expectSkin(where: string, skin: SkinTexture): void {
  const todo = "Give what `await openSkinTexture(body, 'medium')` returns.";
  expectFields(where, skin, ['color', 'albedo'], 'the skin is not a SkinTexture.', todo);
}

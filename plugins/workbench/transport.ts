import { FitError } from '../../core/error.js';
import type { Engine, EngineNews } from './engine.js';

/** What passes between a page and its worker. */

/** The functions of an engine that are called across, by name; a signal travels as an `abort` message. */
export type Remote = Exclude<keyof Engine, 'listen' | 'dispose'>;

export type ToWorker =
  | { readonly type: 'start'; readonly options: unknown }
  | { readonly type: 'call'; readonly id: number; readonly name: Remote; readonly parameters: readonly unknown[] }
  | { readonly type: 'abort'; readonly id: number };

export type FromWorker =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly error: PlainError }
  | { readonly type: 'news'; readonly news: EngineNews };

/** An error as data: structuredClone keeps neither a FitError's class nor its fields. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly fit?: Pick<FitError, 'code' | 'where' | 'what' | 'todo'>;
}

export function plainError(error: unknown): PlainError {
  if (error instanceof FitError) {
    const { name, message, code, where, what, todo } = error;
    return { name, message, fit: { code, where, what, todo } };
  }
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: 'Error', message: String(error) };
}

export function errorOf({ name, message, fit }: PlainError): Error {
  if (fit !== undefined) return new FitError(fit.code, fit.where, fit.what, fit.todo);
  if (name === 'AbortError') return new DOMException(message, name);
  return Object.assign(new Error(message), { name });
}

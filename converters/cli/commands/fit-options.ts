import type { SmplifyTerm } from '../../../core/fit/smplify-terms.js';
import type { BodyChoice } from '../choose-body.js';
import type { Method } from '../known-to-method.js';
import type { Format } from '../plan.js';
import type { FitInputOptions } from './fit-input.js';
import type { FitOutputOptions } from './fit-outputs.js';

/** What the options of `photorig fit` say, already checked one by one. */
export interface FitCommandOptions extends FitInputOptions, FitOutputOptions, BodyChoice {
  readonly method?: Method;
  readonly without?: readonly SmplifyTerm[];
  readonly output?: readonly string[];
  readonly format?: readonly Format[];
  readonly overlay?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** The inputs are the frames of one movement. */
  readonly sequence?: boolean;
  /** Frames a second of a sequence. */
  readonly fps?: number;
  /** Where a part of a video begins, seconds. */
  readonly from?: number;
  /** Where it ends, seconds. */
  readonly to?: number;
  /** Write a page that shows how the fit came about. */
  readonly explain?: boolean;
}

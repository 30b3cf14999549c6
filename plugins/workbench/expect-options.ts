import { downOfPitch } from '../../core/camera/gravity.js';
import { cameraFor } from '../../core/camera/pinhole.js';
import { DETAILS } from '../../core/detect/people.js';
import { expectChoice, expectType } from '../../core/error.js';
import { checkMeasurements } from '../../core/terms/measurement.js';
import { expectStrength } from './prior-strength.js';
import type { Options } from './state.js';

/** What an option may be; whether there is a body of a name, only the engine knows. */
const CHECKS: { readonly [Name in keyof Options]: (value: Options[Name]) => void } = {
  body: (name) => expectType('body', name, 'string'),
  detail: (word) => expectChoice('detail', word, DETAILS),
  focalLength: unlessUnknown('focalLength', (focalLength) => cameraFor({ width: 1, height: 1 }, { focalLength })),
  upright: (isUpright) => expectType('upright', isUpright, 'boolean'),
  pitch: unlessUnknown('pitch', downOfPitch),
  height: unlessUnknown('height', (height) => checkMeasurements({ height })),
  weight: unlessUnknown('weight', (weight) => checkMeasurements({ weight })),
  posePrior: (strength) => expectStrength('posePrior', strength),
  shapePrior: (strength) => expectStrength('shapePrior', strength),
};

/** @throws FitError usage for what nobody's body and no camera has */
export function expectOptions(options: Partial<Options>): void {
  for (const [name, value] of Object.entries(options)) {
    if (Object.hasOwn(CHECKS, name)) CHECKS[name as keyof Options](value as never);
  }
}

function unlessUnknown(name: string, check: (value: number) => unknown): (value: number | null) => void {
  return (value) => {
    if (value === null) return;
    expectType(name, value, 'number');
    check(value);
  };
}

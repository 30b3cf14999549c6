import { FitError } from '../error.js';
import type { Network, NetworkName, Tensor } from './runtime.js';

/** Networks take their picture under this name. */
const INPUT = 'image';

/** Runs a network on one 3×S×S picture. */
export function runOnPicture(
  network: Network,
  picture: Float32Array,
  S: number,
): Promise<Readonly<Record<string, Tensor>>> {
  return network.run({ [INPUT]: { data: picture, dims: [1, 3, S, S] } });
}

/**
 * The output `output` of a network, checked to have `length` numbers.
 *
 * @throws FitError bad-input: the network file is not the one this version was written for
 */
export function outputOf(
  name: NetworkName,
  outputs: Readonly<Record<string, Tensor>>,
  output: string,
  length: number,
): Float32Array {
  const data = outputs[output]?.data;
  if (data?.length === length) return data;
  throw new FitError(
    'bad-input',
    `network ${name}`,
    `its output "${output}" has ${data?.length ?? 'no'} numbers, expected ${length}.`,
    'Use the network files of this version of photorig.',
  );
}

import type { Constant } from '../graph.js';
import { halfToFloat } from '../half.js';
import { ELEMENT, type ElementType, type OnnxInitialiser } from '../onnx.js';

/** The numbers stored in an ONNX graph. Each function returns the name of a value that holds the numbers asked for. */
export interface Initialisers {
  readonly stored: readonly OnnxInitialiser[];
  /** float32 for weights: float16 is stored as it is and widened by a Cast. Integers become int64. */
  weight(constant: Constant): string;
  int64(values: readonly number[], shape?: readonly number[]): string;
  float(value: number): string;
}

/**
 * Starts an empty store. Small constants that are asked for again are stored once.
 *
 * @param cast adds a Cast of a stored value to the ONNX element type `to` and returns the name of its result
 */
export function initialisers(cast: (name: string, to: number) => string): Initialisers {
  const stored: OnnxInitialiser[] = [];
  const small = new Map<string, string>();

  const store = (type: ElementType, shape: readonly number[], data: ArrayBufferView): string => {
    const name = `weight_${stored.length}`;
    stored.push({ name, type, shape, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) });
    return name;
  };
  const storeOnce = (type: ElementType, shape: readonly number[], data: BigInt64Array | Float32Array): string => {
    const key = `${type} [${shape}] ${data}`;
    const name = small.get(key) ?? store(type, shape, data);
    small.set(key, name);
    return name;
  };
  const int64 = (values: readonly number[], shape = [values.length] as readonly number[]): string =>
    storeOnce('int64', shape, BigInt64Array.from(values, BigInt));
  const float = (value: number): string => storeOnce('float32', [], Float32Array.of(value));

  return {
    stored,
    int64,
    float,
    weight({ type, shape, data }) {
      if (type === 'int32') return int64([...data], shape);
      // A Cast for one number would cost more bytes than it saves.
      if (shape.length === 0) return float(type === 'float16' ? halfToFloat(data[0]) : data[0]);
      const name = store(type, shape, data);
      return type === 'float16' ? cast(name, ELEMENT.float32) : name;
    },
  };
}

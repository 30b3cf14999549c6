import { FitError } from '../core/error.js';
import {
  createPickleInput,
  latin1,
  latin1Bytes,
  type PickleInput,
  signedInteger,
  unescaped,
  unquoted,
  utf8,
} from './pickle-input.js';

/**
 * What a pickle holds. Lists, tuples and sets are arrays, dicts are maps (keys that are byte strings become text); byte
 * strings, of Python 2 too, are bytes. Values may be shared and may contain themselves.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | PickleClass
  | PickleObject;

/** A class or function that the pickle names. It is a name and nothing more. */
export interface PickleClass {
  readonly kind: 'class';
  readonly name: string;
}

/** What the pickle would build by calling `name` with `args` and giving the result `state`. Nothing is called. */
export interface PickleObject {
  readonly kind: 'object';
  readonly name: string;
  readonly args: readonly PickleValue[];
  state: PickleValue;
}

/** Values of an SMPL file: hundreds. A file that goes on for millions fills the memory and describes no body. */
const MAX_VALUES = 1_000_000;
/** Deeper nesting of marks than any writer makes. */
const MAX_MARKS = 1000;
/** Keys, names and words are no longer. A pickle may use one long text any number of times. */
const MAX_TEXT = 256;
const NEWEST_PROTOCOL = 5;

/**
 * Reads a pickle, protocols 0 to 5, as data: the opcodes of Python's pickletools.py on a stack of plain values. Nothing
 * is imported, constructed or called; a class that `allowed` does not accept ends the reading.
 *
 * @param allowed takes a name such as "numpy.dtype"
 * @throws FitError unsupported for a class that is not allowed, by its name; bad-input for anything that is no pickle
 */
export function readPickle(where: string, bytes: Uint8Array, allowed: (name: string) => boolean): PickleValue {
  const machine = createMachine(where, bytes, allowed);
  for (;;) {
    const code = machine.input.byte();
    if (code === STOP) return machine.pop();
    const opcode = OPCODES[String.fromCharCode(code)];
    if (opcode === undefined) {
      return machine.fail(`this is not a pickle, or one of a kind that is not read (opcode ${code}).`);
    }
    opcode(machine);
  }
}

/**
 * Protocols 0 and 1 have no first opcode of their own. Told are a marked dict, list or object; an empty dict or list
 * that is remembered, filled or ended next; a class, by module and name, that is remembered or called.
 */
const OLD_PICKLE = /^(?:\([dil]|[}\]][qr(.]|c[\w.]+\r?\n[\w.]+\r?\n[qrp(}\])])/;

/** Whether the bytes begin as pickles do. */
export const isPickle = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x80 ? bytes[1] <= NEWEST_PROTOCOL : OLD_PICKLE.test(latin1(bytes.subarray(0, 200)));

/** Writers of pickles that keep their numbers their own way, by how their classes begin: what is in the file then. */
const FOREIGN: readonly (readonly [string, string])[] = [
  ['joblib.', 'it was written by joblib'],
  ['torch.', 'it holds tensors of PyTorch'],
];

/** Text of Python 2 (bytes) or 3, short enough for a key, a name or a word; null for anything else. */
export function pickleText(value: PickleValue | undefined): string | null {
  if (!(typeof value === 'string' || value instanceof Uint8Array) || value.length > MAX_TEXT) return null;
  return typeof value === 'string' ? value : latin1(value);
}

const isPlainObject = (value: PickleValue): value is PickleClass | PickleObject =>
  typeof value === 'object' && value !== null && 'kind' in value;
export const isPickleObject = (value: PickleValue | undefined): value is PickleObject =>
  value !== undefined && isPlainObject(value) && value.kind === 'object';

/** The stack that the opcodes work on. */
interface Machine {
  readonly input: PickleInput;
  readonly fail: (what: string) => never;
  push(value: PickleValue): void;
  pop(): PickleValue;
  /** Keeps the stack aside and starts an empty one; popMarked gives its items and brings the old one back. */
  mark(): void;
  popMarked(): PickleValue[];
  isEmpty(): boolean;
  remember(index?: number): void;
  recall(index: number): void;
  extend(items: readonly PickleValue[]): void;
  setItems(items: readonly PickleValue[]): void;
  setState(state: PickleValue): void;
  name(module: PickleValue, name: PickleValue): void;
  call(callee: PickleValue, args: PickleValue): void;
}

function createMachine(where: string, bytes: Uint8Array, allowed: (name: string) => boolean): Machine {
  const fail = (what: string): never => {
    throw new FitError('bad-input', where, what, 'Save it again with pickle.dump(..., protocol=2).');
  };
  const damaged = (): never => fail('the pickle is damaged.');
  let stack: PickleValue[] = [];
  const marked: PickleValue[][] = [];
  const memo = new Map<number, PickleValue>();
  let values = 0;
  /** What may still be turned from text into bytes: each text of the file once. */
  let convertible = bytes.length;

  const push = (value: PickleValue): void => {
    if (++values > MAX_VALUES) fail('the pickle holds too many values.');
    stack.push(value);
  };
  const top = (): PickleValue => (stack.length > 0 ? stack[stack.length - 1] : damaged());
  const keyOf = (key: PickleValue): PickleValue => {
    if (!(typeof key === 'string' || key instanceof Uint8Array)) return key;
    return pickleText(key) ?? fail(`the pickle has a key of ${key.length} letters.`);
  };
  /** How Python 3 writes bytes so that Python 2 can read them: _codecs.encode(text, 'latin1'). */
  const encode = ([text, encoding]: readonly PickleValue[]): PickleValue => {
    if (typeof text !== 'string' || pickleText(encoding) !== 'latin1') return null;
    convertible -= text.length;
    return convertible >= 0 ? latin1Bytes(text) : fail('the pickle makes more bytes of its texts than it holds.');
  };

  return {
    input: createPickleInput(bytes, fail),
    fail,
    push,
    pop() {
      const value = top();
      stack.length--;
      return value;
    },
    mark() {
      if (marked.length >= MAX_MARKS) fail('the pickle is nested too deeply.');
      marked.push(stack);
      stack = [];
    },
    popMarked() {
      const items = stack;
      stack = marked.pop() ?? damaged();
      return items;
    },
    isEmpty: () => stack.length === 0,
    remember(index = memo.size) {
      memo.set(index, top());
    },
    recall(index) {
      const value = memo.get(index);
      push(value === undefined ? damaged() : value);
    },
    extend(items) {
      const list = top();
      if (!Array.isArray(list)) fail('the pickle adds to what is no list.');
      else for (const item of items) list.push(item);
    },
    setItems(items) {
      const dict = dictOf(top());
      if (dict === null || items.length % 2 === 1) return void fail('the pickle adds items to what is no dict.');
      for (let i = 0; i < items.length; i += 2) dict.set(keyOf(items[i]), items[i + 1]);
    },
    setState(state) {
      const target = top();
      if (!isPickleObject(target)) fail('the pickle gives a state to what is no object.');
      else target.state = state;
    },
    name(module, name) {
      const full = `${pickleText(module) ?? damaged()}.${pickleText(name) ?? damaged()}`;
      if (allowed(full)) return push({ kind: 'class', name: full });
      const foreign = FOREIGN.find(([prefix]) => full.startsWith(prefix))?.[1];
      if (foreign !== undefined) {
        const todo = 'Save its NumPy arrays with pickle or numpy.savez.';
        throw new FitError('unsupported', where, `${foreign}, whose arrays are not read.`, todo);
      }
      const what = `it wants the class or function ${full.slice(0, 80)}, which no body or result needs.`;
      throw new FitError('unsupported', where, what, 'Nothing was run. Use a file from a source you trust.');
    },
    call(callee, args) {
      if (!isPlainObject(callee) || callee.kind !== 'class' || !Array.isArray(args)) return void damaged();
      push(callee.name === '_codecs.encode' ? encode(args) : construct(callee.name, args));
    },
  };
}

/** The map to fill: a subclass of dict (OrderedDict) keeps its items in the place of its state. */
function dictOf(target: PickleValue): Map<PickleValue, PickleValue> | null {
  if (isPickleObject(target) && target.state === null) target.state = new Map();
  const dict = isPickleObject(target) ? target.state : target;
  return dict instanceof Map ? dict : null;
}

/** The few builtins that stand for plain values become them; all else stays a description. */
function construct(name: string, args: readonly PickleValue[]): PickleValue {
  const [first] = args;
  const described = (callee: string): PickleObject => ({ kind: 'object', name: callee, args, state: null });
  switch (name) {
    case 'copy_reg._reconstructor':
    case 'copyreg._reconstructor': // an object in protocols 0 and 1: (class, base, initial value)
      return isPlainObject(first) ? described(first.name) : null;
    case '__builtin__.bytes':
    case 'builtins.bytes':
      return new Uint8Array(0);
    case '__builtin__.set':
    case '__builtin__.frozenset':
    case 'builtins.set':
    case 'builtins.frozenset':
      return Array.isArray(first) ? first : [];
    default:
      return described(name);
  }
}

const STOP = '.'.charCodeAt(0);

type Opcode = (machine: Machine) => void;

const frame: Opcode = ({ input }) => void input.take(8);
const emptyArray: Opcode = ({ push }) => push([]);
const markedArray: Opcode = ({ push, popMarked }) => push(popMarked());
const markedItems: Opcode = ({ extend, popMarked }) => extend(popMarked());
const shortBytes: Opcode = ({ input, push }) => push(input.take(input.byte()));
const bytes4: Opcode = ({ input, push }) => push(input.take(input.unsigned(4)));
const bytes8: Opcode = ({ input, push }) => push(input.take(input.unsigned(8)));
const integer = ({ fail, push }: Machine, bytes: Uint8Array): void =>
  push(signedInteger(bytes) ?? fail('the pickle holds an integer of more than 64 bits.'));
const tuple =
  (length: number): Opcode =>
  ({ push, pop }) =>
    push(Array.from({ length }, pop).reverse());
const reduce: Opcode = ({ pop, call }) => {
  const args = pop();
  call(pop(), args);
};

/** What each opcode does, by its letter (Python's pickletools.py has their names). */
const OPCODES: Readonly<Record<string, Opcode | undefined>> = {
  '\x80': ({ input, fail }) => void (input.byte() > NEWEST_PROTOCOL && fail('its pickle protocol is newer than 5.')),
  '\x95': frame,
  '(': ({ mark }) => mark(),
  '0': ({ isEmpty, pop, popMarked }) => void (isEmpty() ? popMarked() : pop()),
  '1': ({ popMarked }) => void popMarked(),
  '2': ({ push, pop }) => {
    const value = pop();
    push(value);
    push(value);
  },
  // The memo.
  p: ({ remember, input }) => remember(Number(input.line())),
  q: ({ remember, input }) => remember(input.byte()),
  r: ({ remember, input }) => remember(input.unsigned(4)),
  '\x94': ({ remember }) => remember(),
  g: ({ recall, input }) => recall(Number(input.line())),
  h: ({ recall, input }) => recall(input.byte()),
  j: ({ recall, input }) => recall(input.unsigned(4)),
  // Constants and numbers.
  N: ({ push }) => push(null),
  '\x88': ({ push }) => push(true),
  '\x89': ({ push }) => push(false),
  I: ({ push, input }) => {
    const line = input.line();
    push(line === '01' ? true : line === '00' ? false : Number(line));
  },
  L: ({ push, input }) => push(Number(input.line().replace(/L$/, ''))),
  F: ({ push, input }) => push(Number(input.line())),
  J: ({ push, input }) => push(input.unsigned(4) | 0),
  K: ({ push, input }) => push(input.byte()),
  M: ({ push, input }) => push(input.unsigned(2)),
  '\x8a': (machine) => integer(machine, machine.input.take(machine.input.byte())),
  '\x8b': (machine) => integer(machine, machine.input.take(machine.input.unsigned(4))),
  G: ({ push, input }) => push(input.double()),
  // Bytes and text.
  S: ({ push, input, fail }) => push(unquoted(input.line()) ?? fail('the pickle holds a string without quotes.')),
  V: ({ push, input }) => push(unescaped(input.line())),
  U: shortBytes,
  C: shortBytes,
  T: bytes4,
  B: bytes4,
  '\x8e': bytes8,
  '\x96': bytes8,
  '\x8c': ({ push, input }) => push(utf8(input.take(input.byte()))),
  X: ({ push, input }) => push(utf8(input.take(input.unsigned(4)))),
  '\x8d': ({ push, input }) => push(utf8(input.take(input.unsigned(8)))),
  // Tuples, lists, sets.
  ')': emptyArray,
  ']': emptyArray,
  '\x8f': emptyArray,
  t: markedArray,
  l: markedArray,
  '\x91': markedArray,
  '\x85': tuple(1),
  '\x86': tuple(2),
  '\x87': tuple(3),
  a: ({ extend, pop }) => extend([pop()]),
  e: markedItems,
  '\x90': markedItems,
  // Dicts.
  '}': ({ push }) => push(new Map()),
  d: ({ push, popMarked, setItems }) => {
    const items = popMarked();
    push(new Map());
    setItems(items);
  },
  s: ({ pop, setItems }) => {
    const value = pop();
    setItems([pop(), value]);
  },
  u: ({ popMarked, setItems }) => setItems(popMarked()),
  // Classes and objects.
  c: ({ input, name }) => name(input.line(), input.line()),
  '\x93': ({ pop, name }) => {
    const last = pop();
    name(pop(), last);
  },
  i: ({ input, name, pop, popMarked, call }) => {
    const args = popMarked();
    name(input.line(), input.line());
    call(pop(), args);
  },
  o: ({ popMarked, call }) => {
    const [callee = null, ...args] = popMarked();
    call(callee, args);
  },
  R: reduce,
  '\x81': reduce,
  b: ({ pop, setState }) => setState(pop()),
};

import { expect, test } from 'vitest';
import { isPickle, type PickleValue, readPickle } from '../../models/pickle.js';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const read = (text: string, allowed: (name: string) => boolean = () => false): PickleValue =>
  readPickle('x.pkl', bytes(text), allowed);

test.each<[string, string, PickleValue]>([
  // What Python's pickle.dumps writes, protocols 0 to 4.
  [
    'protocol 0: {"a": [1, -2, 1.5, None, True]}',
    '(dp0\nVa\np1\n(lp2\nI1\naI-2\naF1.5\naNaI01\nas.',
    new Map([['a', [1, -2, 1.5, null, true]]]),
  ],
  ['protocol 0: text with a backslash and a line end', 'Va\\u005c\\u000ab\np0\n.', 'a\\\nb'],
  ['protocol 0 of Python 2: "\\xff\\n"', "S'\\xff\\n'\np0\n.", Uint8Array.of(255, 10)],
  [
    'protocol 2: (1, 300, 70000, -1)',
    '\x80\x02(K\x01M,\x01Jp\x11\x01\x00J\xff\xff\xff\xfftq\x00.',
    [1, 300, 70000, -1],
  ],
  [
    'protocol 2: 2**32 - 1 and -2**40',
    '\x80\x02\x8a\x05\xff\xff\xff\xff\x00\x8a\x06\x00\x00\x00\x00\x00\xff\x86.',
    [2 ** 32 - 1, -(2 ** 40)],
  ],
  ['protocol 2: 0.5', '\x80\x02G?\xe0\x00\x00\x00\x00\x00\x00.', 0.5],
  ['protocol 2 of Python 2: {"a": "b"}', '\x80\x02}q\x00U\x01aq\x01U\x01bq\x02s.', new Map([['a', bytes('b')]])],
  [
    'protocol 4: {"a": "é"}',
    '\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00}\x94\x8c\x01a\x94\x8c\x02\xc3\xa9\x94s.',
    new Map([['a', 'é']]),
  ],
  ['the memo: a pair of the same string', '\x80\x02X\x01\x00\x00\x00aq\x05h\x05\x86.', ['a', 'a']],
])('%s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each<[string, string, boolean]>([
  // What Python's pickle.dumps writes of {"a": 1}, {}, [1] and an OrderedDict.
  ['protocol 0: a dict', '(dp0\nVa\np1\nI1\ns.', true],
  ['protocol 0: a list', '(lp0\nI1\na.', true],
  ['protocol 0: an OrderedDict', 'ccollections\nOrderedDict\np0\n(tRp1\n.', true],
  ['protocol 1: a dict', '}q\x00X\x01\x00\x00\x00aq\x01K\x01s.', true],
  ['protocol 1: an empty dict, optimised', '}.', true],
  ['protocol 1: a list', ']q\x00K\x01a.', true],
  ['protocol 1: an OrderedDict', 'ccollections\nOrderedDict\nq\x00)Rq\x01.', true],
  ['protocol 4: a dict', '\x80\x04\x95\x0a\x00\x00\x00\x00\x00\x00\x00}\x94\x8c\x01a\x94K\x01s.', true],
  ['JSON', '{"a": [1]}', false],
  ['a list as JSON', '[1, 2]', false],
  ['a table', 'class\nscore\n1\n2\n', false],
  ['BVH', 'HIERARCHY\nROOT Hips\n', false],
  ['nothing', '', false],
])('%s: whether it is a pickle', (_, text, expected) => {
  expect(isPickle(bytes(text))).toBe(expected);
});

test.each([
  ['joblib', 'cjoblib.numpy_pickle\nNumpyArrayWrapper\n.', 'it was written by joblib'],
  ['PyTorch', 'ctorch._utils\n_rebuild_tensor_v2\n.', 'it holds tensors of PyTorch'],
])('numbers as %s keeps them: the way out is named', (_, text, message) => {
  expect(() => read(text)).toThrow(new RegExp(`^x.pkl: ${message}.*pickle or numpy.savez`));
});

test('bytes that Python 3 wrote for Python 2', () => {
  const text = '\x80\x02c_codecs\nencode\nX\x03\x00\x00\x00a\xc3\xbfX\x06\x00\x00\x00latin1\x86R.';
  expect(read(text, (name) => name === '_codecs.encode')).toEqual(Uint8Array.of(97, 255));
});

const isEncode = (name: string): boolean => name === '_codecs.encode';
const length4 = (n: number): string => String.fromCharCode(n & 255, (n >> 8) & 255, (n >> 16) & 255, n >> 24);
const text4 = (text: string): string => `X${length4(Buffer.byteLength(text))}${Buffer.from(text).toString('latin1')}`;
/** Calls what is under 0 in the memo with what is under 1 and 2. */
const CALL = 'h\0h\x01h\x02\x86R';
/** A list of the bytes that Python 3 wrote of one text for Python 2, `count` times. */
const encodes = (text: string, count: number): string =>
  `\x80\x02c_codecs\nencode\nq\x000${text4(text)}q\x010U\x06latin1q\x020(${CALL.repeat(count)}l.`;

test('every byte, in more of them than are turned at once', () => {
  const all = Uint8Array.from({ length: 10_000 }, (_, i) => i);
  const written = encodes(Buffer.from(all).toString('latin1'), 1);
  expect(read(written, isEncode)).toEqual([all]);
  // As a string of Python 2 in quotes, too.
  const quoted = Array.from(all, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  expect(read(`S'${quoted}'\n.`)).toEqual(all);
});

test('one text that is turned into bytes again and again is refused before it fills the memory', () => {
  const text = 'a'.repeat(2 ** 20);
  expect(read(encodes(text, 1), isEncode)).toHaveLength(1);
  expect(() => read(encodes(text, 3000), isEncode)).toThrow('more bytes of its texts than it holds');
});

test.each([
  ['bytes', `T${length4(2 ** 20)}${'a'.repeat(2 ** 20)}`],
  ['text', text4('a'.repeat(257))],
])('a key of no end is refused: %s', (_, key) => {
  expect(() => read(`\x80\x02}${key}q\x000(${'h\0N'.repeat(20_000)}u.`)).toThrow(/the pickle has a key of \d+ letters/);
});

test('objects of classes that are allowed are described, not made', () => {
  const text = '\x80\x02cmy.module\nThing\n)\x81}U\x01aK\x01sb.';
  expect(read(text, (name) => name === 'my.module.Thing')).toEqual({
    kind: 'object',
    name: 'my.module.Thing',
    args: [],
    state: new Map([['a', 1]]),
  });
});

test('a list that holds itself ends', () => {
  const list = read('\x80\x02]q\x00h\x00a.') as PickleValue[];
  expect(list[0]).toBe(list);
});

test.each([
  ['os.system, by GLOBAL and REDUCE', "cos\nsystem\n(S'touch owned'\ntR.", 'os.system'],
  ['os.system, by STACK_GLOBAL', '\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02ls\x85R.', 'os.system'],
  ['os.system, by INST', "(S'ls'\nios\nsystem\n.", 'os.system'],
  ['eval', 'c__builtin__\neval\n(Vx\ntR.', '__builtin__.eval'],
])('%s is refused by name', (_, text, name) => {
  expect(() => read(text)).toThrow(
    new RegExp(`^x.pkl: it wants the class or function (${name}), which no body or result needs. Nothing was run.`),
  );
});

test.each([
  ['nothing', '', 'cut off'],
  ['text', 'yes', 'not a pickle'],
  ['a stack that is empty', '.', 'damaged'],
  ['a memo that is empty', '\x80\x02h\x07.', 'damaged'],
  ['a mark that is missing', '\x80\x02t.', 'damaged'],
  ['4 GB of bytes that are not there', '\x80\x02T\xff\xff\xff\xff.', 'cut off'],
  ['bytes with a length of 64 bits', '\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\xff.', 'cut off'],
  ['an integer of 100 bytes', `\x80\x02\x8a\x64${'\x01'.repeat(100)}.`, 'more than 64 bits'],
  ['items for what is no dict', '\x80\x02]K\x01K\x01s.', 'no dict'],
  ['an item for what is no list', '\x80\x02}K\x01a.', 'no list'],
  ['a state for what is no object', '\x80\x02]]b.', 'no object'],
  ['a call of what is no class', '\x80\x02U\x01a)R.', 'damaged'],
  ['a protocol of the future', '\x80\x09.', 'newer than 5'],
  ['marks without end', '('.repeat(2000), 'nested too deeply'],
  ['values without end', ']'.repeat(1_000_001), 'too many values'],
])('%s is refused', (_, text, message) => {
  expect(() => read(text)).toThrow(message);
});

test('keys that are names in JavaScript do no harm', () => {
  const dict = read('\x80\x02}U\x09__proto__}U\x01aK\x01ss.') as Map<string, PickleValue>;
  expect(dict.get('__proto__')).toEqual(new Map([['a', 1]]));
  expect(({} as { a?: number }).a).toBeUndefined();
});

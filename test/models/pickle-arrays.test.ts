import { expect, test } from 'vitest';
import { isArrays, openArrays } from '../../models/array-source.js';
import { parseBody } from '../../models/load-body.js';
import { writeNpy, writeNpyStrings, writeNpyText } from '../../models/npy.js';
import { writeNpz } from '../../models/npz.js';
import { openPickle } from '../../models/pickle-arrays.js';
import { writePickle } from '../../models/write-pickle.js';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test('arrays, numbers and text that we write are read', () => {
  const data = Float32Array.of(1, -2, 300, 0.1, 1e-30, 255);
  const file = writePickle({ a: { data, shape: [2, 3] }, n: 2.5, t: 'female', l: ['nose', 'head_top'] });
  const { names, array, strings } = openPickle('x.pkl', file);
  expect(names).toEqual(['a', 'n', 't', 'l']);
  expect(array('a')).toEqual({ shape: [2, 3], type: 'f4', data });
  expect(array('n')?.data[0]).toBe(2.5);
  expect([strings('t'), strings('l'), strings('n')]).toEqual([['female'], ['nose', 'head_top'], null]);
  expect(array('missing')).toBeUndefined();
  expect(() => array('t')).toThrow('x.pkl: t: this is no array of numbers');
});

/** A pickled array of doubles whose shape and data are given apart. */
const pickled = (shape: string, data: string): string =>
  `cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85U\x01b\x87R(K\x01${shape}cnumpy\ndtype\nU\x02f8K\0K\x01\x87R` +
  `(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb\x89${data}tb`;
const eight = `U\x08${'\0'.repeat(8)}`;

test.each([
  ['a shape that claims more than the data', pickled('(J\xff\xff\xff\x7ft', eight), 'cannot have 8 bytes'],
  ['a negative shape', pickled('(J\xff\xff\xff\xfft', eight), 'no array of numbers'],
  ['numbers that are no bytes', pickled('(K\x01t', 'K\x01'), 'no array of numbers'],
  ['a list of unequal rows', '](](K\x01e](K\x01K\x02ee', 'no array of numbers'],
])('%s is refused', (_, value, message) => {
  const { array } = openPickle('x.pkl', bytes(`\x80\x02}U\x01a${value}s.`));
  expect(() => array('a')).toThrow(message);
});

test('a list that holds another a thousand times over and over is refused before it is unfolded', () => {
  const many = (item: string, count: number): string => `](${item.repeat(count)}e`;
  const file = bytes(`\x80\x02}(U\x01b${many('K\x01', 3000)}q\0U\x01a${many('h\0', 3000)}u.`);
  expect(() => openPickle('x.pkl', file).array('a')).toThrow('x.pkl: a: this list of lists holds 9000000 numbers.');
});

test('a long text many times over is no list of names', () => {
  const long = `T\x2c\x01\0\0${'x'.repeat(300)}q\0`;
  const file = bytes(`\x80\x02}(U\x01a](${long}${'h\0'.repeat(50)}eU\x01b](${'U\x01x'.repeat(5000)}eu.`);
  const { strings } = openPickle('x.pkl', file);
  expect([strings('a'), strings('b')]).toEqual([null, null]);
});

/** scipy's matrix of one entry at (row 1, column 0), its layout and parts as given. */
const sparse = (layout: string, parts: string): Uint8Array =>
  bytes(
    `\x80\x02}U\x01acscipy.sparse.${layout}\n${layout}_matrix\n)\x81}(U\x06_shapeK\x02K\x03\x86U\x04data](G?\xf0\0\0\0\0\0\0e${parts}ubs.`,
  );

test.each([
  ['csc', 'U\x07indices](K\x01eU\x06indptr](K\0K\x01K\x01K\x01e'],
  ['csr', 'U\x07indices](K\0eU\x06indptr](K\0K\0K\x01e'],
  ['coo', 'U\x03row](K\x01eU\x03col](K\0e'],
])('a sparse matrix, %s', (layout, parts) => {
  expect(openPickle('x.pkl', sparse(layout, parts)).array('a')).toEqual({
    shape: [2, 3],
    type: 'f8',
    data: Float64Array.of(0, 0, 0, 1, 0, 0),
  });
});

test.each([
  ['an index outside', 'csc', 'U\x07indices](K\x02eU\x06indptr](K\0K\x01K\x01K\x01e'],
  ['pointers that go back', 'csr', 'U\x07indices](K\0eU\x06indptr](K\x01K\0K\x01e'],
  ['pointers past the end', 'csr', 'U\x07indices](K\0eU\x06indptr](K\0K\0K\x09e'],
])('a sparse matrix with %s is refused', (_, layout, parts) => {
  expect(() => openPickle('x.pkl', sparse(layout, parts)).array('a')).toThrow('its parts do not agree');
});

test('a sparse matrix that would fill the memory is refused', () => {
  const huge = bytes(
    '\x80\x02}U\x01acscipy.sparse.csc\ncsc_matrix\n)\x81}U\x06_shapeJ\xff\xff\xff\x7fJ\xff\xff\xff\x7f\x86sbs.',
  );
  expect(() => openPickle('x.pkl', huge).array('a')).toThrow('this sparse matrix is too large');
});

test('a sparse matrix that holds itself is refused', () => {
  const round = bytes(
    '\x80\x02}U\x01acscipy.sparse.coo\ncoo_matrix\n)\x81q\0}(U\x06_shapeK\x02K\x03\x86U\x04data]U\x06coordsh\0h\0\x86ubs.',
  );
  expect(() => openPickle('x.pkl', round).array('a')).toThrow('no array of numbers');
});

test('arrays that are asked for without end are refused at 512 MiB', () => {
  // Two take almost 256 MiB each: zeros, which nobody touches.
  const shape = 'U\x06_shapeK\x01J\0\xff\xff\x01\x86';
  const file = bytes(
    `\x80\x02}U\x01acscipy.sparse.csr\ncsr_matrix\n)\x81}(${shape}U\x04data]U\x07indices]U\x06indptr](K\0K\0eubs.`,
  );
  const { array } = openPickle('x.pkl', file);
  expect([array('a')?.shape, array('a')?.shape]).toEqual([
    [1, 0x1ffff00],
    [1, 0x1ffff00],
  ]);
  expect(() => array('a')).toThrow('its arrays would come to more than 512 MiB');
});

test('keys that are numbers of NumPy are told by them, all else by its place', () => {
  const dtype = (type: string): string => `cnumpy\ndtype\nU${String.fromCharCode(type.length)}${type}\x85R`;
  const scalar = (type: string, data: string): string => `cnumpy.core.multiarray\nscalar\n${dtype(type)}${data}\x86R`;
  const long = `T\0\0\x10\0${'a'.repeat(2 ** 20)}`;
  const file = `\x80\x02}(${scalar('i8', 'U\x08\x07\0\0\0\0\0\0\0')}K\x01${scalar('S1048576', long)}K\x01u.`;
  expect(openPickle('x.pkl', bytes(file)).names).toEqual(['7', '(entry 2)']);
});

test('a body that calls os.system is refused by name', () => {
  const hostile = bytes('\x80\x02}U\x0av_templatecos\nsystem\nU\x07echo hi\x85Rs.');
  expect(() => parseBody('SMPL_MALE.pkl', hostile)).toThrow(
    expect.objectContaining({
      code: 'unsupported',
      message: expect.stringContaining('SMPL_MALE.pkl: it wants the class or function os.system'),
    }),
  );
});

test.each(['numpy.load', 'numpy.core.multiarray.fromfile', 'chumpy.ch.ChLambda', 'builtins.getattr', 'types.CodeType'])(
  '%s is on no list',
  (name) => {
    const [, module, last] = /^(.*)\.(\w+)$/.exec(name) ?? [];
    expect(() => openPickle('x.pkl', bytes(`\x80\x02c${module}\n${last}\n.`))).toThrow(name);
  },
);

test('text of .npz files, whatever type it has', () => {
  const bytesText = bytes(
    `\x93NUMPY\x01\x00v\x00${"{'descr': '|S4', 'fortran_order': False, 'shape': (), }".padEnd(117)}\nmale`,
  );
  const source = openArrays(
    'x.npz',
    writeNpz({ a: writeNpyText('female'), b: bytesText, c: writeNpyStrings(['x', 'yz']) }),
  );
  expect([source.strings('a'), source.strings('b'), source.strings('c'), source.strings('d')]).toEqual([
    ['female'],
    ['male'],
    ['x', 'yz'],
    null,
  ]);
});

test('what is neither of the two', () => {
  expect(isArrays(bytes('{}'))).toBe(false);
  expect(() => openArrays('x', bytes('{}'))).toThrow('neither an .npz file nor a pickle');
});

test('more numbers than can be right', () => {
  const data = new Float64Array(1000);
  for (const file of [writePickle({ a: { data, shape: [1000] } }), writeNpz({ a: writeNpy(data, [1000]) })]) {
    expect(() => openArrays('x', file).array('a', 10)).toThrow('can be right');
  }
});

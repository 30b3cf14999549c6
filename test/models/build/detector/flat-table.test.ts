import { Builder } from 'flatbuffers';
import { expect, test } from 'vitest';
import { rootTable } from '../../../../models/build/detector/flat-table.js';

test('every kind of field is read, absent ones are their defaults', () => {
  const builder = new Builder(64);
  builder.startVector(4, 2, 4);
  builder.addInt32(-2);
  builder.addInt32(70000);
  const numbers = builder.endVector();
  builder.startVector(2, 3, 2);
  for (const value of [3, 2, 65535]) builder.addInt16(value);
  const halves = builder.endVector();
  const bytes = builder.createByteVector(Uint8Array.of(9, 8, 7));
  builder.startObject(1);
  builder.addFieldInt8(0, -5, 0);
  const child = builder.endObject();
  builder.startVector(4, 1, 4);
  builder.addOffset(child);
  const children = builder.endVector();
  builder.startObject(9);
  builder.addFieldInt8(0, -1, 0);
  builder.addFieldInt8(1, 200, 0);
  builder.addFieldInt32(2, -123456, 0);
  builder.addFieldOffset(3, child, 0);
  builder.addFieldOffset(4, children, 0);
  builder.addFieldOffset(5, numbers, 0);
  builder.addFieldOffset(6, halves, 0);
  builder.addFieldOffset(7, bytes, 0);
  builder.finish(builder.endObject());

  const table = rootTable(builder.asUint8Array());
  expect(table.int8(0)).toBe(-1);
  expect(table.uint8(1)).toBe(200);
  expect(table.int32(2)).toBe(-123456);
  expect(table.uint32(2)).toBe(2 ** 32 - 123456);
  expect(table.table(3)?.int8(0)).toBe(-5);
  expect(table.tables(4).map((entry) => entry.int8(0))).toEqual([-5]);
  expect(table.int32s(5)).toEqual([70000, -2]); // vectors are built from the end
  expect(table.uint16s(6)).toEqual([65535, 2, 3]);
  expect([...table.bytes(7)]).toEqual([9, 8, 7]);

  expect(table.int32(8, 42)).toBe(42);
  expect(table.table(20)).toBeNull();
  expect(table.tables(20)).toEqual([]);
  expect(table.int32s(20)).toEqual([]);
  expect(table.bytes(20)).toHaveLength(0);
});

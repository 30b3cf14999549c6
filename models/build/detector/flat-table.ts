import { ByteBuffer } from 'flatbuffers';

/** Read access to one table of a FlatBuffer by slot, the position of a field in the schema. Absent fields are defaults. */
export interface FlatTable {
  int8(slot: number, absent?: number): number;
  uint8(slot: number, absent?: number): number;
  int32(slot: number, absent?: number): number;
  uint32(slot: number, absent?: number): number;
  table(slot: number): FlatTable | null;
  tables(slot: number): FlatTable[];
  int32s(slot: number): number[];
  uint16s(slot: number): number[];
  /** A view, not a copy. */
  bytes(slot: number): Uint8Array;
}

/** The root table of a FlatBuffer file. */
export function rootTable(file: Uint8Array): FlatTable {
  const buffer = new ByteBuffer(file);
  return flatTable(buffer, buffer.readInt32(0));
}

function flatTable(buffer: ByteBuffer, position: number): FlatTable {
  /** Where the field is stored, 0 when it is absent. The vtable begins with two uint16 of its own. */
  const field = (slot: number): number => {
    const offset = buffer.__offset(position, 4 + 2 * slot);
    return offset === 0 ? 0 : position + offset;
  };
  const scalar =
    (read: (at: number) => number) =>
    (slot: number, absent = 0): number => {
      const at = field(slot);
      return at === 0 ? absent : read(at);
    };
  const vector =
    <T>(stride: number, read: (at: number) => T) =>
    (slot: number): T[] => {
      const at = field(slot);
      if (at === 0) return [];
      const start = buffer.__vector(at);
      return Array.from({ length: buffer.__vector_len(at) }, (_, i) => read(start + stride * i));
    };

  return {
    int8: scalar((at) => buffer.readInt8(at)),
    uint8: scalar((at) => buffer.readUint8(at)),
    int32: scalar((at) => buffer.readInt32(at)),
    uint32: scalar((at) => buffer.readUint32(at)),
    table(slot) {
      const at = field(slot);
      return at === 0 ? null : flatTable(buffer, buffer.__indirect(at));
    },
    tables: vector(4, (at) => flatTable(buffer, buffer.__indirect(at))),
    int32s: vector(4, (at) => buffer.readInt32(at)),
    uint16s: vector(2, (at) => buffer.readUint16(at)),
    bytes(slot) {
      const at = field(slot);
      if (at === 0) return new Uint8Array(0);
      const start = buffer.__vector(at);
      return buffer.bytes().subarray(start, start + buffer.__vector_len(at));
    },
  };
}

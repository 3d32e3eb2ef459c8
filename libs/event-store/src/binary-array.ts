/**
 * PostgreSQL's binary format of one-dimensional arrays (array_recv in its src/backend/utils/adt/arrayfuncs.c): `pg`
 * sends a Buffer as it is, while it would write any other array as text, whose quoting and parsing took a third of an
 * append's CPU time in both processes.
 */
type Nullable<T> = readonly (T | null)[];

/** Type oids as in PostgreSQL's src/include/catalog/pg_type.dat. */
const OID = { bytea: 17, int8: 20, int2: 21, int4: 23, text: 25, timestamptz: 1184 };

/** Milliseconds between 1970 and 2000, where PostgreSQL's time begins. */
const EPOCH_MS = 946_684_800_000;

export function texts(values: Nullable<string>): Buffer {
  return encode(
    OID.text,
    values,
    (value) => Buffer.byteLength(value),
    (buffer, value, at) => buffer.write(value, at),
  );
}

export function bytes(values: Nullable<Buffer>): Buffer {
  return encode(
    OID.bytea,
    values,
    (value) => value.length,
    (buffer, value, at) => value.copy(buffer, at),
  );
}

export function int2s(values: Nullable<number>): Buffer {
  return encode(OID.int2, values, two, (buffer, value, at) => buffer.writeInt16BE(value, at));
}

export function int4s(values: Nullable<number>): Buffer {
  return encode(OID.int4, values, four, (buffer, value, at) => buffer.writeInt32BE(value, at));
}

export function int8s(values: Nullable<number | bigint>): Buffer {
  return encode(OID.int8, values, eight, (buffer, value, at) => buffer.writeBigInt64BE(BigInt(value), at));
}

/** Of milliseconds since 1970. */
export function timestamps(values: Nullable<number>): Buffer {
  const microseconds = (ms: number) => BigInt(ms - EPOCH_MS) * 1_000n;
  return encode(OID.timestamptz, values, eight, (buffer, value, at) =>
    buffer.writeBigInt64BE(microseconds(value), at),
  );
}

const two = () => 2;
const four = () => 4;
const eight = () => 8;

function encode<T>(
  oid: number,
  values: Nullable<T>,
  sizeOf: (value: T) => number,
  write: (buffer: Buffer, value: T, at: number) => void,
): Buffer {
  if (values.length === 0) return header(Buffer.allocUnsafe(12), 0, 0, oid);
  let size = 20;
  let nulls = 0;
  for (const value of values) {
    size += 4;
    if (value === null) nulls = 1;
    else size += sizeOf(value);
  }
  const buffer = header(Buffer.allocUnsafe(size), 1, nulls, oid);
  buffer.writeInt32BE(values.length, 12);
  // The lowest index.
  buffer.writeInt32BE(1, 16);
  let at = 20;
  for (const value of values) at = writeElement(buffer, value, at);
  return buffer;

  /** Its length, then itself; -1 alone stands for null. */
  function writeElement(to: Buffer, value: T | null, start: number): number {
    const length = value === null ? -1 : sizeOf(value);
    const begin = to.writeInt32BE(length, start);
    if (value === null) return begin;
    write(to, value, begin);
    return begin + length;
  }
}

function header(buffer: Buffer, dimensions: number, nulls: number, oid: number): Buffer {
  buffer.writeInt32BE(dimensions, 0);
  buffer.writeInt32BE(nulls, 4);
  buffer.writeInt32BE(oid, 8);
  return buffer;
}

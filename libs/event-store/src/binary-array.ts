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
  return encode(OID.text, values, Buffer.byteLength, (buffer, value, at) => buffer.write(value, at));
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
  return encode(
    OID.int2,
    values,
    () => 2,
    (buffer, value, at) => buffer.writeInt16BE(value, at),
  );
}

export function int4s(values: Nullable<number>): Buffer {
  return encode(
    OID.int4,
    values,
    () => 4,
    (buffer, value, at) => buffer.writeInt32BE(value, at),
  );
}

export function int8s(values: Nullable<number | bigint>): Buffer {
  return encode(
    OID.int8,
    values,
    () => 8,
    (buffer, value, at) => buffer.writeBigInt64BE(BigInt(value), at),
  );
}

/** Of milliseconds since 1970. */
export function timestamps(values: Nullable<number>): Buffer {
  return encode(
    OID.timestamptz,
    values,
    () => 8,
    (buffer, value, at) => buffer.writeBigInt64BE(BigInt(value - EPOCH_MS) * 1_000n, at),
  );
}

function encode<T>(
  oid: number,
  values: Nullable<T>,
  sizeOf: (value: T) => number,
  write: (buffer: Buffer, value: T, at: number) => void,
): Buffer {
  const sizes = values.map((value) => (value === null ? -1 : sizeOf(value)));
  // Every element begins with its length, and -1 stands for null.
  const body = sizes.reduce((sum, size) => sum + 4 + Math.max(size, 0), 0);
  const buffer = Buffer.allocUnsafe(values.length === 0 ? 12 : 20 + body);
  buffer.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(sizes.includes(-1) ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  if (values.length === 0) return buffer;
  buffer.writeInt32BE(values.length, 12);
  // The lowest index.
  buffer.writeInt32BE(1, 16);
  let at = 20;
  for (const [index, value] of values.entries()) {
    const size = sizes[index]!;
    buffer.writeInt32BE(size, at);
    at += 4;
    if (value === null) continue;
    write(buffer, value, at);
    at += size;
  }
  return buffer;
}

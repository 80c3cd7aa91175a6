/** Messages of Arrow IPC: a schema, a dictionary or a record batch, each with the plan of a body of buffers. */
import { ArrowDamage, ArrowUnsupported } from './damage.ts';
import { FlatTable, sizeOf } from './flatbuffer.ts';
import { type ArrowField, readSchema } from './schema.ts';

export type Codec = 'none' | 'lz4' | 'zstd';

/** Where the arrays of a batch lie in its body, in the order of the schema. */
export interface BatchPlan {
  rows: number;
  /** Length and number of nulls of each array; −1 nulls is "not counted". */
  nodes: { length: number; nulls: number }[];
  buffers: { offset: number; length: number }[];
  /** Data buffers of each array of views. */
  variadic: number[];
  codec: Codec;
  /** Metadata before version 5 give unions a validity buffer. */
  oldUnions: boolean;
}

export type Message = { bodyLength: number } & (
  | { kind: 'schema'; schema: ArrowField[] }
  | { kind: 'dictionary'; id: bigint; isDelta: boolean; plan: BatchPlan }
  | { kind: 'batch'; plan: BatchPlan }
);

/** Metadata versions count from V1 = 0; V4 came in 2017 and V5 in 2020. */
const V4 = 3;

/** Kind and body of a message, without a look at what its header plans. @throws ArrowDamage, ArrowUnsupported */
export function readHead(bytes: Uint8Array): { kind: Message['kind']; bodyLength: number } {
  const root = FlatTable.root(bytes);
  return { kind: kindOf(root), bodyLength: root.size(3) };
}

/** @throws ArrowDamage, ArrowUnsupported */
export function readMessage(bytes: Uint8Array): Message {
  const root = FlatTable.root(bytes);
  const kind = kindOf(root);
  const bodyLength = root.size(3);
  const header = root.table(2);
  if (header === undefined) throw new ArrowDamage('its metadata are damaged');
  if (kind === 'schema') return { kind, bodyLength, schema: readSchema(header) };
  const oldUnions = root.int16(0) === V4;
  if (kind === 'batch') return { kind, bodyLength, plan: readPlan(header, bodyLength, oldUnions) };
  const data = header.table(1);
  if (data === undefined) throw new ArrowDamage('its metadata are damaged');
  const plan = readPlan(data, bodyLength, oldUnions);
  return { kind, bodyLength, id: header.id(0), isDelta: header.int8(2) !== 0, plan };
}

function kindOf(root: FlatTable): Message['kind'] {
  const version = root.int16(0);
  if (version < 0 || version > V4 + 1) throw new ArrowDamage('its metadata are damaged');
  if (version < V4) throw new ArrowUnsupported('it is written in a format of before 2017');
  const kind = ([undefined, 'schema', 'dictionary', 'batch'] as const)[root.int8(1)];
  if (kind === undefined) throw new ArrowDamage('it holds something other than tables');
  return kind;
}

function readPlan(header: FlatTable, bodyLength: number, oldUnions: boolean): BatchPlan {
  const nodes = header.structs(1, 16, (view, at) => ({
    length: sizeOf(view.getBigInt64(at, true)),
    nulls: Number(view.getBigInt64(at + 8, true)),
  }));
  const buffers = header.structs(2, 16, (view, at) => ({
    offset: sizeOf(view.getBigInt64(at, true)),
    length: sizeOf(view.getBigInt64(at + 8, true)),
  }));
  if (buffers.some(({ offset, length }) => offset + length > bodyLength)) {
    throw new ArrowDamage('a buffer ends beyond its record batch');
  }
  if (nodes.some(({ length, nulls }) => nulls < -1 || nulls > length)) {
    throw new ArrowDamage('a column has more nulls than rows');
  }
  const variadic = header.structs(4, 8, (view, at) => sizeOf(view.getBigInt64(at, true)));
  const compression = header.table(3);
  const codec = compression === undefined ? 'none' : codecOf(compression);
  return { rows: header.size(0), nodes, buffers, variadic, codec, oldUnions };
}

function codecOf(compression: FlatTable): Codec {
  const codec = (['lz4', 'zstd'] as const)[compression.int8(0)];
  if (codec === undefined || compression.int8(1) !== 0) {
    throw new ArrowUnsupported('its compression is unknown: write it with LZ4, Zstandard or without');
  }
  return codec;
}

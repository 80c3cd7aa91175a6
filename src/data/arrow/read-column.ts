/** Reads one column of a batch with all that belongs to it, and checks it as a full validation would. */
import type { Body } from './body.ts';
import { checkDecimals, checkIndices, checkOffsets, checkRunEnds, checkValidity } from './checks.ts';
import { type Column, type Numbers, Values } from './column.ts';
import { ArrowDamage } from './damage.ts';
import type { ArrowField, ArrowType, IntegerType } from './schema.ts';
import { readText, readTextViews } from './text.ts';

export interface Context {
  /** The values of each dictionary read so far. */
  dictionaries: ReadonlyMap<bigint, Values>;
  /** The fields to read, with all that stands in them and around them. */
  uses: ReadonlySet<ArrowField>;
}

const MOST_ROWS = 2 ** 31 - 1;

/** Passes over a field that is not used. */
export function skipColumn(body: Body, field: ArrowField): void {
  body.nextNode();
  const { kind } = field.type;
  if (field.dictionary !== undefined) body.skipBuffers(2);
  else if (kind === 'text-view' || kind === 'binary-view') body.skipBuffers(2 + body.nextVariadic());
  else {
    body.skipBuffers(bufferCount(field.type, body.plan.oldUnions));
    for (const child of field.children) skipColumn(body, child);
  }
}

/** @throws ArrowDamage, ArrowNotUtf8, ArrowTooLarge */
export async function readColumn(body: Body, field: ArrowField, context: Context): Promise<Column> {
  if (field.dictionary !== undefined) return readIndices(body, field, context);
  const { type, children } = field;
  const node = body.nextNode();
  const { length } = node;
  if (length > MOST_ROWS) throw new ArrowDamage('a column has more than 2³¹ rows');
  const readChild = (i: number) => readColumn(body, children[i] as ArrowField, context);
  if (type.kind === 'null' || type.kind === 'run-end') {
    body.take(4 * length); // rows without bytes of their own
    if (type.kind === 'null') return { type, length, validity: undefined, layout: 'null' };
    return readRuns(body, type, length, await readChild(0), await readChild(1));
  }
  if (type.kind === 'union') {
    body.skipBuffers(bufferCount(type, body.plan.oldUnions));
    for (const child of children) skipColumn(body, child);
    return { type, length, validity: undefined, layout: 'unread' };
  }
  const validity = await readValidity(body, node);
  const base = { type, length, validity };
  switch (type.kind) {
    case 'boolean':
      return { ...base, layout: 'bits', bits: await body.next(Math.ceil(length / 8)) };
    case 'integer':
    case 'float':
    case 'date':
    case 'timestamp':
      return { ...base, layout: 'numbers', numbers: await readNumbers(body, type, length) };
    case 'decimal': {
      const bytes = await body.next((length * type.bits) / 8);
      const column: Column = {
        ...base,
        layout: 'decimals',
        bytes: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
      };
      checkDecimals(column);
      return column;
    }
    case 'text': {
      const offsets = await readOffsets(body, type.wide, length);
      const data = await body.next(0);
      checkOffsets(offsets, length, data.length);
      return { ...base, layout: 'text', text: readText(offsets, data, length, validity) };
    }
    case 'text-view': {
      const views = await body.next(16 * length);
      const data: Uint8Array[] = [];
      for (let left = body.nextVariadic(); left > 0; left--) data.push(await body.next(0));
      return { ...base, layout: 'text', text: readTextViews(views, data, length, validity) };
    }
    case 'list': {
      const offsets = await readOffsets(body, type.wide, length);
      const child = await readChild(0);
      checkOffsets(offsets, length, child.length);
      const at = (row: number) => Number(offsets[row]);
      return { ...base, layout: 'list', start: at, end: (row) => at(row + 1), child };
    }
    case 'list-view':
      return readListViews(body, base, type.wide, () => readChild(0));
    case 'fixed-list': {
      const { size } = type;
      const child = await readChild(0);
      if (child.length < size * length) throw new ArrowDamage('a list ends beyond its values');
      body.take(length);
      return { ...base, layout: 'list', start: (row) => row * size, end: (row) => (row + 1) * size, child };
    }
    case 'struct': {
      const read: Column[] = [];
      for (const [i, child] of children.entries()) {
        if (context.uses.has(child)) read.push(await readChild(i));
        else read.push(skipped(body, child, length));
      }
      if (read.some((column) => column.length < length)) {
        throw new ArrowDamage('a part of a structure has fewer rows than the structure');
      }
      body.take(length);
      return { ...base, layout: 'struct', children: read };
    }
    default: {
      // Values that nothing here reads: the validity is behind us, what follows is passed over.
      if (type.kind === 'binary-view') body.skipBuffers(1 + body.nextVariadic());
      else body.skipBuffers(bufferCount(type, body.plan.oldUnions) - 1);
      for (const child of children) skipColumn(body, child);
      return { ...base, layout: 'unread' };
    }
  }
}

function skipped(body: Body, field: ArrowField, length: number): Column {
  skipColumn(body, field);
  return { type: field.type, length, validity: undefined, layout: 'unread' };
}

function bufferCount(type: ArrowType, oldUnions: boolean): number {
  switch (type.kind) {
    case 'null':
    case 'run-end':
      return 0;
    case 'struct':
    case 'fixed-list':
      return 1;
    case 'text':
    case 'binary':
    case 'list-view':
      return 3;
    case 'union':
      return (type.dense ? 2 : 1) + (oldUnions ? 1 : 0);
    default:
      return 2;
  }
}

async function readValidity(
  body: Body,
  { length, nulls }: { length: number; nulls: number },
): Promise<Uint8Array | undefined> {
  if (nulls === 0) {
    body.skipBuffers(1);
    return undefined;
  }
  const bits = await body.next(Math.ceil(length / 8));
  checkValidity(bits, length, nulls);
  return bits;
}

async function readNumbers(body: Body, type: ArrowType, length: number): Promise<Numbers> {
  const make = arrayOf(type);
  const bytes = await body.next(length * make.BYTES_PER_ELEMENT);
  return new make(bytes.buffer, bytes.byteOffset, length);
}

interface MakeNumbers {
  new (buffer: ArrayBuffer, offset: number, length: number): Numbers;
  BYTES_PER_ELEMENT: number;
}

function arrayOf(type: ArrowType): MakeNumbers {
  switch (type.kind) {
    case 'integer':
      return type.signed
        ? { 8: Int8Array, 16: Int16Array, 32: Int32Array, 64: BigInt64Array }[type.bits]
        : { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array, 64: BigUint64Array }[type.bits];
    case 'float':
      return { 16: Uint16Array, 32: Float32Array, 64: Float64Array }[type.bits];
    case 'date':
      return type.unit === 'day' ? Int32Array : BigInt64Array;
    default:
      return BigInt64Array;
  }
}

type Offsets = Int32Array | BigInt64Array;

async function readOffsets(body: Body, wide: boolean, length: number): Promise<Offsets> {
  const width = wide ? 8 : 4;
  const bytes = await body.next(length === 0 ? 0 : (length + 1) * width);
  const count = Math.min(length + 1, Math.floor(bytes.length / width));
  return wide
    ? new BigInt64Array(bytes.buffer, bytes.byteOffset, count)
    : new Int32Array(bytes.buffer, bytes.byteOffset, count);
}

async function readListViews(
  body: Body,
  base: Pick<Column, 'type' | 'length' | 'validity'>,
  wide: boolean,
  readChild: () => Promise<Column>,
): Promise<Column> {
  const integer: IntegerType = { kind: 'integer', bits: wide ? 64 : 32, signed: true };
  const offsets = await readNumbers(body, integer, base.length);
  const sizes = await readNumbers(body, integer, base.length);
  const child = await readChild();
  const start = (row: number) => Number(offsets[row]);
  const end = (row: number) => start(row) + Number(sizes[row]);
  for (let row = 0; row < base.length; row++) {
    if (start(row) < 0 || Number(sizes[row]) < 0 || end(row) > child.length) {
      throw new ArrowDamage('a list ends beyond its values');
    }
  }
  return { ...base, layout: 'list', start, end, child };
}

async function readIndices(body: Body, field: ArrowField, context: Context): Promise<Column> {
  const { id, index } = field.dictionary as NonNullable<ArrowField['dictionary']>;
  const node = body.nextNode();
  const { length } = node;
  const validity = await readValidity(body, node);
  const indices = await readNumbers(body, index, length);
  const values = context.dictionaries.get(id);
  if (values === undefined && length > 0) throw new ArrowDamage('its dictionary is missing');
  const column: Column = {
    type: field.type,
    length,
    validity,
    layout: 'indexed',
    indices,
    values: values ?? new Values([]),
  };
  checkIndices(column);
  return column;
}

/** Runs become one index a row, so that they are read as a dictionary is. */
function readRuns(body: Body, type: ArrowType, length: number, ends: Column, values: Column): Column {
  body.take(4 * length);
  const indices = new Uint32Array(length);
  const runs = checkRunEnds(ends, length, values.length);
  let from = 0;
  for (const [run, end] of runs.entries()) {
    indices.fill(run, from, Math.min(end, length));
    from = end;
  }
  return { type, length, validity: undefined, layout: 'indexed', indices, values: new Values([values]) };
}

/**
 * Where the messages of Arrow data lie: in a file, its footer says so; a stream is walked from head to head. Only metadata
 * are read here, so that a look at the columns of any file is quick.
 */
import { ArrowDamage, ArrowUnsupported } from './damage.ts';
import type { Bytes } from './file-bytes.ts';
import { FlatTable, sizeOf } from './flatbuffer.ts';
import { readHead, readMessage } from './message.ts';
import { type ArrowField, readSchema } from './schema.ts';

export interface Container {
  schema: ArrowField[];
  /** Dictionaries and record batches in the order to read them. */
  messages: Place[];
}

export interface Place {
  /** Of the metadata. */
  at: number;
  metadataLength: number;
  /** Of the buffers. */
  body: number;
  bodyLength: number;
}

const MAGIC = 'ARROW1';
const CONTINUATION = 0xffffffff;
/** No schema is so long; a damaged length may be. */
const MOST_METADATA = 256 * 2 ** 20;
const cutShort = () => new ArrowDamage('it is cut short');

/** @throws ArrowDamage, ArrowUnsupported */
export async function openContainer(file: Bytes): Promise<Container> {
  const start = await file.read(0, Math.min(file.size, 8));
  if (latin1(start.subarray(0, 4)) === 'FEA1') {
    throw new ArrowUnsupported('it is Feather version 1; write version 2');
  }
  return latin1(start.subarray(0, 6)) === MAGIC ? readFooter(file) : walkStream(file);
}

async function readFooter(file: Bytes): Promise<Container> {
  const end = await file.read(file.size - 10, 10);
  if (latin1(end.subarray(4)) !== MAGIC) throw cutShort();
  const length = new DataView(end.buffer, end.byteOffset).getInt32(0, true);
  const at = file.size - 10 - length;
  if (length <= 0 || at < 8 || length > MOST_METADATA) throw new ArrowDamage('its footer is damaged');
  const footer = FlatTable.root(await file.read(at, length));
  const schema = footer.table(1);
  if (schema === undefined) throw new ArrowDamage('its footer is damaged');
  const messages: Place[] = [];
  for (const list of [2, 3]) {
    const blocks = footer.structs(list, 24, (view, position) => ({
      at: sizeOf(view.getBigInt64(position, true)),
      length: view.getInt32(position + 8, true),
      bodyLength: sizeOf(view.getBigInt64(position + 16, true)),
    }));
    for (const block of blocks) messages.push(await placeOf(file, block, at));
  }
  return { schema: readSchema(schema), messages };
}

/** A block of the footer counts the bytes before the metadata too. */
async function placeOf(
  file: Bytes,
  block: { at: number; length: number; bodyLength: number },
  end: number,
): Promise<Place> {
  const body = block.at + block.length;
  if (block.length < 8 || body + block.bodyLength > end || block.length > MOST_METADATA) {
    throw new ArrowDamage('its footer is damaged');
  }
  const prefix = await prefixOf(file, block.at);
  if (prefix.bytes + prefix.length > block.length) throw new ArrowDamage('its footer is damaged');
  const at = block.at + prefix.bytes;
  return { at, metadataLength: prefix.length, body, bodyLength: block.bodyLength };
}

/** Each message: −1 (absent before 2019), the length of its metadata, the metadata, the body; a length of 0 ends. */
async function walkStream(file: Bytes): Promise<Container> {
  let schema: ArrowField[] | undefined;
  const messages: Place[] = [];
  for (let at = 0; at < file.size; ) {
    const prefix = await prefixOf(file, at);
    if (prefix.length === 0) break;
    at += prefix.bytes;
    if (at + prefix.length > file.size || prefix.length > MOST_METADATA) throw cutShort();
    const metadata = await file.read(at, prefix.length);
    const { kind, bodyLength } = readHead(metadata);
    const body = at + prefix.length;
    if (body + bodyLength > file.size) throw cutShort();
    if ((kind === 'schema') !== (schema === undefined))
      throw new ArrowDamage('its messages are out of order');
    if (kind !== 'schema') messages.push({ at, metadataLength: prefix.length, body, bodyLength });
    else schema = schemaOf(metadata);
    at = body + bodyLength;
  }
  if (schema === undefined) throw new ArrowDamage('it holds no message');
  return { schema, messages };
}

function schemaOf(metadata: Uint8Array): ArrowField[] {
  const message = readMessage(metadata);
  return message.kind === 'schema' ? message.schema : [];
}

async function prefixOf(file: Bytes, at: number): Promise<{ bytes: number; length: number }> {
  const numberAt = async (position: number) => {
    if (position + 4 > file.size) throw cutShort();
    const bytes = await file.read(position, 4);
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  };
  const first = await numberAt(at);
  if (first !== CONTINUATION) return { bytes: 4, length: first };
  return { bytes: 8, length: await numberAt(at + 4) };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

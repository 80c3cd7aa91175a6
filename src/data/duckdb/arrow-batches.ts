/**
 * The record batches of an Arrow file or stream. apache-arrow's own `tableFromIPC` never returns from a file whose message
 * headers are damaged: it reads the same block again and again. Here every batch is asked for once, and the messages of a
 * stream are walked before they are read.
 */
import type { RecordBatch, RecordBatchFileReader, Schema } from 'apache-arrow';

type Arrow = typeof import('apache-arrow');

export interface Batches {
  schema: Schema;
  batches: RecordBatch[];
}

/** @throws Error when the bytes are no Arrow data, are damaged, or end too early */
export function readBatches(arrow: Arrow, bytes: Uint8Array): Batches {
  const isMagic = (six: Uint8Array) => new TextDecoder('latin1').decode(six) === 'ARROW1';
  const isFile = isMagic(bytes.subarray(0, 6));
  if (isFile && !isMagic(bytes.subarray(-6))) throw new Error('it is cut short');
  const found = isFile ? fileBatches(arrow, bytes) : streamBatches(arrow, bytes);
  const names: unknown[] = found.schema.fields.map(({ name }) => name);
  if (names.length === 0) throw new Error('it holds no columns');
  if (!names.every((name) => typeof name === 'string')) throw new Error('its schema is damaged');
  return found;
}

function fileBatches(arrow: Arrow, bytes: Uint8Array): Batches {
  const file = arrow.RecordBatchReader.from(bytes) as RecordBatchFileReader;
  if (!file.isFile()) throw new Error('its end is missing');
  file.open({ autoDestroy: false });
  const batches = Array.from({ length: file.numRecordBatches }, (_, i) => {
    const batch = file.readRecordBatch(i);
    if (batch === null) throw new Error(`record batch ${i + 1} is damaged`);
    return batch;
  });
  return { schema: file.schema, batches };
}

function streamBatches(arrow: Arrow, bytes: Uint8Array): Batches {
  walkStream(arrow, bytes);
  const stream = arrow.RecordBatchReader.from(bytes).open({ autoDestroy: false });
  return { schema: stream.schema, batches: [...stream].filter(({ numRows }) => numRows > 0) };
}

const CONTINUATION = -1;

/** Each message: −1, the length of its metadata, the metadata, a body whose length the metadata states; 0 ends. */
function walkStream({ Message, MessageHeader }: Arrow, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const known: number[] = [MessageHeader.Schema, MessageHeader.DictionaryBatch, MessageHeader.RecordBatch];
  let messages = 0;
  for (let at = 0; at < bytes.length; messages++) {
    if (at + 4 > bytes.length) throw new Error('it is cut short');
    let length = view.getInt32(at, true);
    at += 4;
    if (length === CONTINUATION) {
      if (at + 4 > bytes.length) throw new Error('it is cut short');
      length = view.getInt32(at, true);
      at += 4;
    }
    if (length === 0) break;
    if (length < 0 || at + length > bytes.length) throw new Error('it is cut short');
    const message = Message.decode(bytes.subarray(at, at + length));
    if (!known.includes(message.headerType)) throw new Error(`message ${messages + 1} is damaged`);
    const body = Number(message.bodyLength);
    if (body < 0 || at + length + body > bytes.length) throw new Error('it is cut short');
    at += length + body;
  }
  if (messages === 0) throw new Error('it holds no message');
}

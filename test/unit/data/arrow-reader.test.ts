import { join } from 'node:path';
import { LargeUtf8, RecordBatchStreamWriter, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { readArrow, readArrowBytes } from '../../support/arrow.ts';

/** 20 rows in two batches, every fourth of five null where a column has nulls; test/fixtures/data/README.md says how it was made. */
const LAYOUTS = join(import.meta.dirname, '../../fixtures/data/pyarrow-layouts.feather');
const rows = Array.from({ length: 20 }, (_, i) => i);
const gaps = (value: (i: number) => string) => rows.map((i) => (i % 5 === 3 ? null : value(i)));

describe('layouts that pyarrow writes', () => {
  it.each<[string, (string | null)[]]>([
    ['text_view', gaps((i) => `${'ü'.repeat(i % 9)}${i}`)],
    ['large_text', gaps((i) => `ü${i}`)],
    ['runs', rows.map((i) => (i >= 8 && i < 12 ? null : `r${Math.floor(i / 4)}`))],
    ['list_view', gaps((i) => `[${i}, 0.5]`)],
    ['large_list', gaps((i) => `[${Array.from({ length: i % 3 }, () => i).join(', ')}]`)],
    ['structure.id', gaps((i) => String(i))],
    ['structure.x', gaps((i) => `q${i}`)],
    ['half', rows.map((i) => String(i / 4))],
    ['dec32', gaps((i) => (i / 10).toFixed(1))],
    ['dec64', gaps((i) => (-i / 10).toFixed(1).replace('-0.0', '0.0'))],
    ['dec128', rows.map((i) => String(9n * 10n ** 37n + BigInt(i)))],
    ['dec256', rows.map((i) => String(-(10n ** 36n) - BigInt(i)))],
    ['dec_lists', rows.map((i) => `[${(i / 4).toFixed(2)}, NULL]`)],
    ['nothing', rows.map(() => null)],
    ['days', gaps((i) => new Date(Date.UTC(1969, 11, 20 + i)).toISOString().slice(0, 10))],
    ['code', rows.map((i) => String([10, 20, 30][i % 3]))],
    ['last', rows.map((i) => `l${i}`)],
  ])('%s', async (name, expected) => {
    expect((await readArrow(LAYOUTS, [name]))[name]).toEqual(expected);
  });
});

describe('streams of several batches', () => {
  const tableOf = (texts: (string | null)[]) => new Table({ text: vectorFromArray(texts, new LargeUtf8()) });

  it('are read in their order', async () => {
    const writer = new RecordBatchStreamWriter();
    writer.write(tableOf(['a', null]).batches[0]);
    writer.write(tableOf(['b']).batches[0]);
    writer.finish();
    expect(await readArrowBytes(await writer.toUint8Array())).toEqual({ text: ['a', null, 'b'] });
  });

  it('may end without an end mark', async () => {
    const bytes = tableToIPC(tableOf(['a', 'b']), 'stream');
    expect(await readArrowBytes(bytes.subarray(0, -8))).toEqual({ text: ['a', 'b'] });
  });

  it('keep characters of any length, and zero bytes', async () => {
    const texts = ['', 'a\0b', 'Zoë', '日本語', '🎬', 'x'.repeat(100_000)];
    const bytes = tableToIPC(new Table({ text: vectorFromArray(texts, new Utf8()) }), 'file');
    expect((await readArrowBytes(bytes))['text']).toEqual(texts);
  });
});

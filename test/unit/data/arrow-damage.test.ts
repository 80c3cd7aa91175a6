import { zstdCompressSync } from 'node:zlib';
import {
  Bool,
  CompressionType,
  compressionRegistry,
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Int32,
  Int64,
  List,
  RecordBatchFileWriter,
  Struct,
  Table,
  tableToIPC,
  Uint8,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { positionOf, readArrowBytes, withBytes } from '../../support/arrow.ts';
import { random as seeded } from '../../support/random.ts';

const texts = ['ab', 'c', null, 'déf', ''];
const integers = (values: (number | null)[]) => vectorFromArray(values, new Int32());
const table = new Table({
  text: vectorFromArray(texts, new Utf8()),
  number: integers([7001, null, 7003, null, 7005]),
  big: vectorFromArray([1n, 2n, 3n, 4n, 5n], new Int64()),
  code: vectorFromArray(['x', 'y', 'x', null, 'z'], new Dictionary(new Utf8(), new Uint8())),
  list: vectorFromArray([[1, 2], [], null, [3], [4, 5, 6]], new List(new Field('item', new Float32()))),
  pair: vectorFromArray(
    [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
      [9, 0],
    ],
    new FixedSizeList(2, new Field('item', new Float32())),
  ),
  part: vectorFromArray(
    [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }, { id: 5 }],
    new Struct([new Field('id', new Int32())]),
  ),
  truth: vectorFromArray([true, false, null, true, false], new Bool()),
});
const file = tableToIPC(table, 'file');
const fileOf = (columns: Record<string, Vector>) => tableToIPC(new Table(columns), 'file');

describe('damage is found before a value is read', () => {
  it.each<[string, Uint8Array, ArrayBufferView, ArrayBufferView, RegExp]>([
    [
      'offsets that fall',
      file,
      Int32Array.of(0, 2, 3, 3, 7, 7),
      Int32Array.of(0, 9, 3, 3, 7, 7),
      /its offsets fall/,
    ],
    [
      'offsets beyond the texts',
      file,
      Int32Array.of(0, 2, 3, 3, 7, 7),
      Int32Array.of(0, 2, 3, 3, 7, 2_000_000_000),
      /an offset lies beyond its data/,
    ],
    [
      'negative offsets',
      file,
      Int32Array.of(0, 2, 3, 3, 7, 7),
      Int32Array.of(-5, 2, 3, 3, 7, 7),
      /an offset is negative/,
    ],
    [
      'lists beyond their numbers',
      file,
      Int32Array.of(0, 2, 2, 2, 3, 6),
      Int32Array.of(0, 2, 2, 2, 3, 400),
      /an offset lies beyond its data/,
    ],
    [
      'an index without a value',
      fileOf({ code: table.getChild('code') as Vector }),
      Uint8Array.of(0, 1, 0, 0, 2),
      Uint8Array.of(0, 9, 0, 0, 2),
      /beyond its dictionary/,
    ],
  ])('%s', async (_, bytes, there, instead, message) => {
    const damaged = withBytes(bytes, positionOf(bytes, there), instead);
    await expect(readArrowBytes(damaged)).rejects.toThrow(message);
  });

  it('another number of nulls than the bits say', async () => {
    const bytes = fileOf({ number: integers([7001, null, 7003, null, 7005]) });
    const bits = positionOf(bytes, Uint8Array.of(0b10101, 0, 0, 0, 0, 0, 0, 0));
    await expect(readArrowBytes(withBytes(bytes, bits, Uint8Array.of(0b10111)))).rejects.toThrow(
      /another number of nulls/,
    );
  });

  it('text that is not UTF-8, with its column and its row in the file', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => `name${i}`);
    const bytes = fileOf({ text: vectorFromArray(many, new Utf8()) });
    const at = positionOf(bytes, Buffer.from('name4321'));
    const latin = withBytes(bytes, at, Uint8Array.of(0x6e, 0xe9));
    await expect(readArrowBytes(latin)).rejects.toMatchObject({ column: 'text', row: 4322 });
  });

  it('a text that begins inside a character of another', async () => {
    const bytes = fileOf({ text: vectorFromArray(['é', 'a'], new Utf8()) });
    const at = positionOf(bytes, Int32Array.of(0, 2, 3));
    const torn = withBytes(bytes, at, Int32Array.of(0, 1, 3));
    await expect(readArrowBytes(torn)).rejects.toMatchObject({ column: 'text', row: 1 });
  });

  it('but not what lies under a null, or in a column that is not in use', async () => {
    const unused = withBytes(file, positionOf(file, Int32Array.of(0, 2, 3, 3, 7, 7)), Int32Array.of(0, 9));
    await expect(readArrowBytes(unused, ['text'])).rejects.toThrow(/its offsets fall/);
    expect(await readArrowBytes(unused, ['number', 'code'])).toEqual({
      number: ['7001', null, '7003', null, '7005'],
      code: ['x', 'y', 'x', null, 'z'],
    });
  });
});

describe('memory', () => {
  it('counts only columns in use, and is refused before it is taken', async () => {
    const wide = fileOf({
      a: vectorFromArray(new Float32Array(1e6)),
      b: integers(Array.from({ length: 1e6 }, () => 1)),
    });
    await expect(readArrowBytes(wide, ['a', 'b'], 5e6)).rejects.toMatchObject({
      name: 'ArrowTooLarge',
      bytes: 8e6,
    });
    expect((await readArrowBytes(wide, ['b'], 5e6))['b']?.length).toBe(1e6);
  });

  it.skipIf(zstdCompressSync === undefined)('is not taken by what a compressed buffer becomes', async () => {
    const zeros = new Float32Array(4e6);
    const compressed = zstdCompressSync(zeros);
    compressionRegistry.set(CompressionType.ZSTD, { encode: () => compressed, decode: (data) => data });
    const writer = new RecordBatchFileWriter({ compressionType: CompressionType.ZSTD });
    writer.write(new Table({ zeros: vectorFromArray(zeros) }));
    writer.finish();
    const bytes = await writer.toUint8Array();
    // apache-arrow states the size of the compressed bytes where that of the plain ones belongs.
    const at = positionOf(bytes, BigInt64Array.of(BigInt(compressed.length)));
    const bomb = withBytes(bytes, at, BigInt64Array.of(16_000_000n));
    expect(bomb.length).toBeLessThan(10_000);
    expect((await readArrowBytes(bomb))['zeros']?.length).toBe(4e6);
    await expect(readArrowBytes(bomb, undefined, 1e6)).rejects.toMatchObject({ name: 'ArrowTooLarge' });
    for (const lie of [1000n, 16_000_004n, -2n]) {
      await expect(readArrowBytes(withBytes(bomb, at, BigInt64Array.of(lie)))).rejects.toThrow(
        /a compressed buffer is damaged/,
      );
    }
  });
});

const KNOWN = ['ArrowDamage', 'ArrowFault', 'ArrowTooLarge', 'ArrowUnsupported'];

describe('bytes changed at random', () => {
  it.each([
    ['file', 1],
    ['stream', 2],
  ] as const)(
    'of a %s end at once in values or in a known fault',
    async (format, seed) => {
      const bytes = tableToIPC(table, format);
      const random = seeded(seed);
      const outcomes = new Map<string, number>();
      for (let round = 0; round < 1500; round++) {
        const damaged = Uint8Array.from(bytes);
        for (let k = 0; k <= round % 3; k++) {
          const at = Math.floor(random() * bytes.length);
          damaged[at] = ([0, 0xff, 0x7f, 0x80, damaged[at]! + 1] as const)[Math.floor(random() * 5)]!;
        }
        const began = performance.now();
        const outcome = await readArrowBytes(damaged, undefined, 2 ** 22).then(
          () => 'values',
          (error: Error) => error.name,
        );
        expect(['values', ...KNOWN], `round ${round}`).toContain(outcome);
        expect(performance.now() - began, `round ${round}: ${outcome}`).toBeLessThan(2000);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      expect(outcomes.get('ArrowDamage')).toBeGreaterThan(100);
      expect(outcomes.get('ArrowFault')).toBeGreaterThan(20);
    },
    60_000,
  );
});

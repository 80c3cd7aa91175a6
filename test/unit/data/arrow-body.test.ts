import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Body, Budget } from '../../../src/data/arrow/body.ts';

/** The one buffer of a body, as a writer compressed it. */
function nextOf(stored: Uint8Array, codec: 'lz4' | 'zstd'): Promise<Uint8Array> {
  const file = { bytes: stored.length, read: async () => stored } as never;
  const plan = {
    rows: 0,
    nodes: [],
    buffers: [{ offset: 0, length: stored.length }],
    variadic: [],
    codec,
    oldUnions: false,
  };
  return new Body(file, { body: 0 } as never, plan, new Budget(1000)).next(0);
}

const sized = (size: number, data: Uint8Array = new Uint8Array()): Uint8Array =>
  Uint8Array.of(...new Uint8Array(BigInt64Array.of(BigInt(size)).buffer), ...data);

describe('a compressed buffer', () => {
  it.each(['lz4', 'zstd'] as const)(
    'may be empty, as Java writes one by %s: a size and no data',
    async (codec) => {
      expect(await nextOf(sized(0), codec)).toHaveLength(0);
    },
  );

  it.skipIf(zstdCompressSync === undefined)('may be empty data', async () => {
    expect(await nextOf(sized(0, zstdCompressSync?.(new Uint8Array())), 'zstd')).toHaveLength(0);
  });

  it('is damaged where it has a size and no data', async () => {
    await expect(nextOf(sized(4), 'zstd')).rejects.toThrow(/damaged/);
    await expect(nextOf(sized(4), 'lz4')).rejects.toThrow(/damaged/);
  });
});

/** Bytes of small Parquet files changed by chance: what is said is said in our words, and never that memory is short. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../../src/common/failure.ts';
import { profileData } from '../../../support/evaluate.ts';
import { random as seeded } from '../../../support/random.ts';
import { csv, folderWith, load, logRows, runContext } from '../support.ts';
import { sql } from './sql.ts';

const rows = logRows(400).map((row, i) => ({ ...row, user: `u${row.user}`, x: i / 7 }));
const folder = folderWith({ 'log.csv': csv(rows) });
const log = { path: 'damaged.parquet', features: ['x'] };
/** Words of the engine, of its Thrift reader and of C++. */
const FOREIGN =
  /duckdb|thrift|protocol|exception|\w+ error:|std::|SELECT |read_parquet|page header|snappy|--memory/i;

beforeAll(async () => {
  for (const codec of ['snappy', 'zstd', 'uncompressed']) {
    await sql(
      `COPY (FROM '${folder}/log.csv') TO '${folder}/${codec}.parquet' (COMPRESSION ${codec}, ROW_GROUP_SIZE 2048)`,
    );
  }
});

async function outcomeOf(bytes: Uint8Array, look: boolean): Promise<string> {
  writeFileSync(join(folder, 'damaged.parquet'), bytes);
  const memoryBytes = 2 ** 28;
  const reading = look
    ? profileData(['damaged.parquet'], folder, runContext({ memoryBytes }))
    : load(folder, log, {}, { memoryBytes });
  const error: unknown = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return 'read';
  expect(error).toBeInstanceOf(Failure);
  const { message, kind, where } = error as Failure;
  expect(['data', 'usage'], message).toContain(kind);
  expect(message).not.toMatch(FOREIGN);
  if (kind === 'data') expect(where.file, message).toBe('damaged.parquet');
  return (error as Failure).code;
}

describe('damaged Parquet', () => {
  it.each(['snappy', 'zstd', 'uncompressed'])(
    'of the codec %s is damaged data',
    async (codec) => {
      const whole = readFileSync(join(folder, `${codec}.parquet`));
      const footer = whole.readUInt32LE(whole.length - 8);
      const random = seeded(7);
      const outcomes = new Set<string>();
      for (let round = 0; round < 40; round++) {
        const bytes = Buffer.from(whole);
        for (let k = 0; k <= round % 3; k++) {
          const inFooter = random() < 0.6;
          const at = Math.floor(inFooter ? whole.length - 8 - footer * random() : whole.length * random());
          bytes[at] = [0, 0xff, 0x7f, 0x80, (bytes[at]! + 1) % 256][Math.floor(random() * 5)]!;
        }
        outcomes.add(await outcomeOf(bytes, round % 4 === 3));
      }
      expect(outcomes).toContain('unreadable-file');
    },
    60_000,
  );

  it('whose pages claim gigabytes is not told to take more memory', async () => {
    const whole = readFileSync(join(folder, 'snappy.parquet'));
    // "PAR1", a page's type, then as a zigzag varint how large it becomes: here 2³¹ − 1 bytes, over its own and the next number.
    const claimed = Buffer.from(whole);
    claimed.set([0xfe, 0xff, 0xff, 0xff, 0x0f], 7);
    expect(whole.toString('latin1', 0, 4)).toBe('PAR1');
    const outcomes = new Set([await outcomeOf(claimed, false)]);
    for (let at = 5; at < 14; at++) {
      for (const byte of [0x80, 0xff]) {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        outcomes.add(await outcomeOf(bytes, false));
      }
    }
    expect(outcomes).toContain('unreadable-file');
  });
});

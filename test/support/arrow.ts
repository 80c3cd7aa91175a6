/** Arrow data through the reader under test, as plain values, and where parts of such data lie in its bytes. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArrowReader } from '../../src/data/arrow/reader.ts';
import type { ArrowField } from '../../src/data/arrow/schema.ts';
import { valueReader } from '../../src/data/duckdb/formats/arrow/values.ts';
import { duckdb } from '../../src/data/duckdb/session/driver.ts';

/** Every value as text, null where there is none. */
export type Values = Record<string, (string | null)[]>;

/** @param names the columns to read; all where absent. */
export async function readArrow(path: string, names?: string[], memoryBytes = 2 ** 26): Promise<Values> {
  await duckdb(); // as a session does
  const reader = await ArrowReader.open(path, statSync(path).size);
  const columns = leavesOf(reader.fields).filter(({ name }) => names?.includes(name) ?? true);
  const values: Values = Object.fromEntries(columns.map(({ name }) => [name, []]));
  const paths = columns.map(({ path }) => path);
  for await (const batch of reader.batches(paths, memoryBytes)) {
    for (const [i, column] of batch.columns.entries()) {
      const read = valueReader(column);
      for (let row = 0; row < batch.rows; row++) {
        const value = read(row);
        values[columns[i]?.name ?? '']?.push(value === null ? null : String(value));
      }
    }
  }
  return values;
}

/** Columns, and those inside records instead of the records. */
function leavesOf(fields: readonly ArrowField[]): { name: string; path: number[] }[] {
  return fields.flatMap(({ name, type, children }, i) =>
    type.kind === 'struct'
      ? leavesOf(children).map((leaf) => ({ name: `${name}.${leaf.name}`, path: [i, ...leaf.path] }))
      : [{ name, path: [i] }],
  );
}

export async function readArrowBytes(bytes: Uint8Array, names?: string[], memoryBytes?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'lis-arrow-test-'));
  try {
    writeFileSync(join(folder, 'a.arrow'), bytes);
    return await readArrow(join(folder, 'a.arrow'), names, memoryBytes);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where the bytes of an array lie; the last place where they stand more than once. */
export function positionOf(bytes: Uint8Array, array: ArrayBufferView): number {
  const at = Buffer.from(bytes).lastIndexOf(Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  if (at < 0) throw new Error('these bytes are not in the file');
  return at;
}

/** A copy with `array` written over what lies at `at`. */
export function withBytes(bytes: Uint8Array, at: number, array: ArrayBufferView): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
  return copy;
}

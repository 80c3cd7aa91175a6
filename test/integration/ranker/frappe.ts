/** Frappe, the public context-aware recommendation data in the split of the BARS benchmark, as a ranking task. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { fieldBlock, type RankTask } from '../../../src/ranker/index.ts';

const FIELDS = [
  'user',
  'item',
  'daytime',
  'weekday',
  'isweekend',
  'homework',
  'cost',
  'weather',
  'country',
  'city',
] as const;
const FILES = ['train', 'valid', 'test'] as const;

const root =
  process.env['LIS_REFERENCE_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));

const path = (file: string): string => `${root}/frappe/${file}.parquet`;

/** Why the data cannot be had; undefined where it can. */
export const frappeMissing = FILES.every((file) => existsSync(path(file)))
  ? undefined
  : 'no Frappe data: frappe/{train,valid,test}.parquet must be in the folder that LIS_REFERENCE_DATA names';

/** All rows with dictionary-encoded fields; the published split is the task's parts. */
export async function frappeTask(): Promise<Pick<RankTask, 'blocks' | 'label' | 'parts'>> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const union = FILES.map(
    (file, part) =>
      `SELECT ${part} AS part, label, ${FIELDS.join()} FROM read_parquet('${path(file).replaceAll("'", "''")}')`,
  ).join(' UNION ALL ');
  const codes = FIELDS.map((field) => `(dense_rank() OVER (ORDER BY ${field}) - 1)::INTEGER`).join();
  const reader = await connection.runAndReadAll(
    `SELECT part::INTEGER, label::INTEGER, ${codes} FROM (${union}) ORDER BY part, label, ${FIELDS.join()}`,
  );
  const [part, label, ...columns] = reader.getColumns() as number[][];
  connection.closeSync();
  const rowsOf = (wanted: number): Uint32Array =>
    Uint32Array.from([...part!.keys()].filter((row) => part![row] === wanted));
  return {
    blocks: [
      fieldBlock(
        columns.map((column, f) => ({
          name: FIELDS[f]!,
          codes: Uint32Array.from(column),
          cardinality: column.reduce((most, code) => Math.max(most, code), 0) + 1,
        })),
      ),
    ],
    label: Uint8Array.from(label!),
    parts: { fit: rowsOf(0), validate: rowsOf(1), evaluate: rowsOf(2) },
  };
}

/** Rows as files of every format, under exactly the names they have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Table, tableToIPC, type Vector, vectorFromArray } from 'apache-arrow';
import { folderWith, jsonLines } from '../support.ts';
import { sql } from './sql.ts';

export type Rows = readonly Record<string, unknown>[];

export const FORMATS = ['csv', 'tsv', 'jsonl', 'parquet', 'arrow', 'inter'] as const;
export type Format = (typeof FORMATS)[number];

/** @param ids columns of an atomic file that are tokens; the others are floats */
export async function fileOf(
  format: Format,
  rows: Rows,
  ids: readonly string[] = [],
): Promise<string | Uint8Array> {
  const names = Object.keys(rows[0] ?? {});
  const column = (name: string) => rows.map((row) => row[name] ?? null);
  const lines = (header: readonly string[], by: string) =>
    [header, ...rows.map((row) => names.map((name) => row[name] ?? ''))]
      .map((values) => `${values.map((value) => quoted(String(value), by)).join(by)}\n`)
      .join('');
  switch (format) {
    case 'csv':
      return lines(names, ',');
    case 'tsv':
      return lines(names, '\t');
    case 'inter':
      return lines(
        names.map((name) => `${name}:${ids.includes(name.toLowerCase()) ? 'token' : 'float'}`),
        '\t',
      );
    case 'jsonl':
      return jsonLines(rows);
    case 'arrow': {
      const columns = names.map(
        (name) => [name, vectorFromArray(column(name) as never[]) as Vector] as const,
      );
      return tableToIPC(new Table(Object.fromEntries(columns)), 'file');
    }
    case 'parquet':
      return parquetFile(rows, names);
  }
}

function quoted(value: string, by: string): string {
  return value.includes('"') || value.includes(by) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** DuckDB renames a column whose name differs from one before in case alone: another of equal length holds its place. */
async function parquetFile(rows: Rows, names: readonly string[]): Promise<Uint8Array> {
  const folded = names.map((name) => name.toLowerCase());
  const places = names.map((name, i) =>
    folded.indexOf(folded[i]!) === i
      ? name
      : String.fromCharCode(97 + i).padEnd(Buffer.byteLength(name), '#'),
  );
  const folder = folderWith({
    'rows.jsonl': jsonLines(
      rows.map((row) => Object.fromEntries(names.map((name, i) => [`k${i}`, row[name] ?? null]))),
    ),
  });
  const path = join(folder, 'rows.parquet');
  const named = places.map((place, i) => `k${i} AS "${place.replaceAll('"', '""')}"`);
  const from = `read_json('${folder}/rows.jsonl', sample_size = -1)`;
  await sql(`COPY (SELECT ${named.join(', ')} FROM ${from}) TO '${path}' (FORMAT parquet)`);
  const changed = places.map((place, i) => [place, names[i]!] as const).filter(([from, to]) => from !== to);
  return renameParquet(readFileSync(path), Object.fromEntries(changed));
}

/** @param names new ones by old ones, of equal length in bytes */
export function renameParquet(bytes: Uint8Array, names: Record<string, string>): Uint8Array {
  let text = Buffer.from(bytes).toString('latin1');
  for (const [from, to] of Object.entries(names)) {
    const exact = Buffer.from(to).toString('latin1');
    if (exact.length !== from.length) throw new Error(`${from} and ${to} differ in length`);
    text = text.replaceAll(from, () => exact);
  }
  return Buffer.from(text, 'latin1');
}

/** Every column gets another whose name differs in case alone and that holds something else, before it or behind it. */
export function withTwins(rows: Rows): Rows {
  return rows.map((row) => {
    const pairs = Object.entries(row).map(([name, value], i) => {
      const other = typeof value === 'number' ? 0 : Array.isArray(value) ? value.map(() => 1) : 'x';
      const both: [string, unknown][] = [
        [name, value],
        [i % 3 === 2 ? name.toUpperCase() : name[0]!.toUpperCase() + name.slice(1), other],
      ];
      return i % 2 === 0 ? both.toReversed() : both;
    });
    return Object.fromEntries(pairs.flat());
  });
}

/** A small log, and files of vectors or clusters of its items to load beside it. */
import type { Dataset, ItemEntries } from '../../../src/data/dataset.ts';
import type { SpecInput } from '../../../src/specfile/schema.ts';
import { folderWith, jsonLines, load, logRows } from './support.ts';

type Sources = NonNullable<SpecInput['sources']>[number];
export type Embeddings = Extract<Sources, { embeddings: unknown }>;
export type Clusters = Extract<Sources, { ids: unknown; clusters: unknown }>;
export type Row = Record<string, unknown>;

/** 60 rows one second apart, items 0..10; five slices of twelve rows. */
export const START = 1_700_000_000;
export const log = logRows(60, START);
export const embeddings: Embeddings = { name: 'e', embeddings: 'v.jsonl', item: 'a', vector: 'v' };
export const clusters = { name: 'c', clusters: 'c.jsonl', item: 'a', ids: ['x', 'y'] };

export const folder = (files: Record<string, string | Uint8Array>) =>
  folderWith({ 'log.jsonl': jsonLines(log), ...files });

export const loadWith = (
  files: Record<string, string | Uint8Array>,
  ...sources: SpecInput['sources'] & object
) => load(folder(files), { path: 'log.jsonl' }, { sources });

export const withVectors = (rows: readonly Row[], spec: Partial<Embeddings> = {}) =>
  loadWith({ 'v.jsonl': jsonLines(rows) }, { ...embeddings, ...spec } as Embeddings);

export const withClusters = (rows: readonly Row[], spec: object = {}) =>
  loadWith({ 'c.jsonl': jsonLines(rows) }, { ...clusters, ...spec } as Clusters);

/** `item: numbers` of each entry, with the slice where there is one. */
export function shownVectors(data: Dataset, name = 'e'): string[] {
  const table = data.vectors?.[name];
  if (table === undefined) throw new Error(`no vectors of ${name}`);
  const { dimension, values } = table;
  return shownEntries(data, table, (entry) =>
    [...values.subarray(entry * dimension, (entry + 1) * dimension)].map((x) => +x.toFixed(4)).join(' '),
  );
}

export function shownClusters(data: Dataset, name = 'c'): string[] {
  const table = data.clusters?.[name];
  if (table === undefined) throw new Error(`no clusters of ${name}`);
  return shownEntries(data, table, (entry) => table.levels.map(({ codes }) => codes[entry]).join(' '));
}

function shownEntries(
  data: Dataset,
  { start, slice }: ItemEntries,
  text: (entry: number) => string,
): string[] {
  return data.itemNames.flatMap((item, code) =>
    Array.from({ length: start[code + 1]! - start[code]! }, (_, k) => {
      const entry = start[code]! + k;
      return `${item}: ${text(entry)}${slice === undefined ? '' : ` s${slice[entry]}`}`;
    }),
  );
}

export const codesOf = ({ warnings }: Dataset) => warnings.map(({ code, count }) => [code, count]);

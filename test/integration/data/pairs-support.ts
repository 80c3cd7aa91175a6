/** A small log, and files of pairs to load beside it. */
import type { Dataset, PairTable } from '../../../src/data/dataset.ts';
import type { SpecInput } from '../../../src/specfile/schema.ts';
import { folderWith, jsonLines, load, logRows } from './support.ts';

export type Pairs = Extract<NonNullable<SpecInput['sources']>[number], { pairs: unknown }>;
export type Row = Record<string, unknown>;

/** 60 rows one second apart, users 0..6, items 0..10; five slices of twelve rows. */
export const START = 1_700_000_000;
export const log = logRows(60, START);
export const source: Pairs = { name: 'p', pairs: 'pairs.jsonl', left: 'a', right: 'b' };
export const weighted: Pairs = { ...source, weight: 'w' };

export const folder = (pairs: readonly Row[], files: Record<string, string> = {}) =>
  folderWith({ 'log.jsonl': jsonLines(log), 'pairs.jsonl': jsonLines(pairs), ...files });
export const withPairs = (pairs: readonly Row[], spec: Pairs = weighted, rest: Partial<SpecInput> = {}) =>
  load(folder(pairs), { path: 'log.jsonl' }, { sources: [spec], ...rest });

/** The pairs as ids, one text each. */
export function shown(data: Dataset, name = 'p'): string[] {
  const table = data.pairs?.[name];
  if (table === undefined) throw new Error(`no pairs of ${name}`);
  const { left, right, weight, slice, user }: PairTable = table;
  return [...left].map((l, i) => {
    const ids = `${data.itemNames[l]}>${data.itemNames[right[i]!]} ${weight[i]}`;
    const at = slice === undefined ? '' : ` s${slice[i]}`;
    return ids + at + (user === undefined ? '' : ` u${data.userNames[user[i]!]}`);
  });
}

export const codesOf = ({ warnings }: Dataset) => warnings.map(({ code, count }) => [code, count]);

/** Files of data that lie beside those of a log. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Neighbour } from '../../look.ts';
import { filesIn } from '../../table-source.ts';

const DATA_FILE = /\.(parquet|pq|csv|tsv|dat|data|jsonl|ndjson|arrow|feather)(\.(gz|zst))?$/i;

/** @param files of the log, absolute @returns those in the folder of the first one, by name */
export async function neighboursOf(files: readonly string[]): Promise<Neighbour[]> {
  const folder = dirname(files[0] as string);
  const taken = new Set(files.map((file) => basename(file)));
  const names = (await readdir(folder)).filter((name) => DATA_FILE.test(name) && !taken.has(name)).sort();
  return names.map((name) => ({ name, path: join(folder, name), source: filesIn(folder, [name]) }));
}

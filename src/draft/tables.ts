/** Item and user tables that lie beside a log: recognised by their file's name and by a key that the log has. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../common/failure.ts';
import type { RunContext } from '../common/progress.ts';
import type { Engine } from '../data/engine.ts';
import { filesIn } from '../data/table-source.ts';
import { timeFacts } from '../data/time-facts.ts';
import { nameRank } from '../specfile/names/column-names.ts';
import { featureOf } from './features.ts';
import type { ChosenFeature, Inferred, LeftOut } from './inferred.ts';

export interface FoundTable {
  role: 'items' | 'users';
  /** Absolute. */
  path: string;
  key: string;
  features: ChosenFeature[];
  left: LeftOut[];
}

const DATA_FILE = /\.(parquet|pq|csv|tsv|dat|data|jsonl|ndjson|arrow|feather)(\.(gz|zst))?$/i;

/**
 * @param folder absolute folder of the log. @param log names of its files in that folder.
 * @returns at most one table per role, with a unique key and at least one usable column.
 */
export async function findTables(
  folder: string,
  log: ReadonlySet<string>,
  inferred: Inferred,
  run: RunContext,
  engine: Pick<Engine, 'look'>,
): Promise<FoundTable[]> {
  const names = (await readdir(folder)).filter((name) => DATA_FILE.test(name) && !log.has(name)).sort();
  const tables: FoundTable[] = [];
  for (const role of ['items', 'users'] as const) {
    const single = role === 'items' ? 'item' : 'user';
    const key = inferred[single].value;
    if (key === undefined) continue;
    for (const name of names) {
      const stem = name.replace(/\..*$/, '').replace(/s$/i, '');
      if (nameRank(stem, single) === undefined) continue;
      const table = await readTable(role, folder, name, key, run, engine);
      if (table === undefined) continue;
      tables.push(table);
      break;
    }
  }
  return tables;
}

async function readTable(
  role: FoundTable['role'],
  folder: string,
  name: string,
  logKey: string,
  run: RunContext,
  engine: Pick<Engine, 'look'>,
): Promise<FoundTable | undefined> {
  try {
    return await engine.look(filesIn(folder, [name]), run, async (look) => {
      const { columns, rows, complete } = look.profile;
      const unique = columns.filter(({ distinct, nulls }) => distinct === rows && nulls === 0);
      const key =
        unique.find((column) => column.name === logKey) ??
        unique.find((column) => nameRank(column.name, role === 'items' ? 'item' : 'user') !== undefined);
      if (key === undefined || !complete) return undefined;
      const times = await timeFacts(look);
      const others = columns.filter((column) => column !== key);
      const found = others.map((column) => featureOf(column, rows, times));
      const features = found.filter((column) => 'type' in column);
      const left = found.filter((column) => !('type' in column));
      if (features.length === 0) return undefined;
      return { role, path: join(folder, name), key: key.name, features, left };
    });
  } catch (error) {
    // A neighbour that cannot be read is not what the user asked about.
    if (error instanceof Failure && error.kind === 'data') return undefined;
    throw error;
  }
}

/** The logs that leaks are planted into: the example worlds, and real ones where the reference data is there. All hold rows in time order. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { simulateAds } from '../../examples/ads/impressions.ts';
import { simulate } from '../../examples/feed/impressions.ts';
import { productionScores } from '../../examples/feed/production.ts';
import { cutRow } from '../../src/data/split.ts';

export interface PlantLog {
  name: string;
  rows: number;
  user: Uint32Array;
  item: Uint32Array;
  users: number;
  items: number;
  label: Uint8Array;
  /** ms since 1970, ascending. */
  time: Float64Array;
  /** Columns that are known when the row is ranked, as they are. */
  clean: Record<string, Float64Array>;
  /** Rows from here on are evaluated. */
  cut: number;
}

/** Share of the rows that is evaluated. */
const EVALUATED = 0.2;

interface Raw {
  user: ArrayLike<number>;
  item: ArrayLike<number>;
  label: ArrayLike<number>;
  time: ArrayLike<number>;
  clean?: Record<string, ArrayLike<number>>;
}

function logOf(name: string, { user, item, label, time, clean = {} }: Raw): PlantLog {
  const order = Uint32Array.from({ length: user.length }, (_, row) => row);
  order.sort((a, b) => time[a]! - time[b]! || a - b);
  const [users, items] = [codesOf(user), codesOf(item)];
  const sorted = (values: ArrayLike<number>) => Float64Array.from(order, (row) => values[row]!);
  const times = sorted(time);
  return {
    name,
    rows: order.length,
    user: Uint32Array.from(order, (row) => users.codes[row]!),
    item: Uint32Array.from(order, (row) => items.codes[row]!),
    users: users.count,
    items: items.count,
    label: Uint8Array.from(order, (row) => label[row]!),
    time: times,
    clean: Object.fromEntries(Object.entries(clean).map(([column, values]) => [column, sorted(values)])),
    cut: cutRow(times, EVALUATED),
  };
}

function codesOf(ids: ArrayLike<number>): { codes: Uint32Array; count: number } {
  const known = new Map<number, number>();
  const codes = Uint32Array.from({ length: ids.length }, (_, row) => {
    const id = ids[row]!;
    let code = known.get(id);
    if (code === undefined) {
      code = known.size;
      known.set(id, code);
    }
    return code;
  });
  return { codes, count: known.size };
}

/** The worlds, each made by its seed. */
export function worlds(rows: number, seed: number): PlantLog[] {
  const feed = simulate(rows, seed);
  const { impressions } = feed;
  const ads = simulateAds(rows, seed).impressions;
  return [
    logOf('feed world', {
      user: impressions.user,
      item: impressions.item,
      label: impressions.click,
      time: impressions.time,
      clean: { hour: impressions.hour, position: impressions.position, pctr: productionScores(feed) },
    }),
    logOf('ads world', {
      user: ads.user,
      item: ads.ad,
      label: ads.click,
      time: ads.time,
      clean: { hour: ads.hour, slot: ads.slot, bid: ads.bid, pctr: ads.pctr },
    }),
  ];
}

/** File, label and further columns of each real log. */
const REAL: Readonly<
  Record<string, { file: string; user: string; item: string; label: string; time: string; clean: string[] }>
> = {
  'ml-100k': {
    file: 'ml-100k/ratings',
    user: 'user_id',
    item: 'item_id',
    label: 'rating >= 4',
    time: 'ts * 1000',
    clean: [],
  },
  'ml-latest-small': {
    file: 'ml-latest-small/ratings',
    user: 'user_id',
    item: 'item_id',
    label: 'rating >= 4',
    time: 'ts * 1000',
    clean: [],
  },
  'mind-sample': {
    file: 'mind-sample/impressions',
    user: 'hash(user_id) % 4294967291',
    item: 'hash(item_id) % 4294967291',
    label: 'label',
    time: 'ts * 1000',
    clean: ['position'],
  },
};

/** Those that are there. @param folder of the reference data */
export async function realLogs(folder: string): Promise<PlantLog[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const logs: PlantLog[] = [];
    for (const [name, { file, user, item, label, time, clean }] of Object.entries(REAL)) {
      const path = join(folder, `${file}.parquet`);
      if (!existsSync(path)) continue;
      const columns = [
        `(${user})::DOUBLE`,
        `(${item})::DOUBLE`,
        `(${label})::INTEGER::DOUBLE`,
        `(${time})::DOUBLE`,
        ...clean.map((column) => `${column}::DOUBLE`),
      ];
      const reader = await connection.runAndReadAll(
        `SELECT ${columns.map((sql, i) => `${sql} AS c${i}`).join(', ')} FROM read_parquet('${path.replaceAll("'", "''")}')`,
      );
      const [users, items, labels, times, ...rest] = reader.getColumns() as number[][];
      logs.push(
        logOf(name, {
          user: users!,
          item: items!,
          label: labels!,
          time: times!,
          clean: Object.fromEntries(clean.map((column, i) => [column, rest[i]!])),
        }),
      );
    }
    return logs;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/**
 * Writes the example feed as Parquet, and as RecBole and FuxiCTR want it:
 * `npm run example -- feed [--rows N] [--seed S] [--out DIR]`.
 * The files appear whole or not at all.
 */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';
import { BURIED_DIMENSIONS, buriedVectors } from './buried.ts';
import { itemContent } from './content.ts';
import { writeForFrameworks } from './frameworks.ts';
import { type Feed, simulate } from './impressions.ts';
import { preferencePairs } from './pairs.ts';
import { productionScores } from './production.ts';
import { rankerScores, SCORE_FILES } from './scores.ts';
import { CATEGORIES, DIMENSIONS, REGIONS } from './world.ts';

const CHUNK_ROWS = 2048;

type Column = { name: string; values: ArrayLike<number> };

const moment = (column: string) => `make_timestamp_ms(${column}::BIGINT)`;
const word = (words: readonly string[], column: string) =>
  `[${words.map((w) => `'${w}'`).join(', ')}][${column}::INTEGER + 1]`;
const itemId = (column: string) => `format('i{:06d}', ${column}::INTEGER)`;

/** Writes `impressions.parquet`, `items.parquet`, `users.parquet`, and a file per piece of known worth: `pairs-…`, `content-…`, `scores-…`. */
export async function writeFeed(feed: Feed, folder: string): Promise<void> {
  const { world, impressions } = feed;
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const { rows } = impressions;
    await writeTable(connection, join(folder, 'impressions.parquet'), rows, {
      columns: [
        { name: 'u', values: impressions.user },
        { name: 'i', values: impressions.item },
        { name: 't', values: impressions.time },
        { name: 'click', values: impressions.click },
        { name: 'dwell', values: impressions.dwellMs },
        { name: 'hour', values: impressions.hour },
        { name: 'position', values: impressions.position },
        { name: 'page', values: impressions.impression },
        { name: 'pctr', values: productionScores(feed) },
      ],
      select: `u::INTEGER AS user_id, ${itemId('i')} AS item_id, ${moment('t')} AS ts, click::TINYINT AS click,
        dwell::INTEGER AS dwell_ms, hour::TINYINT AS hour, position::TINYINT AS position,
        page::INTEGER AS impression_id, pctr::FLOAT AS pctr`,
    });
    const { items, users } = world;
    await writeTable(connection, join(folder, 'items.parquet'), items.count, {
      columns: [
        { name: 'i', values: Array.from({ length: items.count }, (_, i) => i) },
        { name: 'category', values: items.category },
        { name: 'published', values: items.published },
      ],
      select: `${itemId('i')} AS item_id, ${word(CATEGORIES, 'category')} AS category,
        ${moment('published')} AS published`,
    });
    await writeTable(connection, join(folder, 'users.parquet'), users.count, {
      columns: [
        { name: 'u', values: Array.from({ length: users.count }, (_, u) => u) },
        { name: 'age', values: users.age },
        { name: 'region', values: users.region },
      ],
      select: `u::INTEGER AS user_id, age::INTEGER AS age, ${word(REGIONS, 'region')} AS region`,
    });
    for (const [name, { left, right, weight }] of Object.entries(preferencePairs(feed))) {
      await writeTable(connection, join(folder, `pairs-${name}.parquet`), left.length, {
        columns: [
          { name: 'l', values: left },
          { name: 'r', values: right },
          { name: 'weight', values: weight },
        ],
        select: `${itemId('l')} AS left_item, ${itemId('r')} AS right_item, weight`,
      });
    }
    for (const [name, { vectors, ids }] of Object.entries(itemContent(feed))) {
      const components = componentsOf(vectors, DIMENSIONS);
      await writeTable(connection, join(folder, `content-${name}.parquet`), items.count, {
        columns: [
          { name: 'i', values: Array.from({ length: items.count }, (_, i) => i) },
          ...ids.map((values, level) => ({ name: `id${level}`, values })),
          ...components,
        ],
        select: `${itemId('i')} AS item_id, ${listOf(components)} AS vector, id0::INTEGER AS id_1, id1::INTEGER AS id_2`,
      });
    }
    const buried = componentsOf(buriedVectors(feed), BURIED_DIMENSIONS);
    await writeTable(connection, join(folder, 'content-buried.parquet'), items.count, {
      columns: [{ name: 'i', values: Array.from({ length: items.count }, (_, i) => i) }, ...buried],
      select: `${itemId('i')} AS item_id, ${listOf(buried)} AS vector`,
    });
    const scores = rankerScores(feed);
    const ofRows = (values: ArrayLike<number>) => Float64Array.from(scores.rows, (row) => values[row]!);
    for (const name of SCORE_FILES) {
      await writeTable(connection, join(folder, `scores-${name}.parquet`), scores.rows.length, {
        columns: [
          { name: 'page', values: ofRows(impressions.impression) },
          { name: 'i', values: ofRows(impressions.item) },
          { name: 'score', values: scores[name] },
        ],
        select: `page::INTEGER AS impression_id, ${itemId('i')} AS item_id, score`,
      });
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Vectors column by column. @param vectors `width` numbers per item */
function componentsOf(vectors: Float32Array, width: number): Column[] {
  return Array.from({ length: width }, (_, d) => ({
    name: `v${d}`,
    values: Float32Array.from({ length: vectors.length / width }, (_, i) => vectors[i * width + d]!),
  }));
}

const listOf = (components: readonly Column[]) =>
  `[${components.map(({ name }) => name).join(', ')}]::FLOAT[]`;

async function writeTable(
  connection: DuckDBConnection,
  path: string,
  rows: number,
  { columns, select }: { columns: Column[]; select: string },
): Promise<void> {
  const names = columns.map(({ name }) => `${name} DOUBLE`).join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE staged (${names})`);
  const appender = await connection.createAppender('staged');
  const types = columns.map((_, c) => appender.columnType(c));
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const chunk = DuckDBDataChunk.create(types);
    const to = Math.min(rows, from + CHUNK_ROWS);
    chunk.setColumns(
      columns.map(({ values }) => Array.from({ length: to - from }, (_, i) => values[from + i]!)),
    );
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  const aside = `${path}.tmp`;
  try {
    await connection.run(
      `COPY (SELECT ${select} FROM staged) TO '${aside.replaceAll("'", "''")}' (FORMAT parquet)`,
    );
    renameSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: fileURLToPath(new URL('data', import.meta.url)) },
    },
  });
  const [rows, seed] = [Number(values.rows), Number(values.seed)];
  if (!Number.isInteger(rows) || rows < 1000 || !Number.isInteger(seed)) {
    console.error(
      'usage: npm run example -- feed [--rows N (at least 1000)] [--seed S (a whole number)] [--out DIR]',
    );
    process.exit(2);
  }
  const feed = simulate(rows, seed);
  await writeFeed(feed, values.out);
  await writeForFrameworks(values.out);
  console.log(`${feed.impressions.rows} impressions of ${feed.world.items.count} items in ${values.out}`);
}

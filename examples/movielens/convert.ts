/**
 * Turns a MovieLens folder that you downloaded into the Parquet files that lis.yaml reads:
 * `node examples/movielens/convert.ts FOLDER [--out DIR]`. Knows ml-100k (u.data, u.item, u.user) and
 * ml-latest-small (ratings.csv, movies.csv). The files appear whole or not at all.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';

/** Output file → query, by the file that gives the data set away. */
type Layout = Record<string, string>;

const quoted = (path: string) => `'${path.replaceAll("'", "''")}'`;

/** Genres of u.item's last 19 columns, in their order (u.genre). */
const GENRES = [
  'unknown',
  'Action',
  'Adventure',
  'Animation',
  "Children''s",
  'Comedy',
  'Crime',
  'Documentary',
  'Drama',
  'Fantasy',
  'Film-Noir',
  'Horror',
  'Musical',
  'Mystery',
  'Romance',
  'Sci-Fi',
  'Thriller',
  'War',
  'Western',
] as const;

const year = (title: string) => `TRY_CAST(regexp_extract(trim(${title}), '\\((\\d{4})\\)$', 1) AS INTEGER)`;

function hundredThousand(folder: string): Layout {
  const table = (file: string, separator: string, columns: string[]) => {
    const types = columns.map((column) => `${column}: 'VARCHAR'`).join(', ');
    const latin = file === 'u.item' ? ", encoding = 'latin-1'" : '';
    return `read_csv(${quoted(join(folder, file))}, delim = '${separator}', header = false, quote = '',
      auto_detect = false, columns = {${types}}${latin})`;
  };
  const flags = GENRES.map((_, i) => `g${i}`);
  const genres = GENRES.map((genre, i) => `CASE WHEN g${i} = '1' THEN '${genre}' END`).join(', ');
  return {
    'ratings.parquet': `SELECT u::INTEGER AS user_id, i::INTEGER AS item_id, r::FLOAT AS rating, t::BIGINT AS ts
      FROM ${table('u.data', '\\t', ['u', 'i', 'r', 't'])}`,
    'items.parquet': `SELECT i::INTEGER AS item_id, title, ${year('title')} AS year,
      list_filter([${genres}], lambda g: g IS NOT NULL) AS genres
      FROM ${table('u.item', '|', ['i', 'title', 'released', 'video', 'url', ...flags])}`,
    'users.parquet': `SELECT u::INTEGER AS user_id, a::INTEGER AS age, gender, occupation
      FROM ${table('u.user', '|', ['u', 'a', 'gender', 'occupation', 'zip'])}`,
  };
}

function latestSmall(folder: string): Layout {
  const csv = (file: string) => `read_csv(${quoted(join(folder, file))}, header = true, all_varchar = true)`;
  return {
    'ratings.parquet': `SELECT "userId"::INTEGER AS user_id, "movieId"::INTEGER AS item_id, rating::FLOAT AS rating,
      timestamp::BIGINT AS ts FROM ${csv('ratings.csv')}`,
    'items.parquet': `SELECT "movieId"::INTEGER AS item_id, title, ${year('title')} AS year,
      string_split(genres, '|') AS genres FROM ${csv('movies.csv')}`,
  };
}

/** Writes the Parquet files and returns their rows. @throws Error where the folder holds neither data set. */
export async function convert(folder: string, out: string): Promise<Record<string, number>> {
  const layout = existsSync(join(folder, 'u.data'))
    ? hundredThousand(folder)
    : existsSync(join(folder, 'ratings.csv'))
      ? latestSmall(folder)
      : undefined;
  if (layout === undefined) {
    throw new Error(`${folder} holds neither u.data (ml-100k) nor ratings.csv (ml-latest-small).`);
  }
  mkdirSync(out, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows: Record<string, number> = {};
  try {
    for (const [name, query] of Object.entries(layout)) {
      const path = join(out, name);
      const aside = `${path}.tmp`;
      try {
        const written = await connection.run(`COPY (${query}) TO ${quoted(aside)} (FORMAT parquet)`);
        rows[name] = written.rowsChanged;
        renameSync(aside, path);
      } finally {
        rmSync(aside, { force: true });
      }
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return rows;
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string', default: fileURLToPath(new URL('data', import.meta.url)) } },
  });
  const [folder] = positionals;
  if (folder === undefined) {
    console.error(
      'usage: npm run example -- movielens FOLDER [--out DIR]   (FOLDER: your ml-100k or ml-latest-small)',
    );
    process.exit(2);
  }
  try {
    for (const [name, rows] of Object.entries(await convert(folder, values.out))) {
      console.log(`${join(values.out, name)}: ${rows} rows`);
    }
  } catch (error) {
    console.error((error as Error).message);
    process.exit(3);
  }
}

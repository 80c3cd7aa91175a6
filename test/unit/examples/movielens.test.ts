import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convert } from '../../../examples/movielens/convert.ts';

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lis-movie'lens-"));
  out = join(folder, 'out');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function read(name: string): Promise<unknown[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await connection.runAndReadAll('SELECT * FROM read_parquet($1)', [join(out, name)]);
  return reader.getRowObjectsJson();
}

describe('convert', () => {
  it('reads ml-100k: tabs, bars and Latin-1', async () => {
    writeFileSync(join(folder, 'u.data'), '196\t242\t3\t881250949\n186\t302\t5\t891717742\n');
    const flags = (...on: number[]) =>
      Array.from({ length: 19 }, (_, i) => (on.includes(i) ? 1 : 0)).join('|');
    const films = [
      `242|Cité "des" enfants (1995)|01-Jan-1995||http://x|${flags(2, 15)}`,
      `302|unknown||||${flags(4)}`,
    ];
    writeFileSync(join(folder, 'u.item'), `${films.join('\n')}\n`, 'latin1');
    writeFileSync(join(folder, 'u.user'), '196|49|M|writer|55105\n');
    expect(await convert(folder, out)).toEqual({
      'ratings.parquet': 2,
      'items.parquet': 2,
      'users.parquet': 1,
    });
    expect(await read('ratings.parquet')).toEqual([
      { user_id: 196, item_id: 242, rating: 3, ts: '881250949' },
      { user_id: 186, item_id: 302, rating: 5, ts: '891717742' },
    ]);
    expect(await read('items.parquet')).toEqual([
      { item_id: 242, title: 'Cité "des" enfants (1995)', year: 1995, genres: ['Adventure', 'Sci-Fi'] },
      { item_id: 302, title: 'unknown', year: null, genres: ["Children's"] },
    ]);
    expect(await read('users.parquet')).toEqual([
      { user_id: 196, age: 49, gender: 'M', occupation: 'writer' },
    ]);
    expect(readdirSync(out).sort()).toEqual(['items.parquet', 'ratings.parquet', 'users.parquet']);
  });

  it('reads ml-latest-small: quoted titles and half stars', async () => {
    writeFileSync(join(folder, 'ratings.csv'), 'userId,movieId,rating,timestamp\n1,11,4.5,964982703\n');
    writeFileSync(
      join(folder, 'movies.csv'),
      'movieId,title,genres\n11,"American President, The (1995)",Comedy|Drama\n',
    );
    await convert(folder, out);
    expect(await read('ratings.parquet')).toEqual([
      { user_id: 1, item_id: 11, rating: 4.5, ts: '964982703' },
    ]);
    expect(await read('items.parquet')).toEqual([
      { item_id: 11, title: 'American President, The (1995)', year: 1995, genres: ['Comedy', 'Drama'] },
    ]);
  });

  it('refuses another folder by name, and leaves nothing half written', async () => {
    await expect(convert(folder, out)).rejects.toThrow(/neither u\.data \(ml-100k\) nor ratings\.csv/);
    writeFileSync(join(folder, 'ratings.csv'), 'userId,movieId,rating,timestamp\n1,eleven,4.5,1\n');
    writeFileSync(join(folder, 'movies.csv'), 'movieId,title,genres\n');
    await expect(convert(folder, out)).rejects.toThrow(/eleven/);
    expect(readdirSync(out)).toEqual([]);
  });
});

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTENT_FILES } from '../../../examples/feed/content.ts';
import { writeFeed } from '../../../examples/feed/generate.ts';
import { clickLogit, type Feed, simulate } from '../../../examples/feed/impressions.ts';
import { PAIR_FILES, preferencePairs } from '../../../examples/feed/pairs.ts';
import { PAGE } from '../../../examples/feed/policy.ts';
import { SCORE_FILES } from '../../../examples/feed/scores.ts';
import { DAY_MS, DAYS, START_MS } from '../../../examples/lib/calendar.ts';

const ROWS = 20_000;
const feed = simulate(ROWS, 7);
const { impressions: log, world } = feed;
const rows = Array.from({ length: log.rows }, (_, row) => row);
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Every column of a feed, by name. */
function allColumns({ impressions, world: { items, users } }: Feed): Record<string, unknown> {
  return { ...impressions, ...items, itemVectors: items.vectors, ...users, userVectors: users.vectors };
}

describe('simulate', () => {
  it('is a function of the seed, column by column', () => {
    expect(allColumns(simulate(ROWS, 7))).toEqual(allColumns(feed));
    expect(allColumns(simulate(ROWS, 8))).not.toEqual(allColumns(feed));
  });

  it('fills whole pages in order of time, at least as many rows as asked for', () => {
    expect(log.rows).toBeGreaterThanOrEqual(ROWS);
    expect(log.rows).toBeLessThan(ROWS + PAGE * DAYS);
    for (const row of rows) {
      expect(log.position[row]).toBe((row % PAGE) + 1);
      expect(log.impression[row]).toBe(Math.floor(row / PAGE));
      if (row > 0) expect(log.time[row]).toBeGreaterThanOrEqual(log.time[row - 1]!);
      if (row % PAGE > 0) expect(log.time[row]).toBe(log.time[row - 1]);
    }
  });

  it('covers its days, and states the hour of each row', () => {
    expect(new Set(rows.map((row) => Math.floor((log.time[row]! - START_MS) / DAY_MS))).size).toBe(DAYS);
    for (const row of rows) expect(new Date(log.time[row]!).getUTCHours()).toBe(log.hour[row]);
  });

  it('never shows an item twice on a page, a user two pages at once, or an item before it is published', () => {
    expect(new Set(rows.map((row) => `${log.impression[row]} ${log.item[row]}`)).size).toBe(log.rows);
    const pages = rows.filter((row) => row % PAGE === 0);
    expect(new Set(pages.map((row) => `${log.user[row]} ${log.time[row]}`)).size).toBe(pages.length);
    for (const row of rows)
      expect(log.time[row]).toBeGreaterThanOrEqual(world.items.published[log.item[row]!]!);
  });

  it('has clicks at a sane rate, more at the top, and dwell time where there is a click', () => {
    expect(mean([...log.click])).toBeGreaterThan(0.08);
    expect(mean([...log.click])).toBeLessThan(0.25);
    const at = (position: number) =>
      mean(rows.filter((r) => log.position[r] === position).map((r) => log.click[r]!));
    expect(at(1)).toBeGreaterThan(at(PAGE));
    for (const row of rows) expect(log.dwellMs[row]! > 0).toBe(log.click[row] === 1);
  });

  it('has users who click the same item again', () => {
    const clicks = rows
      .filter((row) => log.click[row] === 1)
      .map((row) => `${log.user[row]} ${log.item[row]}`);
    const repeated = clicks.length - new Set(clicks).size;
    expect(repeated / clicks.length).toBeGreaterThan(0.01);
  });

  it('publishes new items every day, which are shown at once', () => {
    for (let day = 0; day < DAYS; day++) {
      const [from, to] = [START_MS + day * DAY_MS, START_MS + (day + 1) * DAY_MS];
      const shown = rows.filter((row) => log.time[row]! >= from && log.time[row]! < to);
      const fresh = new Set(
        shown.map((row) => log.item[row]!).filter((i) => world.items.published[i]! >= from),
      );
      expect(fresh.size).toBeGreaterThanOrEqual(10);
    }
  });

  it('concentrates exposure: the top tenth of the items has more than a fifth of the rows', () => {
    const shown = new Float64Array(world.items.count);
    for (const row of rows) shown[log.item[row]!]! += 1;
    const top = shown
      .sort()
      .reverse()
      .slice(0, Math.ceil(world.items.count / 10));
    expect(top.reduce((sum, n) => sum + n, 0) / log.rows).toBeGreaterThan(0.2);
  });

  it('draws clicks from the stated model: the last day agrees with its probabilities', () => {
    const last = rows.filter((row) => log.time[row]! >= START_MS + (DAYS - 1) * DAY_MS); // interests are still these
    const chances = last.map((row) => {
      const [user, item] = [log.user[row]!, log.item[row]!];
      const quality = world.items.quality[item]!;
      const logit = clickLogit(
        world,
        world.affinity(user, item),
        quality,
        log.position[row]!,
        log.hour[row]!,
      );
      return 1 / (1 + Math.exp(-logit));
    });
    const se = Math.sqrt(chances.reduce((sum, p) => sum + p * (1 - p), 0)) / last.length;
    const rate = mean(last.map((row) => log.click[row]!));
    expect(Math.abs(rate - mean(chances))).toBeLessThan(4 * se);
  });

  it('lets interests drift', () => {
    const small = simulate(ROWS, 3);
    const before = small.world.users.topics.slice();
    small.world.drift();
    const moved = [...small.world.users.topics].filter((topic, i) => topic !== before[i]).length;
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(before.length / 10);
  });
});

describe('writeFeed', () => {
  const folder = mkdtempSync(join(tmpdir(), "lis-feed'"));
  let ask: (sql: string) => Promise<unknown>;
  beforeAll(async () => {
    await writeFeed(feed, folder);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    for (const name of ['impressions', 'items', 'users']) {
      const path = join(folder, `${name}.parquet`).replaceAll("'", "''");
      await connection.run(`CREATE VIEW ${name} AS SELECT * FROM '${path}'`);
    }
    ask = async (sql) => (await connection.runAndReadAll(sql)).getRowsJson()[0]![0];
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('writes its files and leaves nothing else', () => {
    const pairs = PAIR_FILES.map((name) => `pairs-${name}.parquet`);
    const content = CONTENT_FILES.map((name) => `content-${name}.parquet`);
    const scores = SCORE_FILES.map((name) => `scores-${name}.parquet`);
    expect(readdirSync(folder).sort()).toEqual(
      [
        'content-buried.parquet',
        'impressions.parquet',
        'items.parquet',
        'users.parquet',
        ...pairs,
        ...content,
        ...scores,
      ].sort(),
    );
  });

  it('writes pairs whose items are in the log, each once, with positive weights', async () => {
    const files = preferencePairs(feed);
    for (const name of PAIR_FILES) {
      const from = `'${join(folder, `pairs-${name}.parquet`).replaceAll("'", "''")}'`;
      expect(await ask(`SELECT count(*)::INT FROM ${from}`)).toBe(files[name].left.length);
      expect(await ask(`SELECT count(DISTINCT (left_item, right_item))::INT FROM ${from}`)).toBe(
        files[name].left.length,
      );
      expect(await ask(`SELECT count(*)::INT FROM ${from} ANTI JOIN items ON item_id = left_item`)).toBe(0);
      expect(await ask(`SELECT min(weight) > 0 AND isfinite(max(weight)) FROM ${from}`)).toBe(true);
    }
  });

  it('keeps every row, and keys that are unique and joinable', async () => {
    expect(await ask('SELECT count(*)::INT FROM impressions')).toBe(log.rows);
    expect(await ask('SELECT (count(*) - count(DISTINCT item_id))::INT FROM items')).toBe(0);
    expect(await ask('SELECT (count(*) - count(DISTINCT user_id))::INT FROM users')).toBe(0);
    expect(
      await ask(
        'SELECT count(*)::INT FROM impressions JOIN items USING (item_id) JOIN users USING (user_id)',
      ),
    ).toBe(log.rows);
  });

  it('writes the values of the simulation', async () => {
    expect(await ask('SELECT sum(click)::INT FROM impressions')).toBe(
      [...log.click].reduce((a, b) => a + b, 0),
    );
    expect(await ask('SELECT max(epoch_ms(ts))::DOUBLE FROM impressions')).toBe(log.time.at(-1));
    expect(await ask("SELECT item_id FROM items WHERE item_id = 'i000003'")).toBe('i000003');
    expect(await ask('SELECT count(DISTINCT category)::INT FROM items')).toBe(8);
    expect(await ask('SELECT count(DISTINCT region)::INT FROM users')).toBe(5);
  });
});

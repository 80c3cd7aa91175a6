/** Whether the chances that the feed logs are those of its policy. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { writeFeed } from '../../../examples/feed/generate.ts';
import { simulate } from '../../../examples/feed/impressions.ts';
import { drawPage, exposureAt, PAGE } from '../../../examples/feed/policy.ts';
import { drawChances, pageChances } from '../../../examples/feed/propensity.ts';
import { createWorld, usualShape } from '../../../examples/feed/world.ts';
import { DAY_MS, START_MS } from '../../../examples/lib/calendar.ts';

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

describe.each([
  ['new', 0],
  ['known', 23],
])('the page of a %s user', (_who, rows) => {
  const world = createWorld(usualShape(5000), 5);
  const exposure = exposureAt(world, START_MS + 3.4 * DAY_MS);
  const items = [...exposure.weights.keys()].filter((item) => exposure.weights[item]! > 0);
  // Old items, some of them twice.
  const lately = Int32Array.from({ length: rows }, (_, k) => items[(3 * k) % 40]!);
  const chances = drawChances(world, 3, exposure, lately);
  const likely = [...items].sort((a, b) => chances[b]! - chances[a]!);
  /** Of an item, beside the likeliest others: who they are says nothing of its own chance. */
  const pageChance = (item: number): number => {
    const others = likely.filter((other) => other !== item).slice(0, PAGE - 1);
    return pageChances(chances, [item, ...others])[0]!;
  };

  it('is drawn from chances that add up to 1', () => {
    expect(sum(chances)).toBeCloseTo(1, 12);
    expect(chances.every((chance, item) => chance > 0 === exposure.weights[item]! > 0)).toBe(true);
  });

  it('has each item as often as is computed', () => {
    const pages = 20_000;
    const shown = new Float64Array(world.items.count);
    for (let page = 0; page < pages; page++) {
      for (const { item } of drawPage(world, 3, exposure, lately)) shown[item] = shown[item]! + 1;
    }
    const expected = items.map(pageChance);
    expect(Math.abs(sum(expected) - PAGE)).toBeLessThan(1e-3);
    const z = items.map((item, i) => {
      const chance = expected[i]!;
      return (shown[item]! - pages * chance) / Math.sqrt(pages * chance * (1 - chance));
    });
    const common = z.filter((_, i) => pages * expected[i]! > 10);
    expect(common.length).toBeGreaterThan(100);
    // χ² of so many items that nearly are independent: 1 each, give or take √(2 / n).
    const square = sum(common.map((value) => value ** 2)) / common.length;
    expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / common.length));
    expect(Math.max(...common.map(Math.abs))).toBeLessThan(4.5);
  });

  it('has no item for sure, and the same chance of each whatever stands beside it', () => {
    const [first, second] = likely as [number, number];
    const beside = pageChances(chances, [first, second, ...likely.slice(-6)]);
    expect(beside[0]).toBeCloseTo(pageChance(first), 5);
    expect(beside[1]).toBeCloseTo(pageChance(second), 5);
    expect(beside[0]).toBeLessThan(0.5);
  });
});

describe('a log with propensities', () => {
  const logged = simulate(20_000, 7, { logged: true });

  it('is the same log otherwise, drawn from the same random numbers', () => {
    const { propensity, ...rest } = logged.impressions;
    const bare = simulate(20_000, 7);
    expect(rest).toEqual(bare.impressions);
    expect(logged.world.random.uniform()).toBe(bare.world.random.uniform());
    expect(propensity!.every((chance) => chance > 0 && chance < 1)).toBe(true);
  });

  it('is written with them, and with a bound below them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lis-propensity-'));
    try {
      await writeFeed(logged, folder);
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      const found = await connection.runAndReadAll(
        `SELECT propensity, p_cut FROM '${join(folder, 'impressions.parquet')}' ORDER BY ts, impression_id, position`,
      );
      const columns = found.getColumns() as [number[], number[]];
      const expected = [...logged.impressions.propensity!].map(Math.fround);
      expect(columns[0]).toEqual(expected);
      expect(columns[1]).toEqual(expected.map((chance) => Math.max(chance, Math.fround(0.02))));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('counts the items that could have been shown', () => {
    const { rows, time, propensity } = logged.impressions;
    const { published } = logged.world.items;
    let [weighed, available] = [0, 0];
    for (let row = 0; row < rows; row += PAGE) {
      weighed += sum(propensity!.subarray(row, row + PAGE).map((chance) => 1 / chance));
      available += published.filter((from) => from <= time[row]!).length;
    }
    // Rare items have weights of thousands: a tenth is what so few of them leave.
    expect(Math.abs(weighed / available - 1)).toBeLessThan(0.1);
  });
});

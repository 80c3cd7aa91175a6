import { describe, expect, it } from 'vitest';
import { type AdLog, simulateAds } from '../../../examples/ads/impressions.ts';
import { DIMENSIONS } from '../../../examples/ads/kinds.ts';
import { clickLogit, conversionLogit, drawDelay } from '../../../examples/ads/outcomes.ts';
import { DAY_MS, DAYS, HOUR_MS, START_MS } from '../../../examples/lib/calendar.ts';
import { chance } from '../../../examples/lib/factorisation.ts';
import { seeded } from '../../../examples/lib/random.ts';
import { vectorAt } from '../../../examples/lib/vectors.ts';

const ROWS = 30_000;
const END_MS = START_MS + DAYS * DAY_MS;
const simulated = simulateAds(ROWS, 7);
const { impressions: log, world } = simulated;
const { ads, campaigns, advertisers } = world.catalogue;
const rows = Array.from({ length: log.rows }, (_, row) => row);
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const spread = (values: readonly number[]) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((x) => (x - middle) ** 2)));
};
const converted = rows.filter((row) => !Number.isNaN(log.convertedAt[row]));
const requestOf = (row: number) => ({
  ...{ user: log.user[row]!, time: log.time[row]!, hour: log.hour[row]! },
  ...{ slot: log.slot[row]!, device: log.device[row]! },
});

/** Every column of a world of ads, by name. */
function allColumns({ impressions, world: { users, catalogue } }: AdLog): Record<string, unknown> {
  return { ...impressions, catalogue, userVectors: users.vectors, activity: users.activity };
}

describe('simulateAds', () => {
  it('is a function of the seed, column by column', () => {
    expect(allColumns(simulateAds(ROWS, 7))).toEqual(allColumns(simulated));
    expect(allColumns(simulateAds(ROWS, 8))).not.toEqual(allColumns(simulated));
  });

  it('has one impression a request in order of time, and hardly a request without one', () => {
    expect(log.rows).toBeGreaterThan(0.99 * ROWS);
    expect(log.rows).toBeLessThanOrEqual(Math.ceil(ROWS / DAYS) * DAYS);
    const later = rows.slice(1);
    expect(later.every((row) => log.request[row]! > log.request[row - 1]!)).toBe(true);
    expect(later.every((row) => log.time[row]! >= log.time[row - 1]!)).toBe(true);
    expect(rows.every((row) => new Date(log.time[row]!).getUTCHours() === log.hour[row])).toBe(true);
    expect(new Set(rows.map((row) => Math.floor((log.time[row]! - START_MS) / DAY_MS))).size).toBe(DAYS);
    expect(new Set(rows.map((row) => `${log.user[row]} ${log.time[row]}`)).size).toBe(log.rows);
  });

  it('shows no ad before its launch or after its end, and new ones every day', () => {
    expect(rows.every((row) => log.time[row]! >= ads.launched[log.ad[row]!]!)).toBe(true);
    expect(rows.every((row) => log.time[row]! < ads.ended[log.ad[row]!]!)).toBe(true);
    for (let day = 0; day < DAYS; day++) {
      const from = START_MS + day * DAY_MS;
      const today = rows.filter((row) => Math.floor((log.time[row]! - START_MS) / DAY_MS) === day);
      const fresh = today.map((row) => log.ad[row]!).filter((ad) => ads.launched[ad]! >= from);
      expect(new Set(fresh).size).toBeGreaterThanOrEqual(5);
    }
  });

  it('draws clicks and conversions from the stated models: the last day agrees with their probabilities', () => {
    const last = rows.filter((row) => log.time[row]! >= END_MS - DAY_MS); // needs are still these
    const agree = (
      among: readonly number[],
      logitOf: typeof clickLogit,
      happened: (row: number) => boolean,
    ) => {
      const chances = among.map((row) => chance(logitOf(world, requestOf(row), log.ad[row]!)));
      const se = Math.sqrt(chances.reduce((sum, p) => sum + p * (1 - p), 0)) / among.length;
      expect(Math.abs(mean(among.map((row) => Number(happened(row)))) - mean(chances))).toBeLessThan(4 * se);
      expect(spread(chances)).toBeGreaterThan(0.1);
    };
    agree(last, clickLogit, (row) => log.click[row] === 1);
    const clicked = last.filter((row) => log.click[row] === 1);
    agree(clicked, conversionLogit, (row) => !Number.isNaN(log.convertedAt[row]));
  });

  it('has clicks and, among these, conversions at sane rates', () => {
    const clicks = rows.filter((row) => log.click[row] === 1).length;
    expect(clicks / log.rows).toBeGreaterThan(0.1);
    expect(clicks / log.rows).toBeLessThan(0.2);
    expect(converted.length / clicks).toBeGreaterThan(0.15);
    expect(converted.length / clicks).toBeLessThan(0.35);
  });
});

describe('conversions', () => {
  it('follow clicks alone, and are reported later: some after the end of the log', () => {
    for (const row of converted) {
      expect(log.click[row]).toBe(1);
      expect(log.convertedAt[row]! - log.time[row]!).toBeGreaterThanOrEqual(1000);
      expect(Number.isInteger(log.convertedAt[row])).toBe(true);
    }
    const late = converted.filter((row) => log.convertedAt[row]! >= END_MS).length;
    expect(late).toBeGreaterThan(0);
    expect(late / converted.length).toBeLessThan(0.1);
  });

  it('take the stated time: a median of six hours, and a spread of 1.3 of the logarithm', () => {
    const random = seeded(3);
    const hours = Array.from({ length: 20_000 }, () => Math.log(drawDelay(random) / HOUR_MS));
    expect(mean(hours)).toBeCloseTo(Math.log(6), 1);
    expect(spread(hours)).toBeCloseTo(1.3, 1);
    const logged = converted.map((row) => Math.log((log.convertedAt[row]! - log.time[row]!) / HOUR_MS));
    expect(Math.abs(mean(logged) - Math.log(6))).toBeLessThan((4 * 1.3) / Math.sqrt(logged.length));
  });

  it('are worth the price level of their advertiser times a basket; anything else is worth nothing', () => {
    const baskets = converted.map((row) => {
      const advertiser = campaigns.advertiser[ads.campaign[log.ad[row]!]!]!;
      return Math.log(log.value[row]!) - advertisers.level[advertiser]!;
    });
    expect(Math.abs(mean(baskets))).toBeLessThan((4 * 0.6) / Math.sqrt(baskets.length));
    expect(Math.abs(spread(baskets) - 0.6)).toBeLessThan(0.05);
    const others = rows.filter((row) => Number.isNaN(log.convertedAt[row]));
    expect(others.every((row) => log.value[row] === 0)).toBe(true);
    expect(spread([...advertisers.level])).toBeGreaterThan(0.3);
  });
});

it('lets needs drift, and keeps them unit vectors', () => {
  const { users, drift } = simulateAds(20_000, 3).world;
  const vectorOf = (vectors: Float32Array, user: number) => [...vectorAt(vectors, user, DIMENSIONS)];
  const everyone = Array.from({ length: users.count }, (_, user) => user);
  const before = everyone.map((user) => vectorOf(users.vectors, user));
  drift();
  const after = everyone.map((user) => vectorOf(users.vectors, user));
  const moved = everyone.filter((user) => after[user]!.some((value, d) => value !== before[user]![d]));
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.length).toBeLessThan(users.count / 5);
  const lengths = after.map((vector) => vector.reduce((sum, x) => sum + x * x, 0));
  expect(lengths.every((length) => Math.abs(length - 1) < 1e-5)).toBe(true);
});

import { describe, expect, it } from 'vitest';
import { simulateAds } from '../../../examples/ads/impressions.ts';
import type { Impressions } from '../../../examples/ads/log.ts';
import { Production } from '../../../examples/ads/production.ts';
import { DAY_MS, DAYS, START_MS } from '../../../examples/lib/calendar.ts';
import { auc } from '../../../src/metrics/auc.ts';

const { impressions: log, world } = simulateAds(40_000, 3);
const dayOf = (row: number) => Math.floor((log.time[row]! - START_MS) / DAY_MS);
const rowsOf = (from: number, to: number) =>
  Array.from({ length: log.rows }, (_, row) => row).filter((row) => dayOf(row) >= from && dayOf(row) < to);
const aucOf = (among: readonly number[]) =>
  auc(
    Float64Array.from(among, (row) => log.pctr[row]!),
    Uint8Array.from(among, (row) => log.click[row]!),
  );

/** What is predicted of the first rows of the fifth day, after one night of learning from the four days before. */
const NIGHT = 4;
const known = rowsOf(0, NIGHT).length;
const midnight = START_MS + NIGHT * DAY_MS;
function predicted(learned: Impressions) {
  const production = new Production(world, 3);
  production.learnAtNight(learned, known, midnight);
  return rowsOf(NIGHT, NIGHT + 1)
    .slice(0, 200)
    .map((row) => {
      const [user, time, hour] = [log.user[row]!, log.time[row]!, log.hour[row]!];
      return production.predict(
        { user, time, hour, slot: log.slot[row]!, device: log.device[row]! },
        log.ad[row]!,
      );
    });
}

/** The log with other reports of the conversions among the known rows that `isIn` holds for. */
const withReports = (isIn: (row: number) => boolean): Impressions => ({
  ...log,
  convertedAt: log.convertedAt.map((time, row) => (row < known && isIn(row) ? Number.NaN : time)),
});

describe('the production ranker of the ads', () => {
  it('gives probabilities, on the first day near what is expected of any', () => {
    expect(log.pctr.every((p) => p > 0 && p < 1)).toBe(true);
    expect(log.pcvr.every((p) => p > 0 && p < 1)).toBe(true);
    const first = rowsOf(0, 1);
    expect(first.every((row) => Math.abs(log.pctr[row]! - 0.1) < 0.02)).toBe(true);
    expect(first.every((row) => Math.abs(log.pcvr[row]! - 0.15) < 0.03)).toBe(true);
  });

  it('knows nothing of the day that it scores, nor of later ones', () => {
    const click = log.click.map((y, row) => (row < known ? y : 1 - y));
    expect(predicted({ ...log, click })).toEqual(predicted(log));
    expect(predicted({ ...log, click: log.click.map((y) => 1 - y) })).not.toEqual(predicted(log));
  });

  it('knows a conversion from its report on', () => {
    expect(predicted(withReports((row) => log.convertedAt[row]! >= midnight))).toEqual(predicted(log));
    const without = predicted(withReports((row) => log.convertedAt[row]! < midnight));
    expect(without.map(({ pctr }) => pctr)).toEqual(predicted(log).map(({ pctr }) => pctr));
    for (const [k, { pcvr }] of predicted(log).entries()) expect(pcvr).toBeGreaterThan(without[k]!.pcvr);
  });

  it('learns: the evaluated days are ranked as well as by a tuned ranker, and better than the first one', () => {
    expect(aucOf(rowsOf(DAYS - 3, DAYS))).toBeGreaterThan(0.63);
    expect(aucOf(rowsOf(DAYS - 3, DAYS))).toBeLessThan(0.75);
    expect(aucOf(rowsOf(0, 1))).toBeLessThan(0.56);
  });
});

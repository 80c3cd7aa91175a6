import { describe, expect, it } from 'vitest';
import {
  type Auction,
  Budgets,
  CANDIDATES,
  drawn,
  EXPLORATION,
  policy,
  TEMPERATURE,
} from '../../../examples/ads/auction.ts';
import { simulateAds } from '../../../examples/ads/impressions.ts';
import { CATEGORIES } from '../../../examples/ads/kinds.ts';
import { DAY_MS, DAYS, START_MS } from '../../../examples/lib/calendar.ts';

const auctions: Auction[] = [];
const { impressions: log, world } = simulateAds(30_000, 5, (auction) => auctions.push(auction));
const { ads, campaigns, advertisers } = world.catalogue;
const dayOf = (time: number) => Math.floor((time - START_MS) / DAY_MS);
const sum = (values: readonly number[]) => values.reduce((total, x) => total + x, 0);

describe('policy', () => {
  it('is the stated mixture of chance and softmax', () => {
    // Prices 1, 2, 4 squared (temperature ½) are 1, 4, 16, together 21; a tenth is left to chance.
    expect([EXPLORATION, TEMPERATURE]).toEqual([0.1, 0.5]);
    const expected = [1, 4, 16].map((weight) => 0.1 / 3 + (0.9 * weight) / 21);
    for (const [place, p] of policy([1, 2, 4]).entries()) expect(p).toBeCloseTo(expected[place]!, 12);
    for (const [place, p] of policy([1e-9, 2e-9, 4e-9]).entries())
      expect(p).toBeCloseTo(expected[place]!, 12);
    expect(policy([3])).toEqual([1]);
  });

  it('is drawn from by its chances', () => {
    const chances = [0.2, 0.5, 0.3];
    expect([0, 0.19, 0.2, 0.69, 0.71, 0.999].map((uniform) => drawn(chances, uniform))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
    expect(drawn([0.1, 0.2], 0.9)).toBe(1); // what rounding leaves over
  });
});

describe('auctions', () => {
  it('have each an impression, and different candidates', () => {
    expect(auctions).toHaveLength(log.rows);
    expect(auctions.every(({ row }, k) => row === k)).toBe(true);
    const counts = auctions.map(({ candidates }) => candidates.length);
    expect(counts.every((count) => count > 0 && count <= CANDIDATES)).toBe(true);
    expect(counts).toEqual([...log.candidates]);
    const different = auctions.map(({ candidates }) => new Set(candidates.map(({ ad }) => ad)).size);
    expect(different).toEqual(counts);
  });

  it('price a candidate at what production expects of it times the bid', () => {
    const all = auctions.flatMap(({ candidates }) => candidates);
    expect(all.every(({ price, pctr, pcvr, bid }) => price === pctr * pcvr * bid)).toBe(true);
    const winners = auctions.map(({ candidates, shown }) => candidates[shown]!);
    expect(winners.map(({ ad, bid }) => [ad, bid])).toEqual([...log.ad].map((ad, row) => [ad, log.bid[row]]));
    expect(winners.map(({ pctr }) => pctr)).toEqual([...log.pctr]);
    expect(winners.map(({ pcvr }) => pcvr)).toEqual([...log.pcvr]);
  });

  it('log the chance of the shown ad as it was; the chances of a request sum to 1', () => {
    const worst = auctions.map(({ chances }) => Math.abs(sum(chances) - 1));
    expect(Math.max(...worst)).toBeLessThan(1e-12);
    expect(auctions.map(({ chances, shown }) => chances[shown])).toEqual([...log.propensity]);
    for (const { candidates, chances } of auctions.slice(0, 1000))
      expect(chances).toEqual(policy(candidates.map(({ price }) => price)));
    const least = auctions.map(({ candidates }) => EXPLORATION / candidates.length);
    expect(log.propensity.every((p, row) => p >= least[row]! && p <= 1)).toBe(true);
  });

  it('have candidates that run, and whose campaigns can pay', () => {
    const left = new Budgets(campaigns.budget);
    const wrong: unknown[] = [];
    let day = 0;
    for (const { request, candidates, shown } of auctions) {
      if (dayOf(request.time) !== day) left.refill();
      day = dayOf(request.time);
      const { time } = request;
      const fine = candidates.filter(
        ({ ad, price }) =>
          ads.launched[ad]! <= time && time < ads.ended[ad]! && left.canPay(ads.campaign[ad]!, price),
      );
      if (fine.length < candidates.length) wrong.push(candidates);
      const { ad, price } = candidates[shown]!;
      left.pay(ads.campaign[ad]!, price);
    }
    expect(wrong).toEqual([]);
    expect(day).toBe(DAYS - 1);
  });
});

it('spends no more than the budget of a day, and some campaigns all of it', () => {
  const spent = new Map<string, number>();
  for (let row = 0; row < log.rows; row++) {
    const key = `${ads.campaign[log.ad[row]!]} ${dayOf(log.time[row]!)}`;
    spent.set(key, (spent.get(key) ?? 0) + log.pctr[row]! * log.pcvr[row]! * log.bid[row]!);
  }
  const shares = [...spent].map(([key, price]) => price / campaigns.budget[Number(key.split(' ')[0])]!);
  expect(Math.max(...shares)).toBeLessThan(1 + 1e-9);
  const exhausted = shares.filter((share) => share > 0.95).length / shares.length;
  expect(exhausted).toBeGreaterThan(0.15);
  expect(exhausted).toBeLessThan(0.7);
});

describe('propensities', () => {
  /** Σ 1/p over the impressions in `isIn`, against the candidates in it; the variance of a request is Σ 1/p over these − their number². */
  function deviation(isIn: (ad: number) => boolean): number {
    let [weighted, expected, variance] = [0, 0, 0];
    for (const { row, candidates, chances } of auctions) {
      if (isIn(log.ad[row]!)) weighted += 1 / log.propensity[row]!;
      const inverse = chances.filter((_, c) => isIn(candidates[c]!.ad)).map((p) => 1 / p);
      expected += inverse.length;
      variance += sum(inverse) - inverse.length ** 2;
    }
    return (weighted - expected) / Math.sqrt(variance);
  }

  const categoryOf = (ad: number) => advertisers.category[campaigns.advertiser[ads.campaign[ad]!]!]!;

  it('are calibrated: weighted by their inverse, impressions count candidates', () => {
    expect(Math.abs(deviation(() => true))).toBeLessThan(4);
    for (const category of CATEGORIES.keys()) {
      expect(Math.abs(deviation((ad) => categoryOf(ad) === category))).toBeLessThan(4);
    }
    expect(Math.abs(deviation((ad) => ads.appeal[ad]! > 0))).toBeLessThan(4);
  });

  it('differ: the ads of high prices are shown more often', () => {
    const ofHighest = auctions.filter(({ candidates, shown }) =>
      candidates.every(({ price }) => price <= candidates[shown]!.price),
    );
    expect(ofHighest.length / auctions.length).toBeGreaterThan(0.35);
    expect(ofHighest.length / auctions.length).toBeLessThan(0.8);
  });
});

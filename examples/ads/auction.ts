/** Which ad a request is given: candidates that can pay, and the stochastic policy that shows one of them. */
import type { Ads } from './catalogue.ts';
import type { Request } from './outcomes.ts';
import type { Predicted, Production } from './production.ts';

/** Candidates of a request at most. */
export const CANDIDATES = 8;
/** How often a candidate is looked for, per place. */
const TRIES = 4;
/** Chance that any candidate is shown, all alike; else a candidate is drawn by its price. */
export const EXPLORATION = 0.1;
/** Of the softmax over the logarithms of the prices: the lower, the more often the highest price wins. */
export const TEMPERATURE = 0.5;

/**
 * The chance of each candidate to be shown: EXPLORATION / n + (1 − EXPLORATION) · price^(1 / TEMPERATURE) / Σ price^(1 / TEMPERATURE).
 * @param prices of the candidates, above 0
 * @returns chances above 0 whose sum is 1
 */
export function policy(prices: readonly number[]): number[] {
  const highest = Math.max(...prices);
  const weights = prices.map((price) => (price / highest) ** (1 / TEMPERATURE));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => EXPLORATION / prices.length + ((1 - EXPLORATION) * weight) / total);
}

/** Draws a place by chances whose sum is 1. @param uniform in [0, 1) */
export function drawn(chances: readonly number[], uniform: number): number {
  let rest = uniform;
  for (const [place, chance] of chances.entries()) {
    rest -= chance;
    if (rest < 0) return place;
  }
  return chances.length - 1;
}

/** What campaigns have left of the day's budget. */
export class Budgets {
  readonly #daily: Float64Array;
  readonly #left: Float64Array;

  constructor(daily: Float64Array) {
    this.#daily = daily;
    this.#left = daily.slice();
  }

  /** A new day. */
  refill(): void {
    this.#left.set(this.#daily);
  }

  canPay(campaign: number, price: number): boolean {
    return price <= this.#left[campaign]!;
  }

  pay(campaign: number, price: number): void {
    this.#left[campaign] = this.#left[campaign]! - price;
  }
}

/** One that could be shown. */
export interface Candidate extends Predicted {
  ad: number;
  bid: number;
  /** What the advertiser pays for the impression. */
  price: number;
}

/** One request, what could be shown, and what is. */
export interface Auction {
  /** Of the log. */
  row: number;
  request: Request;
  candidates: readonly Candidate[];
  /** Of the candidates to be shown. */
  chances: readonly number[];
  /** Place of the one that is. */
  shown: number;
}

export interface Market {
  ads: Ads;
  /** Of the day, by campaign. */
  bids: Float64Array;
  production: Production;
  budgets: Budgets;
  pick: () => number;
}

/** Different ads that run at this moment, and whose campaigns can pay what the impression is expected to bring. */
export function candidatesOf(
  request: Request,
  { ads, bids, production, budgets, pick }: Market,
): Candidate[] {
  const candidates: Candidate[] = [];
  const seen = new Set<number>();
  for (let k = 0; k < TRIES * CANDIDATES && candidates.length < CANDIDATES; k++) {
    const ad = pick();
    if (seen.has(ad)) continue;
    seen.add(ad);
    if (request.time < ads.launched[ad]! || request.time >= ads.ended[ad]!) continue;
    const campaign = ads.campaign[ad]!;
    const bid = bids[campaign]!;
    const { pctr, pcvr } = production.predict(request, ad);
    const price = pctr * pcvr * bid;
    if (budgets.canPay(campaign, price)) candidates.push({ ad, bid, pctr, pcvr, price });
  }
  return candidates;
}

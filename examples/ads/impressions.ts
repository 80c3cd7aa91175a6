/**
 * What was shown, and what followed. Requests arrive in order of time; each is given one ad by the auction, and clicks and
 * conversions come from the models that the README writes out.
 */
import { DAY_MS, DAYS, HOUR_MS, START_MS } from '../lib/calendar.ts';
import { sampler } from '../lib/random.ts';
import { planVisits, type Visit } from '../lib/visits.ts';
import { type Auction, Budgets, candidatesOf, drawn, policy } from './auction.ts';
import type { Ads } from './catalogue.ts';
import { DEVICES, SLOTS } from './kinds.ts';
import { allocate, firstOf, type Impressions, setOutcome, setShown } from './log.ts';
import { drawOutcome, type Request } from './outcomes.ts';
import { Production } from './production.ts';
import { createWorld, type Shape, usualShape, type World } from './world.ts';

/** Requests of the longest sessions. */
const SESSION_REQUESTS = 16;
/** Standard deviation of the logarithm of what a campaign bids from day to day. */
const BID_CHANGES = 0.1;

export interface AdLog {
  seed: number;
  world: World;
  impressions: Impressions;
}

/** `rows` requests, rounded up to the same number on each day. @param watch sees each auction */
export function simulateAds(
  rows: number,
  seed: number,
  watch: (auction: Auction) => void = () => {},
  shape: Shape = usualShape(rows),
): AdLog {
  const world = createWorld(rows, seed, shape);
  const { random, users, catalogue } = world;
  const { campaigns, ads } = catalogue;
  const perDay = Math.ceil(rows / DAYS);
  const log = allocate(perDay * DAYS);
  const production = new Production(world, seed);
  const budgets = new Budgets(campaigns.budget);
  let row = 0;
  for (let day = 0; day < DAYS; day++) {
    const midnight = START_MS + day * DAY_MS;
    if (day > 0) {
      world.drift();
      production.learnAtNight(log, row, midnight);
      budgets.refill();
    }
    const bids = campaigns.bid.map((bid) => bid * Math.exp(BID_CHANGES * random.normal()));
    const plan = { activity: users.activity, day, visits: perDay, longest: SESSION_REQUESTS };
    let hour = -1;
    let pick = () => 0;
    for (const [k, visit] of planVisits(plan, random).entries()) {
      const request = requestOf(world, visit);
      if (request.hour !== hour) {
        hour = request.hour;
        pick = sampler(reachable(ads, midnight + hour * HOUR_MS), random);
      }
      const candidates = candidatesOf(request, { ads, bids, production, budgets, pick });
      if (candidates.length === 0) continue;
      const chances = policy(candidates.map(({ price }) => price));
      const shown = drawn(chances, random.uniform());
      const { ad, price } = candidates[shown]!;
      budgets.pay(ads.campaign[ad]!, price);
      const auction = { row, request, candidates, chances, shown };
      watch(auction);
      log.request[row] = day * perDay + k;
      setShown(log, auction);
      setOutcome(log, row, drawOutcome(world, request, ad));
      row++;
    }
  }
  return { seed, world, impressions: firstOf(log, row) };
}

export function requestOf({ random, users }: World, { user, time }: Visit): Request {
  const place = random.uniform();
  const device = DEVICES.findIndex((_, d) => place < users.devices[user * DEVICES.length + d]!);
  const hour = Math.floor((time % DAY_MS) / HOUR_MS);
  return { user, time, hour, slot: random.below(SLOTS.length), device };
}

/** Chances to be looked at within an hour: those of the ads that run in some of it. */
export function reachable({ reach, launched, ended }: Ads, from: number): Float64Array {
  return reach.map((chance, ad) => (launched[ad]! < from + HOUR_MS && ended[ad]! > from ? chance : 0));
}

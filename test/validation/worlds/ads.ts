/** A small world of ads: what is worth something is what advertisers sell. */
import { reachable, requestOf, simulateAds } from '../../../examples/ads/impressions.ts';
import { DIMENSIONS } from '../../../examples/ads/kinds.ts';
import { clickLogit, conversionLogit, meanValue } from '../../../examples/ads/outcomes.ts';
import type { World } from '../../../examples/ads/world.ts';
import { DAY_MS, DAYS, START_MS } from '../../../examples/lib/calendar.ts';
import { chance } from '../../../examples/lib/factorisation.ts';
import { sampler } from '../../../examples/lib/random.ts';
import {
  CANDIDATES,
  type Candidates,
  candidateRows,
  distinct,
  type SmallWorld,
  type WorldFeature,
  type WorldOptions,
} from './small-world.ts';

const DEPLOYED_MS = START_MS + DAYS * DAY_MS;
const BASKET_SPREAD = 0.6;

export function adsWorld(options: WorldOptions): SmallWorld {
  const { rows, seed, users, itemsPerDay, taste, drift } = options;
  const shape = { users, adsPerDay: itemsPerDay, taste, drift };
  const { world, impressions } = simulateAds(rows, seed, () => {}, shape);
  world.drift(); // the night before the deployment
  const { user, ad, time, click, slot, hour, device, bid } = impressions;
  const { ads } = world.catalogue;
  return {
    kind: 'ads',
    users,
    items: ads.count,
    vectors: ads.vectors,
    dimensions: DIMENSIONS,
    log: {
      ...{ rows: impressions.rows, user, item: ad, time, click },
      features: features(world, ad, { slot, hour, device, bid }),
    },
    candidates: candidates(world, options),
  };
}

type Asked = Record<'slot' | 'hour' | 'device' | 'bid', ArrayLike<number>>;

function features({ catalogue }: World, item: Uint32Array, asked: Asked): WorldFeature[] {
  const { ads, campaigns, advertisers } = catalogue;
  const campaign = Float64Array.from(item, (ad) => ads.campaign[ad]!);
  const advertiser = campaign.map((c) => campaigns.advertiser[c]!);
  return [
    ...(['slot', 'hour', 'device'] as const).map((name) => ({
      name,
      values: Float64Array.from(asked[name]),
    })),
    { name: 'campaign', values: campaign },
    { name: 'advertiser', values: advertiser },
    { name: 'category', values: advertiser.map((a) => advertisers.category[a]!) },
    { name: 'bid', numeric: true, values: Float64Array.from(asked.bid) },
  ];
}

/** Ads that run at midnight after the last day, when every budget is full, drawn as the auction looks for candidates. */
function candidates(world: World, { users, requests }: WorldOptions): Candidates {
  const { random, catalogue } = world;
  const { ads, campaigns } = catalogue;
  const rows = users * requests * CANDIDATES;
  const { feature, ...made } = candidateRows(rows, ['slot', 'hour', 'device', 'bid']);
  const sale = new Float64Array(rows);
  const pick = sampler(reachable(ads, DEPLOYED_MS), random);
  const running = () => {
    for (;;) {
      const ad = pick();
      if (ads.launched[ad]! <= DEPLOYED_MS && ads.ended[ad]! > DEPLOYED_MS) return ad;
    }
  };
  let row = 0;
  for (let number = 0; number < users * requests; number++) {
    const request = requestOf(world, { user: Math.floor(number / requests), time: DEPLOYED_MS });
    for (const ad of distinct(running)) {
      made.user[row] = request.user;
      made.item[row] = ad;
      made.request[row] = number;
      made.time[row] = DEPLOYED_MS;
      for (const name of ['slot', 'hour', 'device'] as const) feature(name)[row] = request[name];
      const bid = campaigns.bid[ads.campaign[ad]!]!;
      feature('bid')[row] = bid;
      made.price[row] = bid;
      made.chance[row] = chance(clickLogit(world, request, ad));
      sale[row] = chance(conversionLogit(world, request, ad));
      made.worth[row] = sale[row]! * meanValue(catalogue, ad);
      // Only so that the rows have both labels: nothing that ranks them reads it.
      made.click[row] = Number(random.uniform() < made.chance[row]!);
      row++;
    }
  }
  const asked = {
    slot: feature('slot'),
    hour: feature('hour'),
    device: feature('device'),
    bid: feature('bid'),
  };
  const draw: Candidates['draw'] = (at, { uniform, normal }) => {
    if (uniform() >= made.chance[at]!) return { click: 0, worth: 0 };
    if (uniform() >= sale[at]!) return { click: 1, worth: 0 };
    const value = meanValue(catalogue, made.item[at]!);
    return { click: 1, worth: value * Math.exp(BASKET_SPREAD * normal() - BASKET_SPREAD ** 2 / 2) };
  };
  return { ...made, features: features(world, made.item, asked), draw };
}

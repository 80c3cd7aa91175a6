/** What is advertised: advertisers with campaigns, and ads of these that are launched day by day and run for some days. */
import { DAY_MS, DAYS, START_MS } from '../lib/calendar.ts';
import type { Random } from '../lib/random.ts';
import { normalise, randomUnit, vectorAt } from '../lib/vectors.ts';
import { CATEGORIES, DIMENSIONS, PRODUCTS_PER_CATEGORY } from './kinds.ts';
import type { Products } from './users.ts';

/** Days before the first whose launches are there from the start. */
const STOCK_DAYS = 5;
/** Impressions of a new ad a day whose campaign has the budget that is stated below. */
const ROWS_PER_AD = 4000;
const ADS_PER_ADVERTISER = 20;
/** Chance that an ad begins a new campaign; the others belong to one of the latest. */
const NEW_CAMPAIGN = 0.25;
/** Days whose campaigns are the latest. */
const OPEN_DAYS = 5;
/** Days that an ad runs at least, and the mean of what it runs longer. */
const RUN_DAYS = 1;
const RUN_LONGER_DAYS = 4;
/** Lengths of what is added to a unit vector: of a campaign to its product, of an ad and of a landing page to their campaign. */
const CAMPAIGN_SCATTER = 0.5;
const AD_SCATTER = 0.7;
const LANDING_SCATTER = 0.5;
/** Share of a conversion's value that a campaign bids for it, and the standard deviation of its logarithm. */
const BID_SHARE = 0.3;
const BID_SPREAD = 0.3;
/** Conversions that a daily budget pays for: median, and standard deviation of the logarithm. */
const BUDGET_CONVERSIONS = 6;
const BUDGET_SPREAD = 0.7;

export interface Advertisers {
  count: number;
  category: Uint8Array;
  /** Logarithm of what a basket of size 1 is worth. */
  level: Float64Array;
}

export interface Campaigns {
  count: number;
  advertiser: Uint16Array;
  /** What is bid for a conversion, before the day's adjustment. */
  bid: Float64Array;
  /** Of a day, in the currency of bids and values. */
  budget: Float64Array;
  /** How well the landing page sells to anyone: standard deviation 0.4 on the conversion logit. */
  selling: Float64Array;
  /** Unit vectors of the landing pages, `DIMENSIONS` per campaign. */
  landing: Float32Array;
}

export interface Ads {
  count: number;
  campaign: Uint32Array;
  /** ms since 1970; whole minutes. */
  launched: Float64Array;
  /** The first ms at which it is not shown any more. */
  ended: Float64Array;
  /** Chance to be a candidate, by power law. */
  reach: Float64Array;
  /** How much it attracts clicks from anyone: standard deviation 0.3 on the click logit. */
  appeal: Float64Array;
  /** Unit vectors of the creatives, `DIMENSIONS` per ad. */
  vectors: Float32Array;
}

export interface Catalogue {
  advertisers: Advertisers;
  campaigns: Campaigns;
  ads: Ads;
}

/** A catalogue that suits `rows` impressions, with `perDay` new ads a day. */
export function createCatalogue(
  { rows, perDay }: { rows: number; perDay: number },
  products: Products,
  random: Random,
): Catalogue {
  const count = perDay * (DAYS + STOCK_DAYS);
  const advertisers = createAdvertisers(
    Math.max(CATEGORIES.length, Math.round(count / ADS_PER_ADVERTISER)),
    random,
  );
  const campaignOf = new Uint32Array(count);
  const open = Math.max(1, Math.round(NEW_CAMPAIGN * OPEN_DAYS * perDay));
  let campaignCount = 0;
  for (let ad = 0; ad < count; ad++) {
    if (ad === 0 || random.uniform() < NEW_CAMPAIGN) campaignOf[ad] = campaignCount++;
    else campaignOf[ad] = campaignCount - 1 - random.below(Math.min(open, campaignCount));
  }
  const ofBudget = rows / (ROWS_PER_AD * perDay);
  const { campaigns, looks } = createCampaigns(campaignCount, { advertisers, products, ofBudget, random });
  return { advertisers, campaigns, ads: createAds(campaignOf, looks, random) };
}

function createAdvertisers(count: number, random: Random): Advertisers {
  const levels = Array.from(CATEGORIES, () => 3.5 + 0.5 * random.normal());
  const category = Uint8Array.from({ length: count }, (_, a) => a % CATEGORIES.length);
  return { count, category, level: Float64Array.from(category, (c) => levels[c]! + 0.5 * random.normal()) };
}

interface CampaignPlan {
  advertisers: Advertisers;
  products: Products;
  /** A small world has less to spend on each campaign. */
  ofBudget: number;
  random: Random;
}

/** @returns also what the creatives of each campaign have in common, as unit vectors */
function createCampaigns(
  count: number,
  { advertisers, products, ofBudget, random }: CampaignPlan,
): { campaigns: Campaigns; looks: Float32Array } {
  const campaigns: Campaigns = {
    count,
    advertiser: new Uint16Array(count),
    bid: new Float64Array(count),
    budget: new Float64Array(count),
    selling: new Float64Array(count),
    landing: new Float32Array(count * DIMENSIONS),
  };
  const looks = new Float32Array(count * DIMENSIONS);
  for (let c = 0; c < count; c++) {
    const advertiser = random.below(advertisers.count);
    campaigns.advertiser[c] = advertiser;
    const product =
      advertisers.category[advertiser]! * PRODUCTS_PER_CATEGORY + random.below(PRODUCTS_PER_CATEGORY);
    const look = vectorAt(looks, c, DIMENSIONS);
    near(look, vectorAt(products, product, DIMENSIONS), CAMPAIGN_SCATTER, random);
    near(vectorAt(campaigns.landing, c, DIMENSIONS), look, LANDING_SCATTER, random);
    campaigns.selling[c] = 0.4 * random.normal();
    const bid = BID_SHARE * Math.exp(advertisers.level[advertiser]! + BID_SPREAD * random.normal());
    campaigns.bid[c] = bid;
    campaigns.budget[c] = bid * BUDGET_CONVERSIONS * ofBudget * Math.exp(BUDGET_SPREAD * random.normal());
  }
  return { campaigns, looks };
}

function createAds(campaign: Uint32Array, looks: Float32Array, random: Random): Ads {
  const count = campaign.length;
  const ads: Ads = {
    count,
    campaign,
    launched: new Float64Array(count),
    ended: new Float64Array(count),
    reach: new Float64Array(count),
    appeal: new Float64Array(count),
    vectors: new Float32Array(count * DIMENSIONS),
  };
  const days = DAYS + STOCK_DAYS;
  for (let ad = 0; ad < count; ad++) {
    const day = Math.floor((ad * days) / count) - STOCK_DAYS;
    ads.launched[ad] = START_MS + day * DAY_MS + random.below(24 * 60) * 60_000;
    ads.ended[ad] =
      Math.max(ads.launched[ad]!, START_MS) +
      (RUN_DAYS - RUN_LONGER_DAYS * Math.log(1 - random.uniform())) * DAY_MS;
    ads.reach[ad] = (1 - random.uniform()) ** -0.3;
    ads.appeal[ad] = 0.3 * random.normal();
    near(
      vectorAt(ads.vectors, ad, DIMENSIONS),
      vectorAt(looks, campaign[ad]!, DIMENSIONS),
      AD_SCATTER,
      random,
    );
  }
  return ads;
}

/** Sets `vector` to a unit vector near another one: `scatter` is the length of what is added. */
function near(vector: Float32Array, other: Float32Array, scatter: number, random: Random): void {
  const added = randomUnit(DIMENSIONS, random);
  for (let d = 0; d < DIMENSIONS; d++) vector[d] = other[d]! + scatter * added[d]!;
  normalise(vector);
}

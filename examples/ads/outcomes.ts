/** What follows an impression: a click, a conversion after it, when the conversion is reported, and what it is worth. */
import { HOUR_MS } from '../lib/calendar.ts';
import { chance } from '../lib/factorisation.ts';
import type { Random } from '../lib/random.ts';
import { dot } from '../lib/vectors.ts';
import { DIMENSIONS } from './kinds.ts';
import type { World } from './world.ts';

/** On the click logit, by place in `SLOTS`; and on both logits by place in `DEVICES`. */
const SLOT_CLICKS = [0, 0.4, -0.4, -0.8] as const;
const DEVICE_CLICKS = [0.1, -0.1, 0] as const;
const DEVICE_SALES = [-0.3, 0.3, 0] as const;
/** How much of a click's taste decides on a sale too. */
const CONVERSION_TASTE = 2 / 3;
/** Median hours from click to conversion, and the standard deviation of their logarithm. */
const DELAY_HOURS = 6;
const DELAY_SPREAD = 1.3;
/** Standard deviation of the logarithm of a basket's size. */
const BASKET_SPREAD = 0.6;

/** What is known when an ad is chosen. */
export interface Request {
  user: number;
  /** ms since 1970. */
  time: number;
  hour: number;
  /** Place in `SLOTS`. */
  slot: number;
  /** Place in `DEVICES`. */
  device: number;
}

/** The log-odds of a click. */
export function clickLogit(
  { taste, users, catalogue: { ads } }: World,
  { user, slot, device, hour }: Request,
  ad: number,
): number {
  const affinity = dot(users.vectors, user, ads.vectors, ad, DIMENSIONS);
  const evening = hour >= 18 ? 0.2 : 0;
  const place = SLOT_CLICKS[slot]! + DEVICE_CLICKS[device]! + evening;
  return -2.9 + taste * affinity + ads.appeal[ad]! + users.proneness[user]! + place;
}

/** The log-odds of a conversion after a click. An ad that attracts everybody sells less often. */
export function conversionLogit(
  { taste, users, catalogue }: World,
  { user, device }: Request,
  ad: number,
): number {
  const { ads, campaigns } = catalogue;
  const campaign = ads.campaign[ad]!;
  const fit = dot(users.vectors, user, campaigns.landing, campaign, DIMENSIONS);
  return (
    -2.6 +
    CONVERSION_TASTE * taste * fit +
    campaigns.selling[campaign]! -
    ads.appeal[ad]! +
    DEVICE_SALES[device]!
  );
}

/** What a conversion is worth on average. */
export function meanValue({ advertisers, campaigns, ads }: World['catalogue'], ad: number): number {
  const level = advertisers.level[campaigns.advertiser[ads.campaign[ad]!]!]!;
  return Math.exp(level + BASKET_SPREAD ** 2 / 2);
}

export interface Outcome {
  click: boolean;
  /** ms since 1970, later than the impression and perhaps than the log; undefined where nothing is bought. */
  convertedAt?: number;
  /** 0 where nothing is bought. */
  value: number;
}

export function drawOutcome(world: World, request: Request, ad: number): Outcome {
  const { random, catalogue } = world;
  const nothing = { click: false, value: 0 };
  if (random.uniform() >= chance(clickLogit(world, request, ad))) return nothing;
  if (random.uniform() >= chance(conversionLogit(world, request, ad))) return { ...nothing, click: true };
  const { advertisers, campaigns, ads } = catalogue;
  const level = advertisers.level[campaigns.advertiser[ads.campaign[ad]!]!]!;
  return {
    click: true,
    convertedAt: request.time + drawDelay(random),
    value: Math.exp(level + BASKET_SPREAD * random.normal()),
  };
}

/** Whole ms, at least one second. */
export function drawDelay(random: Random): number {
  return Math.max(1000, Math.round(DELAY_HOURS * HOUR_MS * Math.exp(DELAY_SPREAD * random.normal())));
}

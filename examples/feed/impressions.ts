/**
 * What the feed showed and what was clicked. Sessions arrive in order of time; a page of eight items is filled by a
 * noisy personalised policy (policy.ts); clicks come from a logit model that the README writes out.
 */
import { DAY_MS, DAYS, HOUR_MS, START_MS } from '../lib/calendar.ts';
import { planVisits } from '../lib/visits.ts';
import { drawPage, type Exposure, exposureAt, PAGE, RECENT } from './policy.ts';
import { drawChances, pageChances } from './propensity.ts';
import { createWorld, type Shape, usualShape, type World } from './world.ts';

/** Logarithm of the ms that a click without affinity is followed by in the median, and its standard deviation. */
const DWELL_LEVEL = 9.2;
const DWELL_SPREAD = 0.7;
/** Pages of the longest sessions. */
const SESSION_PAGES = 4;

/** Columns of equal length, one entry per impression, in order of time. */
export interface Impressions {
  rows: number;
  user: Uint32Array;
  item: Uint32Array;
  /** ms since 1970; all rows of a page share it. */
  time: Float64Array;
  click: Uint8Array;
  dwellMs: Uint32Array;
  hour: Uint8Array;
  /** 1..8 from the top. */
  position: Uint8Array;
  /** The page. */
  impression: Uint32Array;
  /** The chance that the policy put the item on this page (propensity.ts); where it was asked for. */
  propensity?: Float64Array;
}

export interface Feed {
  seed: number;
  world: World;
  impressions: Impressions;
}

/** The log-odds of a click. @param taste as in `Shape` */
export function clickLogit(
  { taste }: Pick<World, 'taste'>,
  affinity: number,
  quality: number,
  position: number,
  hour: number,
): number {
  const evening = hour >= 18 ? 0.2 : 0;
  return -2.8 + taste * affinity + quality - 0.08 * (position - 1) + evening;
}

/** The mean time in ms that a user spends after a click. */
export function meanDwell(affinity: number): number {
  return Math.exp(DWELL_LEVEL + affinity + DWELL_SPREAD ** 2 / 2);
}

export interface FeedOptions {
  shape?: Shape | undefined;
  /** With propensities: they take longer than the rest, and no random numbers. */
  logged?: boolean | undefined;
}

/** `rows` impressions, rounded up to whole pages on each day. */
export function simulate(
  rows: number,
  seed: number,
  { shape = usualShape(rows), logged = false }: FeedOptions = {},
): Feed {
  const world = createWorld(shape, seed);
  const pagesPerDay = Math.ceil(rows / PAGE / DAYS);
  const impressions = allocate(pagesPerDay * PAGE * DAYS, logged);
  const feed = { seed, world, impressions };
  const recent = new Int32Array(world.users.count * RECENT).fill(-1);
  const seen = new Uint32Array(world.users.count);
  let row = 0;
  for (let day = 0; day < DAYS; day++) {
    if (day > 0) world.drift();
    const { activity } = world.users;
    const visits = planVisits({ activity, day, visits: pagesPerDay, longest: SESSION_PAGES }, world.random);
    let hour = -1;
    let exposure: Exposure | undefined;
    for (const { user, time } of visits) {
      const now = Math.floor((time - START_MS) / HOUR_MS);
      if (now !== hour) {
        hour = now;
        exposure = exposureAt(world, time);
      }
      fillPage(feed, row, user, time, exposure!, recent.subarray(user * RECENT, (user + 1) * RECENT), seen);
      row += PAGE;
    }
  }
  return feed;
}

function fillPage(
  { world, impressions }: Feed,
  row: number,
  user: number,
  time: number,
  exposure: Exposure,
  recent: Int32Array,
  seen: Uint32Array,
): void {
  const { random, items } = world;
  const lately = recent.subarray(0, Math.min(seen[user]!, RECENT));
  const page = drawPage(world, user, exposure, lately);
  if (impressions.propensity !== undefined) {
    const shown = page.map(({ item }) => item);
    impressions.propensity.set(pageChances(drawChances(world, user, exposure, lately), shown), row);
  }
  const hour = Math.floor((time % DAY_MS) / HOUR_MS);
  for (let k = 0; k < PAGE; k++) {
    const { item } = page[k]!;
    const affinity = world.affinity(user, item);
    const chance = 1 / (1 + Math.exp(-clickLogit(world, affinity, items.quality[item]!, k + 1, hour)));
    const click = random.uniform() < chance;
    impressions.user[row + k] = user;
    impressions.item[row + k] = item;
    impressions.time[row + k] = time;
    impressions.click[row + k] = click ? 1 : 0;
    impressions.dwellMs[row + k] = click
      ? Math.round(Math.exp(DWELL_LEVEL + affinity + DWELL_SPREAD * random.normal()))
      : 0;
    impressions.hour[row + k] = hour;
    impressions.position[row + k] = k + 1;
    impressions.impression[row + k] = row / PAGE;
    recent[seen[user]! % RECENT] = item;
    seen[user] = seen[user]! + 1;
  }
}

function allocate(rows: number, logged: boolean): Impressions {
  return {
    rows,
    user: new Uint32Array(rows),
    item: new Uint32Array(rows),
    time: new Float64Array(rows),
    click: new Uint8Array(rows),
    dwellMs: new Uint32Array(rows),
    hour: new Uint8Array(rows),
    position: new Uint8Array(rows),
    impression: new Uint32Array(rows),
    ...(logged && { propensity: new Float64Array(rows) }),
  };
}

/**
 * What a ranker of somebody else's said of the evaluation window: once without and once with the items' content. README.md states
 * what each knows.
 */
import { DAY_MS, DAYS, START_MS } from '../lib/calendar.ts';
import { seeded } from '../lib/random.ts';
import { clickLogit, type Feed } from './impressions.ts';

/** Days that are evaluated. */
const EVALUATED = 3;
/** Standard deviation of what the ranker gets wrong of the log-odds. */
const ERROR = 0.5;

export const SCORE_FILES = ['before', 'after'] as const;

export interface RankerScores {
  /** Rows of the log that have scores. */
  rows: Uint32Array;
  /** Probabilities of a click, per row. */
  before: Float64Array;
  after: Float64Array;
}

/** A function of the feed and its seed alone. */
export function rankerScores({ world, impressions, seed }: Feed): RankerScores {
  const random = seeded(seed ^ 0x5c03e5);
  const cut = START_MS + (DAYS - EVALUATED) * DAY_MS;
  const all = Uint32Array.from({ length: impressions.rows }, (_, row) => row);
  const rows = all.filter((row) => impressions.time[row]! >= cut);
  const score = (knows: (user: number, item: number) => number): Float64Array =>
    Float64Array.from(rows, (row) => {
      const item = impressions.item[row]!;
      const affinity = knows(impressions.user[row]!, item);
      const quality = world.items.quality[item]!;
      const logit = clickLogit(world, affinity, quality, impressions.position[row]!, impressions.hour[row]!);
      return 1 / (1 + Math.exp(-logit - ERROR * random.normal()));
    });
  return { rows, before: score(() => 0), after: score((user, item) => world.affinity(user, item)) };
}

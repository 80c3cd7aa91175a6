/** What both small worlds are reduced to: a log, what could be shown after its end, and what would truly follow. */
import type { Random } from '../../../examples/lib/random.ts';

/** One column of the log that the base reads. */
export interface WorldFeature {
  name: string;
  numeric?: boolean;
  values: Float64Array;
}

/** Rows in order of time. */
export interface WorldRows {
  rows: number;
  user: Uint32Array;
  item: Uint32Array;
  /** ms since 1970. */
  time: Float64Array;
  /** 0 or 1. */
  click: Uint8Array;
  features: WorldFeature[];
}

/** Candidates of the requests after the log, all of one time; those of a request, and the requests of a user, stand in a row. */
export interface Candidates extends WorldRows {
  /** Of the row. */
  request: Uint32Array;
  /** The true probability of a click. */
  chance: Float64Array;
  /** What a click is truly worth on average: seconds of the user, or value to the advertiser. */
  worth: Float64Array;
  /** What the platform multiplies a probability by when it ranks: the bid; 1 in a feed. */
  price: Float64Array;
  /** What follows when the row is shown: 0 without a click, else what it is worth. */
  draw(row: number, random: Random): { click: number; worth: number };
}

export interface SmallWorld {
  kind: 'feed' | 'ads';
  users: number;
  items: number;
  /** Unit vectors that tastes are about, `dimensions` per item. */
  vectors: Float32Array;
  dimensions: number;
  log: WorldRows;
  candidates: Candidates;
}

export interface WorldOptions {
  seed: number;
  rows: number;
  users: number;
  /** New items, or ads, a day. */
  itemsPerDay: number;
  /** Log-odds of a click per unit of affinity. */
  taste: number;
  /** Chance that a user changes an interest from one day to the next. */
  drift: number;
  /** Requests of each user after the log. */
  requests: number;
}

/** Candidates of a request. */
export const CANDIDATES = 10;

/** `CANDIDATES` different items. @param pick draws an item by its chance to be a candidate */
export function distinct(pick: () => number): number[] {
  const items = new Set<number>();
  for (let tries = 0; items.size < CANDIDATES; tries++) {
    if (tries > 10_000) throw new Error(`fewer than ${CANDIDATES} items can be shown`);
    items.add(pick());
  }
  return [...items];
}

/** Columns of candidates that `fill` then sets. */
export function candidateRows(
  rows: number,
  features: readonly string[],
): Omit<Candidates, 'draw'> & { feature: (name: string) => Float64Array } {
  const columns = new Map(features.map((name) => [name, new Float64Array(rows)]));
  return {
    ...{ rows, user: new Uint32Array(rows), item: new Uint32Array(rows), request: new Uint32Array(rows) },
    ...{ time: new Float64Array(rows), click: new Uint8Array(rows) },
    ...{
      chance: new Float64Array(rows),
      worth: new Float64Array(rows),
      price: new Float64Array(rows).fill(1),
    },
    features: [...columns].map(([name, values]) => ({ name, values })),
    feature: (name) => columns.get(name)!,
  };
}

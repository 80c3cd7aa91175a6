/**
 * As-of counts, part of the base: what a production ranker knows about a user and an item before the row. Without them
 * LIS measures popularity.
 */
import type { Dataset, FeatureColumn, Timeline } from '../../data/dataset.ts';
import { type LabelEvents, labelEvents } from './events.ts';

/** Pseudo-rows of the prior rate in a smoothed rate: a count as large as this weighs as much as the prior. */
const PRIOR_ROWS = 10;

/** What is counted: the rows of a user, or those of an item. */
export type Entity = 'user' | 'item';

/**
 * Exposures (rows) and smoothed positive rate of the row's user and of its item, from rows with time < t only, and positives that were known before t. The rate
 * is (positives + 10·p) / (exposures + 10), where p is the log's own rate before t, (positives + 1) / (rows + 2).
 * @returns four numeric columns, never missing.
 */
export function asOfCounts(data: Dataset, timeline: Timeline): FeatureColumn[] {
  return [...entityCounts(data, timeline, 'user'), ...entityCounts(data, timeline, 'item')];
}

/** The names of the two that are of users, or of items. */
export const countNames = (entity: Entity): readonly [exposures: string, rate: string] => [
  `${entity} exposures`,
  `${entity} rate`,
];

/** The two of them that are of users, or of items. */
export function entityCounts(data: Dataset, timeline: Timeline, entity: Entity): FeatureColumn[] {
  const exposures = new Float64Array(data.rows);
  const rate = new Float64Array(data.rows);
  new RunningCounts(data, timeline, entity).next(data.rows, exposures, rate);
  const [nameOfExposures, nameOfRate] = countNames(entity);
  return [
    { name: nameOfExposures, type: 'numeric', values: exposures },
    { name: nameOfRate, type: 'numeric', values: rate },
  ];
}

/** The two, some rows after another: they are made of the rows before, and need not be held. */
export class RunningCounts {
  readonly #data: Dataset;
  readonly #time: Float64Array;
  readonly #code: Uint32Array;
  readonly #seen: Uint32Array;
  readonly #positives: Uint32Array;
  /** Where labels take time to arrive: when each did. */
  readonly #events: LabelEvents | undefined;
  #known = 0;
  /** The next row, and the first one of its time. */
  #row = 0;
  #from = 0;

  constructor(data: Dataset, timeline: Timeline, entity: Entity) {
    this.#data = data;
    this.#time = timeline.time;
    this.#code = data[entity];
    const count = entity === 'user' ? data.users : data.items;
    this.#seen = new Uint32Array(count);
    this.#positives = new Uint32Array(count);
    this.#events = data.labelTime === undefined ? undefined : labelEvents(data, timeline);
  }

  /** Writes the counts of the next rows, from the first place of the arrays on. @param to the row to stop before */
  next(to: number, exposures: Float64Array, rate: Float64Array): void {
    const time = this.#time;
    const code = this.#code;
    const seen = this.#seen;
    const positives = this.#positives;
    const first = this.#row;
    for (let row = first; row < to; row++) {
      if (time[row] !== time[this.#from]) this.#pass(row);
      const prior = (PRIOR_ROWS * (this.#known + 1)) / (this.#from + 2);
      const at = code[row]!;
      exposures[row - first] = seen[at]!;
      rate[row - first] = (positives[at]! + prior) / (seen[at]! + PRIOR_ROWS);
    }
    this.#row = Math.max(to, first);
  }

  /** Counts the rows of the time that is over, and the labels that are known by the next one, that of `row`. */
  #pass(row: number): void {
    const { label } = this.#data;
    const events = this.#events;
    for (let passed = this.#from; passed < row; passed++) {
      this.#seen[this.#code[passed]!]!++;
      if (events === undefined && label[passed] === 1) this.#count(passed);
    }
    if (events !== undefined)
      while (this.#known < events.row.length && events.time[this.#known]! < this.#time[row]!)
        this.#count(events.row[this.#known]!);
    this.#from = row;
  }

  #count(positive: number): void {
    this.#positives[this.#code[positive]!]!++;
    this.#known++;
  }
}

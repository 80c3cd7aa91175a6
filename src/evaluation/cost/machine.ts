/**
 * How fast this machine is beside the one that rates were fitted on: some work like that of a run, a quarter of a second of it. One part of
 * it waits for memory, as training does, the other sorts, as metrics do.
 */
import { randomBits } from '../../common/random.ts';
import { placements } from '../../metrics/auc.ts';
import { fieldBlock } from '../../ranker/fields.ts';
import { BLOCK_ROWS } from '../../ranker/kinds.ts';
import { Model } from '../../ranker/model.ts';
import { builtInRanker } from '../../specfile/schema-ranker.ts';
import { RATES } from './rates.ts';
import type { Pace, Rates } from './units.ts';

/** Ids of each of two fields: a table of 40 MB, more than a processor keeps. */
const IDS = 150_000;
const ROWS = 2 ** 15;
/** Seconds of either part. */
const BUDGET = 0.09;

/** Nanoseconds a row, the fastest of several goes: what others do meanwhile only slows. */
export function measuredPace(): Pace {
  const bits = randomBits(7);
  const codes = (): Uint32Array => Uint32Array.from({ length: ROWS }, () => bits() % IDS);
  const label = Uint8Array.from({ length: ROWS }, () => bits() & 1);
  const block = fieldBlock([
    { name: 'user', codes: codes(), cardinality: IDS },
    { name: 'item', codes: codes(), cardinality: IDS },
  ]);
  const model = new Model(builtInRanker('fm'), [block], label);
  model.reset(1, 0);
  const order = Uint32Array.from({ length: ROWS }, (_, row) => row);
  let from = 0;
  const train = (): void => {
    model.train(order, from, from + BLOCK_ROWS);
    from = (from + BLOCK_ROWS) % ROWS;
  };
  const scores = Float32Array.from({ length: ROWS }, () => bits() / 2 ** 32);
  return {
    training: fastest(train, BUDGET) / BLOCK_ROWS,
    sorting: fastest(() => placements(scores, label), BUDGET) / ROWS,
  };
}

/** Nanoseconds of the fastest call within so many seconds. */
function fastest(work: () => void, seconds: number): number {
  const end = performance.now() + 1000 * seconds;
  let least = Number.POSITIVE_INFINITY;
  for (let now = performance.now(); now < end; ) {
    const started = now;
    work();
    now = performance.now();
    least = Math.min(least, now - started);
  }
  return least * 1e6;
}

/** How many times as long as on the machine of the rates. */
export function slowness(here: Pace, there: Pace = RATES.pace): number {
  return Math.sqrt((here.training / there.training) * (here.sorting / there.sorting));
}

let measured: Rates | undefined;

/** The rates of this machine, measured once in a process. */
export function ratesHere(): Rates {
  measured ??= paced(RATES, slowness(measuredPace()));
  return measured;
}

/** @param times how many times as long everything takes */
export function paced(rates: Rates, times: number): Rates {
  const seconds = Object.fromEntries(
    Object.entries(rates.seconds).map(([unit, value]) => [unit, value * times]),
  ) as Rates['seconds'];
  return { ...rates, seconds };
}

/**
 * Metamorphic probes of an aggregate whose recipe is known: it is made again of a log that was changed, and an honest one does not move.
 * Truncate: without the rows from each row's own time on. Delay: as of the event of its key before. Shuffle: of outcomes that were dealt anew.
 */
import { randomBits, shuffle } from '../../../common/random.ts';
import { auc } from '../../../metrics/auc.ts';
import { aggregate, type RecipeLog } from './aggregate.ts';
import { type Histories, histories, type Key, placeOf, type Value } from './history.ts';
import type { Aggregate, Fit } from './match.ts';
import type { Window } from './windows.ts';

/** How well the aggregate alone ranks the rows by the label, turned so that it is 0.5 or more as the log has it; undefined where all labels are one. */
export interface Probes {
  /** Share of the rows whose aggregate changes when the rows from their own time on are left out: 0 of an honest one. */
  moved: number;
  auc?: {
    whole: number;
    /** Of the rows before each row; without times, of the others. */
    truncated: number;
    /** As of the event of its key before; absent without times. */
    delayed?: number;
    /** Made of outcomes that were dealt anew, against these: beyond chance only where a row's own outcome is in it. Absent of a count of rows. */
    shuffled?: number;
  };
}

interface Known {
  key: Key;
  window: Window;
  fit: Fit;
}

/**
 * @param value that the aggregate is of
 * @param label of every row
 * @param rows numbers of the rows to look at
 */
export function probe(
  log: RecipeLog,
  { key, window, fit }: Known,
  value: Value,
  label: ArrayLike<number>,
  rows: Uint32Array,
): Probes {
  const { time } = log;
  const past = histories(key, rows, [value], log.trains);
  const made = (asOf?: Float64Array, over = window) =>
    aggregate(log, past, over, 0, value.values, rows, asOf);
  const whole = made();
  const atRow = time && Float64Array.from(rows, (row) => time[row]!);
  const truncated = atRow === undefined ? made(undefined, { ...window, without: 'itself' }) : made(atRow);
  const moved = movedShare(whole, truncated, fit);
  const labels = Uint8Array.from(rows, (row) => label[row]!);
  if (labels.every((each) => each === labels[0])) return { moved };
  const ranks = (aggregated: Aggregate) => auc(seriesOf(aggregated, fit), labels);
  const falls = ranks(whole) < 0.5;
  const turned = (value: number) => (falls ? 1 - value : value);
  return {
    moved,
    auc: {
      whole: turned(ranks(whole)),
      truncated: turned(ranks(truncated)),
      ...(time !== undefined && { delayed: turned(ranks(made(eventsBefore(past, time, rows)))) }),
      ...(fit.statistic !== 'number' && {
        shuffled: turned(shuffledAuc(log, { key, window, fit }, value, label, rows)),
      }),
    },
  };
}

function movedShare(whole: Aggregate, other: Aggregate, { statistic }: Fit): number {
  const rows = whole.number.length;
  let moved = 0;
  for (let r = 0; r < rows; r++) {
    const same =
      other.number[r] === whole.number[r] && (statistic === 'number' || other.sum[r] === whole.sum[r]);
    if (!same) moved++;
  }
  return rows === 0 ? 0 : moved / rows;
}

/** For each row the time of the last earlier event of its key; its own time where there is none. */
function eventsBefore(
  { key, at, start, rows: list }: Histories,
  time: Float64Array,
  rows: Uint32Array,
): Float64Array {
  return Float64Array.from(rows, (row) => {
    const i = at[key.codes[row]!]!;
    const place = placeOf(list, time, start[i]!, start[i + 1]!, time[row]!);
    return time[place === start[i] ? row : list[place - 1]!]!;
  });
}

/** Labels and values are dealt to the rows anew, together. */
function shuffledAuc(
  log: RecipeLog,
  { key, window, fit }: Known,
  value: Value,
  label: ArrayLike<number>,
  rows: Uint32Array,
): number {
  const dealt = Uint32Array.from({ length: log.rows }, (_, row) => row);
  shuffle(dealt, randomBits(log.rows));
  const values = Float64Array.from(dealt, (row) => value.values[row]!);
  const past = histories(key, rows, [{ name: value.name, values }], log.trains);
  const made = aggregate(log, past, window, 0, values, rows);
  const labels = Uint8Array.from(rows, (row) => label[dealt[row]!]!);
  return labels.every((each) => each === labels[0]) ? 0.5 : auc(seriesOf(made, fit), labels);
}

/** The statistic of each row; where there is nothing to take the mean of, the mean of the log. */
function seriesOf(made: Aggregate, { statistic, smoothing }: Fit): Float64Array {
  if (statistic !== 'mean') return made[statistic];
  const { prior, weight } = smoothing ?? { prior: made.prior, weight: 0 };
  return made.sum.map((sum, r) => {
    const number = made.number[r]! + weight;
    return number === 0 ? prior : (sum + prior * weight) / number;
  });
}

/** Finds the recipe of numeric columns: which aggregate, by which key, over which rows, explains each; rows are drawn, and drawn again to confirm. */
import { drawn } from '../drawn.ts';
import { type Histories, histories, type Key, placeOf, type Value } from './history.ts';
import { Aggregate, Column, type Fit, fitOf } from './match.ts';
import { TIMED, UNTIMED, type Window } from './windows.ts';

/** Rows drawn to find a recipe, and to confirm it. */
const DRAWN = 2000;
const CONFIRMED = 10_000;

export interface Recipe {
  /** Index of the column. */
  column: number;
  key: string;
  value: string;
  window: Window;
  fit: Fit;
  /** Of rows that were not used to find it. */
  confirmed: { rows: number; fit: Fit };
  /** Share of these rows whose aggregate changes when all rows from their own time on are left out: 0 of an honest one. */
  moved: number;
}

/** In a short log many windows are one: the plainest words come first, and honest ones before all. */
const WINDOWS: readonly Window[] = [
  ...TIMED.filter(({ leak }) => leak !== 'future'),
  ...UNTIMED,
  ...TIMED.filter(({ leak }) => leak === 'future'),
];

type Unconfirmed = Omit<Recipe, 'confirmed' | 'moved'>;

export interface RecipeLog {
  rows: number;
  /** µs, ascending; absent without a time column. */
  time?: Float64Array | undefined;
  /** 1 for each row that trains. */
  trains: Uint8Array;
}

/**
 * @param columns numbers for each row of the log, NaN where missing
 * @param keys that aggregates may be grouped by
 * @param values that may be counted; the label first
 * @param pause called between keys; throws to stop
 */
export async function findRecipes(
  log: RecipeLog,
  columns: readonly Float64Array[],
  keys: readonly Key[],
  values: readonly Value[],
  pause: () => Promise<void>,
): Promise<Recipe[]> {
  const found = new Map<number, Unconfirmed>();
  const [first, second] = [drawn(log.rows, DRAWN, 1), drawn(log.rows, CONFIRMED, 2)];
  const windows = log.time === undefined ? UNTIMED : WINDOWS;
  for (const key of keys) {
    await pause();
    const wanted = columns.map((_, c) => c).filter((c) => !found.has(c));
    if (wanted.length === 0) break;
    for (const recipe of recipesOf(log, columns, wanted, key, values, windows, first)) {
      found.set(recipe.column, recipe);
    }
  }
  const confirmed: Recipe[] = [];
  for (const recipe of found.values()) {
    await pause();
    const key = keys.find(({ name }) => name === recipe.key)!;
    const value = values.filter(({ name }) => name === recipe.value);
    const [again] = recipesOf(log, columns, [recipe.column], key, value, [recipe.window], second);
    if (again === undefined) continue;
    const past = histories(key, second, value, log.trains);
    const moved = movedShare(log, past, recipe, value[0]!.values, second);
    confirmed.push({ ...recipe, confirmed: { rows: second.length, fit: again.fit }, moved });
  }
  return confirmed;
}

/** The metamorphic probe: the same aggregate over the rows before each row alone. Without times only the row itself is left out. */
function movedShare(
  log: RecipeLog,
  past: Histories,
  { window, fit }: Unconfirmed,
  values: ArrayLike<number>,
  rows: Uint32Array,
): number {
  const whole = aggregate(log, past, window, 0, values, rows);
  const { range } = window;
  const cut: Window =
    log.time === undefined
      ? { ...window, without: 'itself' }
      : {
          ...window,
          range: (t) => ({ from: Math.min(t, range?.(t).from ?? Number.NEGATIVE_INFINITY), to: t }),
        };
  const before = aggregate(
    log,
    past,
    { ...cut, ...(range && { without: undefined }) } as Window,
    0,
    values,
    rows,
  );
  let moved = 0;
  for (let r = 0; r < rows.length; r++) {
    const same = before.number[r] === whole.number[r] && before.sum[r] === whole.sum[r];
    if (fit.statistic === 'number' ? before.number[r] !== whole.number[r] : !same) moved++;
  }
  return rows.length === 0 ? 0 : moved / rows.length;
}

function recipesOf(
  log: RecipeLog,
  columns: readonly Float64Array[],
  wanted: readonly number[],
  key: Key,
  values: readonly Value[],
  windows: readonly Window[],
  rows: Uint32Array,
): Unconfirmed[] {
  const past = histories(key, rows, values, log.trains);
  const picked = new Map(
    wanted.map((c) => [c, new Column(Float64Array.from(rows, (row) => columns[c]![row]!))]),
  );
  const found: Unconfirmed[] = [];
  for (const window of windows) {
    for (const [v, { name }] of values.entries()) {
      const aggregated = aggregate(log, past, window, v, values[v]!.values, rows);
      for (const [c, column] of picked) {
        const fit = fitOf(column, aggregated);
        if (fit === undefined) continue;
        found.push({ column: c, key: key.name, value: name, window, fit });
        picked.delete(c);
      }
    }
  }
  return found;
}

/** Number and sum of a window, for each drawn row. */
function aggregate(
  { time }: RecipeLog,
  { key, at, start, rows: list, sums, trained, trainedSums, means }: Histories,
  window: Window,
  v: number,
  values: ArrayLike<number>,
  rows: Uint32Array,
): Aggregate {
  const number = new Float64Array(rows.length);
  const sum = new Float64Array(rows.length);
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r]!;
    const i = at[key.codes[row]!]!;
    const [begin, end] = [start[i]!, start[i + 1]!];
    let [from, to] = [begin, end];
    if (window.range !== undefined && time !== undefined) {
      const range = window.range(time[row]!);
      from = placeOf(list, time, begin, end, range.from, range.open);
      to = placeOf(list, time, begin, end, range.to, range.closed);
    }
    if (window.trained) {
      number[r] = trained[to + i]! - trained[from + i]!;
      sum[r] = trainedSums[v]![to + i]! - trainedSums[v]![from + i]!;
    } else {
      number[r] = to - from;
      sum[r] = sums[v]![to + i]! - sums[v]![from + i]!;
    }
    if (window.without === 'itself') {
      number[r]! -= 1;
      sum[r]! -= values[row]!;
    }
  }
  return new Aggregate(number, sum, means[v]!);
}

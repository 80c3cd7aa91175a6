/** Finds the recipe of numeric columns: which aggregate, by which key, over which rows, explains each; rows are drawn, and drawn again to confirm. */
import { drawn } from '../drawn.ts';
import { aggregate, type RecipeLog } from './aggregate.ts';
import { histories, type Key, type Value } from './history.ts';
import { Column, type Fit, fitOf } from './match.ts';
import { type Probes, probe } from './probes.ts';
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
  /** Of the same rows. */
  probes: Probes;
}

/** In a short log many windows are one: the plainest words come first, and honest ones before all. */
const WINDOWS: readonly Window[] = [
  ...TIMED.filter(({ leak }) => leak !== 'future'),
  ...UNTIMED,
  ...TIMED.filter(({ leak }) => leak === 'future'),
];

type Unconfirmed = Omit<Recipe, 'confirmed' | 'probes'>;

/**
 * @param columns numbers for each row of the log, NaN where missing
 * @param keys that aggregates may be grouped by
 * @param values that may be counted; the label first
 * @param pause called between keys; throws to stop
 */
export async function findRecipes(
  log: RecipeLog,
  columns: readonly (Float64Array | Float32Array)[],
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
    const probes = probe(log, { ...recipe, key }, value[0]!, values[0]!.values, second);
    confirmed.push({ ...recipe, confirmed: { rows: second.length, fit: again.fit }, probes });
  }
  return confirmed;
}

function recipesOf(
  log: RecipeLog,
  columns: readonly (Float64Array | Float32Array)[],
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

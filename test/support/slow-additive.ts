/** A penalised additive model as its definition reads: one dense Newton step after another. What the head is held against. */
import type { HeadColumn } from '../../src/ranker/head/index.ts';

export interface SlowAdditive {
  /** By column, a value per bin. */
  values: number[][];
  slope: number;
  intercept: number;
  /** Penalised log loss of smoothed labels. */
  objective: number;
}

/** ½ of what the values of a column cost at the penalty 1. */
export function costOf({ type, bins }: Pick<HeadColumn, 'type' | 'bins'>, values: readonly number[]): number {
  const squares = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x * x, 0);
  if (type === 'categorical' || bins === 1) return 0.5 * squares(values);
  const [missing, ...known] = values;
  const differences = known.slice(1).map((x, k) => x - known[k]!);
  return 0.5 * (missing! ** 2 + squares(known) / known.length + squares(differences) * (known.length - 1));
}

/** Values of all columns, slope and intercept that cost least on `rows`, to ten digits. */
export function slowAdditive(
  columns: readonly HeadColumn[],
  { base, label }: { base: Float32Array; label: Uint8Array },
  rows: readonly number[],
  penalty: number,
): SlowAdditive {
  const places = columns.flatMap(({ bins }, c) => Array.from({ length: bins }, (_, bin) => ({ c, bin })));
  const size = places.length + 2;
  const rowOf = (row: number): number[] => [
    ...places.map(({ c, bin }) => Number(columns[c]!.codes[row] === bin)),
    base[row]!,
    1,
  ];
  const design = rows.map(rowOf);
  const positives = rows.reduce((sum, row) => sum + label[row]!, 0);
  const targets = rows.map((row) =>
    label[row] === 1 ? (positives + 1) / (positives + 2) : 1 / (rows.length - positives + 2),
  );
  const byColumn = (x: readonly number[]): number[][] =>
    columns.map((_, c) => x.slice(0, places.length).filter((_, at) => places[at]!.c === c));
  const cost = (x: readonly number[]): number =>
    penalty * byColumn(x).reduce((sum, values, c) => sum + costOf(columns[c]!, values), 0);
  // Half a quadratic form, so its matrix comes from its values: S[a][b] = q(a + b) − q(a) − q(b).
  const unit = (...at: number[]): number[] =>
    Array.from({ length: size }, (_, i) => at.reduce((sum, place) => sum + Number(place === i), 0));
  const alone = Array.from({ length: size }, (_, a) => cost(unit(a)));
  const penalties = alone.map((costA, a) => alone.map((costB, b) => cost(unit(a, b)) - costA - costB));
  let x: number[] = new Array(size).fill(0);
  const objective = (at: readonly number[]): number =>
    design.reduce((sum, inputs, i) => {
      const logit = inputs.reduce((all, value, k) => all + value * at[k]!, 0);
      return sum + Math.log1p(Math.exp(logit)) - targets[i]! * logit;
    }, cost(at));
  for (let step = 0; step < 50; step++) {
    const gradient = penalties.map((row) => row.reduce((sum, s, k) => sum + s * x[k]!, 0));
    const hessian = penalties.map((row, a) => row.map((s, b) => s + (a === b ? 1e-12 : 0)));
    for (const [i, inputs] of design.entries()) {
      const logit = inputs.reduce((sum, value, k) => sum + value * x[k]!, 0);
      const p = 1 / (1 + Math.exp(-logit));
      const used = inputs.flatMap((value, k) => (value === 0 ? [] : [k]));
      for (const a of used) {
        gradient[a]! += inputs[a]! * (p - targets[i]!);
        for (const b of used) hessian[a]![b]! += inputs[a]! * inputs[b]! * p * (1 - p);
      }
    }
    const change = solve(hessian, gradient);
    const now = objective(x);
    let share = 1;
    let next = x;
    do {
      next = x.map((value, k) => value - share * change[k]!);
      share /= 2;
    } while (objective(next) > now && share > 1e-9);
    const done = now - objective(next) < 1e-11 * now;
    x = next;
    if (done) break;
  }
  return { values: byColumn(x), slope: x[size - 2]!, intercept: x[size - 1]!, objective: objective(x) };
}

/** Gauss's elimination with the largest pivot first. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const size = right.length;
  for (let k = 0; k < size; k++) {
    const most = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? k + i : best), k);
    [rows[k], rows[most]] = [rows[most]!, rows[k]!];
    for (let i = k + 1; i < size; i++) {
      const share = rows[i]![k]! / rows[k]![k]!;
      if (share !== 0) for (let j = k; j <= size; j++) rows[i]![j]! -= share * rows[k]![j]!;
    }
  }
  const x: number[] = new Array(size).fill(0);
  for (let k = size - 1; k >= 0; k--) {
    const rest = x.reduce((sum, value, j) => (j > k ? sum + rows[k]![j]! * value : sum), 0);
    x[k] = (rows[k]![size]! - rest) / rows[k]![k]!;
  }
  return x;
}

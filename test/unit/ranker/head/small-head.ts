/** Small tables for tests of the head. */
import {
  type HeadColumn,
  type HeadHooks,
  type HeadOptions,
  type HeadTask,
  headOptions,
} from '../../../../src/ranker/head/index.ts';
import { random } from '../../../support/random.ts';

export const HOOKS: HeadHooks = { isCancelled: () => false, onFraction: () => {} };

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export const range = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);

/** A column of codes drawn evenly, a share of them missing. */
export function column(
  name: string,
  rows: number,
  bins: number,
  next: () => number,
  type: HeadColumn['type'] = 'numeric',
  missing = 0.1,
): HeadColumn {
  const codes = Uint8Array.from({ length: rows }, () =>
    next() < missing ? 0 : 1 + Math.floor(next() * (bins - 1)),
  );
  return { name, type, bins, codes };
}

/** `rows` rows: 60 % fit, 20 % validate, 20 % evaluate; the label follows the base and `extra`, a logit of the row. */
export function headTask(
  rows: number,
  columns: HeadColumn[],
  extra: (row: number) => number = () => 0,
  options: Partial<HeadOptions> = {},
  seed = 1,
): HeadTask {
  const next = random(1000 + seed);
  const base = Float32Array.from({ length: rows }, () => 3 * (next() - 0.5));
  const label = Uint8Array.from(base, (z, row) => (next() < sigmoid(z + extra(row)) ? 1 : 0));
  const [middle, end] = [Math.floor(rows * 0.6), Math.floor(rows * 0.8)];
  return {
    ...{ columns, base, label, seed },
    ...{ fit: range(0, middle), validate: range(middle, end), evaluate: range(end, rows) },
    options: { ...headOptions(0), ...options },
  };
}

export const labelsOf = ({ label, evaluate }: HeadTask): Uint8Array =>
  Uint8Array.from(evaluate, (row) => label[row]!);

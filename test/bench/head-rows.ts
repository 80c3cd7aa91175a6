/** Rows for the head's benchmark: binned columns of which some move the label, one pair of them only together. */
import type { HeadColumn } from '../../src/ranker/head/index.ts';
import { random } from '../support/random.ts';

export interface HeadRows {
  columns: HeadColumn[];
  base: Float32Array;
  label: Uint8Array;
}

const BINS = 64;
const MISSING = 0.1;

/** The first quarter of the columns carries signal, a tenth of each is missing; one in five rows is positive. */
export function headRows(rows: number, width: number, seed: number): HeadRows {
  const next = random(seed);
  const columns = Array.from({ length: width }, (_, c): HeadColumn => {
    const codes = Uint8Array.from({ length: rows }, () =>
      next() < MISSING ? 0 : 1 + Math.floor(next() * (BINS - 1)),
    );
    return { name: `column ${c}`, type: 'numeric', bins: BINS, codes };
  });
  const base = Float32Array.from({ length: rows }, () => 2 * (next() - 0.5) - 1.4);
  const useful = columns.slice(0, Math.ceil(width / 4));
  const label = Uint8Array.from(base, (z, row) => {
    const [a = 0, b = 0, ...rest] = useful.map(({ codes }) => codes[row]! / BINS - 0.5);
    const logit = z + 4 * a * b + rest.reduce((sum, x, k) => sum + 0.6 * Math.sin(4 * x + k), 0);
    return next() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  });
  return { columns, base, label };
}

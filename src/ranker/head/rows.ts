/** A task's columns as the kernel reads them: row-major bytes, columns of few bins first. */
import { Failure } from '../../common/failure.ts';
import { NARROW_BINS, WIDE_BINS } from './boost-kernel.ts';
import type { HeadColumn } from './head.ts';

/** Rows copied at a time: their codes stay in the second-level cache. */
const PIECE = 4096;

/**
 * The columns that differ somewhere in `rows`, narrow ones first; the others cannot split anything.
 * @throws Failure `usage` where a column has more bins than its type allows, or two have one name
 */
export function usefulColumns(
  columns: readonly HeadColumn[],
  rows: Uint32Array,
): { narrow: HeadColumn[]; wide: HeadColumn[] } {
  const names = new Set<string>();
  for (const { name, type, bins } of columns) {
    const most = type === 'numeric' ? NARROW_BINS : WIDE_BINS;
    if (bins < 1 || bins > most) {
      throw new Failure(
        'usage',
        'head-bins',
        `The head's ${type} column ${name} has ${bins} bins, where 1 to ${most} are possible: bin it more coarsely.`,
      );
    }
    if (names.has(name)) {
      throw new Failure(
        'usage',
        'head-names',
        `The head has two columns named ${name}: give each a name of its own.`,
      );
    }
    names.add(name);
  }
  const useful = columns.filter(({ codes }) => rows.some((row) => codes[row] !== codes[rows[0]!]));
  return {
    narrow: useful.filter(({ bins }) => bins <= NARROW_BINS),
    wide: useful.filter(({ bins }) => bins > NARROW_BINS),
  };
}

/**
 * Writes the codes of `rows` side by side.
 * @param onPiece called every few milliseconds; throws to stop
 * @throws Failure `data` where a code is not below its column's bins
 */
export function writeRows(
  target: Uint8Array,
  columns: readonly HeadColumn[],
  rows: Uint32Array,
  onPiece: () => void,
): void {
  const width = columns.length;
  for (let from = 0; from < rows.length; from += PIECE) {
    onPiece();
    const to = Math.min(rows.length, from + PIECE);
    for (const [position, { name, bins, codes }] of columns.entries()) {
      let highest = 0;
      for (let i = from, at = from * width + position; i < to; i++, at += width) {
        const code = codes[rows[i]!]!;
        if (code > highest) highest = code;
        target[at] = code;
      }
      requireBelow(name, highest, bins);
    }
  }
}

/** @throws Failure `data` where the highest code of a column is not below its bins */
export function requireBelow(name: string, highest: number, bins: number): void {
  if (highest < bins) return;
  throw new Failure(
    'data',
    'head-codes',
    `The head's column ${name} holds the code ${highest}, where codes are below its ${bins} bins: bin it anew.`,
  );
}

/** What a head reads: columns of bytes, made of the fields of the base and of an arm. */

import type { LogRows } from '../../common/some-rows.ts';
import { binCodes, MISSING, quantileBins, quantileRows } from '../../ranker/fields.ts';
import type { HeadColumn } from '../../ranker/head/index.ts';
import type { AnyBlock, FieldBlock } from '../../ranker/ranker.ts';
import { isFile, pickFromFile } from '../../ranker/rows/code-file.ts';
import { BYTE_CODES, fieldBytes, fieldReader } from '../../ranker/rows/code-rows.ts';
import { inMemory } from '../../ranker/rows/in-memory.ts';
import { type RowScores, scoresAt } from '../base/row-scores.ts';

/** A byte tells so many values apart, with missing. */
const VALUES = BYTE_CODES;
/** Quantile bins of the base score. */
const SCORE_BINS = 62;

/**
 * A logit as a column, of the base unless it is named: its quantiles among `fit`. NaN is missing.
 * @param at the rows that the column is of
 */
export function scoreColumn(
  scores: RowScores,
  fit: Uint32Array,
  name = 'base score',
  at: LogRows = undefined,
): HeadColumn {
  const ofFit = scoresAt(scores, quantileRows(fit));
  const edges = quantileBins(ofFit, Uint32Array.from(ofFit.keys()), SCORE_BINS);
  return binnedColumn(edges, scoresAt(scores, at), name);
}

function binnedColumn(edges: Float64Array, scores: Float32Array, name: string): HeadColumn {
  const codes = shared(binCodes(scores, edges) as Uint8Array); // 64 bins at most
  return { name, type: 'numeric', bins: edges.length + 2, codes };
}

/** The base's fields in some rows, but for those of too many values for a byte: users and items, which the score knows. */
export function baseColumns(base: AnyBlock, rows?: LogRows): HeadColumn[] {
  const { codes } = base;
  const [block, at] = isFile(codes)
    ? [{ ...base, codes: pickFromFile(codes, rows) }]
    : [inMemory(base), rows];
  return base.names.flatMap((_, field) =>
    base.cardinalities[field]! <= VALUES ? [column(block, field, at)] : [],
  );
}

/**
 * The fields of an arm. One that it lacks is missing in every row, where it splits nothing: it needs no column.
 * @param projected the score that stands for the arm's vectors
 * @param without a field of these to leave out
 * @param fit rows of the block that the head is fitted on: their most frequent values are told apart where there are too many
 * @param at what the columns are of, where that is other rows: the same fields, and the score that stands for their vectors
 */
export function armColumns(
  armBlock: FieldBlock | undefined,
  projected: Float32Array | undefined,
  without: string | undefined,
  fit: Uint32Array,
  at: OtherRows = { block: armBlock, projected },
): HeadColumn[] {
  const block = at.block!;
  return (armBlock?.names ?? []).flatMap((name, field) => {
    if (name === without) return [];
    if (name === armBlock!.vector?.name)
      return projected === undefined ? [] : [binnedColumn(scoreBins(projected, fit), at.projected!, name)];
    return [
      armBlock!.cardinalities[field]! <= VALUES
        ? column(block, field)
        : frequentValues(armBlock!, field, fit, block),
    ];
  });
}

/** An arm in other rows than those that its head was fitted on. */
export interface OtherRows {
  block: FieldBlock | undefined;
  projected: Float32Array | undefined;
}

/** The columns of an arm by name, with how many bins each has, as `armColumns` makes them: without the codes of rows. */
export function armBins(
  armBlock: FieldBlock | undefined,
  projected: Float32Array | undefined,
  without: string | undefined,
  rows: Uint32Array,
): Map<string, () => number> {
  const bins = new Map<string, () => number>();
  for (const [field, name] of (armBlock?.names ?? []).entries()) {
    if (name === without) continue;
    if (name !== armBlock!.vector?.name)
      bins.set(name, () => Math.min(armBlock!.cardinalities[field]!, VALUES));
    else if (projected !== undefined) bins.set(name, () => scoreBins(projected, rows).length + 2);
  }
  return bins;
}

const scoreBins = (scores: Float32Array, rows: Uint32Array) => quantileBins(scores, rows, SCORE_BINS);

function column(block: FieldBlock, field: number, rows?: LogRows): HeadColumn {
  const { names, cardinalities, ordered, codes } = block;
  return {
    name: names[field]!,
    type: ordered?.[field] === true ? 'numeric' : 'categorical',
    bins: cardinalities[field]!,
    codes: fieldBytes(codes, field, undefined, rows),
  };
}

/** The most frequent values by falling frequency, then by code; all others share the last byte. */
function frequentValues(
  { names, cardinalities, codes }: FieldBlock,
  field: number,
  rows: Uint32Array,
  wanted: FieldBlock,
): HeadColumn {
  const counts = new Uint32Array(cardinalities[field]!);
  const codeOf = fieldReader(codes, field);
  for (const row of rows) counts[codeOf(row)]!++;
  const others = VALUES - 1;
  const byCount = Array.from(counts.keys())
    .slice(1)
    .sort((a, b) => counts[b]! - counts[a]! || a - b);
  const byteOf = new Uint8Array(counts.length).fill(others);
  byteOf[MISSING] = MISSING;
  for (const [rank, code] of byCount.slice(0, others - 1).entries()) byteOf[code] = rank + 1;
  const all = fieldBytes(wanted.codes, field, byteOf);
  return { name: names[field]!, type: 'categorical', bins: VALUES, codes: all };
}

function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

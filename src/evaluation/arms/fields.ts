/**
 * Columns of the log and of the preference data as fields of the ranker. Every arm has the same base block; its own
 * features come in a second one.
 */

import { idKeys } from '../../common/hash.ts';
import type { Dataset, FeatureColumn } from '../../data/dataset.ts';
import { sharedUint32 } from '../../data/shared.ts';
import { entityCounts } from '../../preference/features/counts.ts';
import type { PhiColumn } from '../../preference/features/source.ts';
import { binCodes, type CodeColumn, fieldBlock, quantileBins, standardise } from '../../ranker/fields.ts';
import type { FieldBlock, RowParts } from '../../ranker/ranker.ts';
import { withFieldsOf } from '../../ranker/rows/code-rows.ts';
import type { Spec } from '../../specfile/schema.ts';

/** Lists are made once: of a hundred million rows they take 400 MB. */
const known = new WeakMap<Uint8Array, RowParts>();

/** Row numbers of the parts, on shared memory: one after another, so that those of training are one piece of it. @param part not to be changed afterwards */
export function rowParts(part: Uint8Array): RowParts {
  const parts = known.get(part) ?? listedParts(part);
  known.set(part, parts);
  return parts;
}

function listedParts(part: Uint8Array): RowParts {
  const counts = [0, 0, 0, 0];
  for (let row = 0; row < part.length; row++) counts[part[row]!]!++;
  const [fit, validate, evaluate] = counts as [number, number, number, number];
  const all = sharedUint32(fit + validate + evaluate);
  const next = [0, fit, fit + validate];
  for (let row = 0; row < part.length; row++) if (part[row]! < 3) all[next[part[row]!]!++] = row;
  const pieceOf = (from: number, count: number) => all.subarray(from, from + count);
  return {
    fit: pieceOf(0, fit),
    validate: pieceOf(fit, validate),
    evaluate: pieceOf(fit + validate, evaluate),
  };
}

/** All rows used for training, those that fit and those that choose the stop, on shared memory: not to be written. */
export function trainingRows({ fit, validate }: RowParts): Uint32Array {
  const length = fit.length + validate.length;
  const areOnePiece =
    fit.buffer === validate.buffer && fit.byteOffset + fit.byteLength === validate.byteOffset;
  if (areOnePiece) return new Uint32Array(fit.buffer, fit.byteOffset, length);
  const rows = sharedUint32(length);
  rows.set(fit);
  rows.set(validate, fit.length);
  return rows;
}

/** The same rows, ascending: by time, where rows have one. */
export function ascendingTraining(parts: RowParts): Uint32Array {
  const rows = trainingRows(parts);
  // Sorting many millions that are in order takes seconds.
  for (let i = 1; i < rows.length; i++) {
    if (rows[i]! > rows[i - 1]!) continue;
    const sorted = sharedUint32(rows.length);
    sorted.set(rows);
    return sorted.sort();
  }
  return rows;
}

/** What rankers read of a numeric column. */
export interface FieldForm {
  /** Quantile bins at most. */
  bins: number;
  /** The standardised value beside the bin: a deep tower reads it. */
  dense: boolean;
  /** The value as it is beside the bin: a program of the user's own reads it. */
  numeric?: boolean | undefined;
}

/** Called between columns; it lets messages in, and throws to cancel. */
export type Breathe = () => Promise<void>;

/** The base: user id, item id, the spec's features, and the as-of counts unless they are off. */
export async function baseBlock(
  data: Dataset,
  spec: Spec,
  training: Uint32Array,
  form: FieldForm,
  breathe: Breathe,
): Promise<FieldBlock> {
  const features = data.features.map((column) => ({ ...column, name: `feature:${column.name}` }));
  const keys = idKeys(data);
  const fields: CodeColumn[] = [
    { name: 'user', codes: data.user, cardinality: data.users, keys: keys.user },
    { name: 'item', codes: data.item, cardinality: data.items, keys: keys.item },
  ];
  for (const column of features) {
    await breathe();
    fields.push(field(column, training, form));
  }
  if (data.timeline !== undefined && spec.log.counts !== false) {
    // The counts of millions of rows are large beside their bins: those of users are gone before those of items are made.
    for (const entity of ['user', 'item'] as const) {
      await breathe();
      for (const column of entityCounts(data, data.timeline, entity)) {
        await breathe();
        fields.push(field({ ...column, name: `count:${column.name}` }, training, form));
      }
    }
  }
  await breathe();
  return fieldBlock(fields);
}

/**
 * The name of an arm's own field at a position, the same in every arm and source: equal names have equal initial values, so
 * that a feature without any value is the same as no feature.
 */
export const ownField = (position: number): string => `phi:${position + 1}`;

/** Where the bins of each column end; null of one that has none. */
export type Edges = readonly (Float64Array | null)[];

/** Edges of the bins of each column, by its training rows. */
export function columnEdges(
  columns: readonly PhiColumn[],
  training: Uint32Array,
  { bins }: FieldForm,
): Edges {
  return columns.map((column) =>
    column.type === 'numeric' ? quantileBins(column.values, training, bins) : null,
  );
}

/**
 * An arm's own block: the columns of its preference features, in their order.
 * @param edges of their bins; by the training rows where absent
 */
export async function columnBlock(
  columns: readonly PhiColumn[],
  training: Uint32Array,
  form: FieldForm,
  breathe: Breathe,
  edges?: Edges,
): Promise<FieldBlock> {
  const fields: CodeColumn[] = [];
  for (const [position, column] of columns.entries()) {
    await breathe();
    const known = edges?.[position] ?? undefined;
    fields.push(field({ ...column, name: ownField(position) }, training, form, known));
  }
  return fieldBlock(fields);
}

/** The block without one of its fields. */
export function withoutField(block: FieldBlock, name: string): FieldBlock {
  return withFields(block, (field) => field !== name);
}

/** The block with some of its fields alone. */
export function withFields(block: FieldBlock, keeps: (name: string) => boolean): FieldBlock {
  const kept = block.names.flatMap((field, f) => (keeps(field) ? [f] : []));
  const keptDense = block.dense?.names.flatMap((field, d) => (keeps(field) ? [d] : [])) ?? [];
  return {
    fields: kept.length,
    cardinalities: kept.map((f) => block.cardinalities[f]!),
    names: kept.map((f) => block.names[f]!),
    codes: withFieldsOf(block.codes, kept, block.cardinalities),
    ...(block.ordered !== undefined && { ordered: kept.map((f) => block.ordered![f]!) }),
    ...(block.keys !== undefined && { keys: kept.map((f) => block.keys![f]) }),
    ...(block.dense !== undefined &&
      keptDense.length > 0 && {
        dense: {
          names: keptDense.map((d) => block.dense!.names[d]!),
          values: columnsOf(block.dense.values, block.dense.names.length, keptDense),
        },
      }),
    ...(block.vector !== undefined && keeps(block.vector.name) && { vector: block.vector }),
  };
}

/** The kept columns of a row-major block of `width` columns, on shared memory. */
function columnsOf(values: Float32Array, width: number, kept: readonly number[]): Float32Array {
  const rows = values.length / width;
  const picked = new Float32Array(new SharedArrayBuffer(4 * rows * kept.length));
  for (let row = 0, at = 0; row < rows; row++) {
    for (const c of kept) picked[at++] = values[row * width + c]!;
  }
  return picked;
}

function field(
  column: FeatureColumn | PhiColumn,
  training: Uint32Array,
  form: FieldForm,
  known?: Float64Array,
): CodeColumn {
  if (column.type === 'categorical') return column;
  if (column.type === 'vector') {
    const { name, codes, dimension, values } = column;
    return { name, codes, cardinality: values.length / dimension + 1, vectors: { dimension, values } };
  }
  const edges = known ?? quantileBins(column.values, training, form.bins);
  return {
    name: column.name,
    codes: binCodes(column.values, edges),
    cardinality: edges.length + 2,
    ordered: true,
    ...(form.dense && { dense: standardise(column.values, training) }),
    ...(form.numeric && { numeric: column.values }),
  };
}

/** Every column of the base and of an arm, with how well it tells the label alone. */
import type { Dataset, FeatureColumn } from '../../data/dataset.ts';
import type { PhiColumn } from '../../preference/features/source.ts';
import { binCodes, quantileBins } from '../../ranker/fields.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import { fieldReader } from '../../ranker/rows/code-rows.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { Breathe } from '../arms/fields.ts';
import { type LabelRows, orderAuc, rateAuc } from './label-auc.ts';

/** A column and the AUC that it has alone, the higher of its measures. */
export interface NamedAuc {
  name: string;
  auc: number;
}

export interface ColumnAuc extends NamedAuc {
  /** Where the spec names it. */
  specPath: readonly (string | number)[];
}

/**
 * The columns of the base: ids and features. Its counts are made of past labels alone, and of no column.
 * @param bins of numbers, as the base has them
 */
export async function baseColumns(
  data: Dataset,
  spec: Spec,
  bins: number,
  rows: LabelRows,
  breathe: Breathe,
): Promise<ColumnAuc[]> {
  const found: ColumnAuc[] = [];
  for (const id of ['user', 'item'] as const) {
    await breathe();
    const auc = codesAuc(data[id], id === 'user' ? data.users : data.items, rows);
    found.push({ name: spec.log[id], auc, specPath: ['log', id] });
  }
  const places = featurePlaces(spec);
  for (const [f, feature] of data.features.entries()) {
    const place = places[f];
    if (place === undefined) continue;
    await breathe();
    found.push({ ...place, auc: featureAuc(feature, bins, rows) });
  }
  return found;
}

function featureAuc(feature: FeatureColumn, bins: number, rows: LabelRows): number {
  if (feature.type === 'categorical') return codesAuc(feature.codes, feature.cardinality, rows);
  const { values } = feature;
  const edges = quantileBins(values, rows.training, bins);
  return Math.max(codesAuc(binCodes(values, edges), edges.length + 2, rows), orderAuc(values, rows));
}

const codesAuc = (codes: Uint8Array | Uint32Array, cardinality: number, rows: LabelRows): number =>
  rateAuc((row) => codes[row]!, cardinality, rows);

/** The features of an arm, in their order. @param block the ranker's fields of the same columns */
export function armColumns(columns: readonly PhiColumn[], block: FieldBlock, rows: LabelRows): NamedAuc[] {
  return columns.map((column, f) => {
    // What a vector tells is its projection's matter: the arm has an AUC of its own.
    if (column.type === 'vector') return { name: column.name, auc: 0.5 };
    const order = column.type === 'numeric' ? orderAuc(column.values, rows) : 0;
    return { name: column.name, auc: Math.max(order, fieldAuc(block, f, rows)) };
  });
}

function fieldAuc({ codes, cardinalities }: FieldBlock, f: number, rows: LabelRows): number {
  return rateAuc(fieldReader(codes, f), cardinalities[f]!, rows);
}

/** The features in the order in which the engine reads them: those of the log, of items, of users. */
function featurePlaces(spec: Spec): Omit<ColumnAuc, 'auc'>[] {
  return (['log', 'items', 'users'] as const).flatMap((table) =>
    (spec[table]?.features ?? []).map(({ name }, index) => ({ name, specPath: [table, 'features', index] })),
  );
}

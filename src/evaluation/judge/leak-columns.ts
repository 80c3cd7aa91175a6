/** Every column of the base and of an arm, with how well it tells the label alone. */
import type { Dataset } from '../../data/dataset.ts';
import type { PhiColumn } from '../../preference/features/source.ts';
import { fieldReader } from '../../ranker/rows/code-rows.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
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

/** The columns of the base: ids and features. Counts are made of past labels alone, and of no column. */
export async function baseColumns(
  data: Dataset,
  spec: Spec,
  block: FieldBlock,
  rows: LabelRows,
  breathe: Breathe,
): Promise<ColumnAuc[]> {
  const found: ColumnAuc[] = [];
  const places = featurePlaces(spec);
  for (const [f, field] of block.names.entries()) {
    await breathe();
    const auc = fieldAuc(block, f, rows);
    if (field === 'user' || field === 'item') {
      found.push({ name: spec.log[field], auc, specPath: ['log', field] });
      continue;
    }
    const at = data.features.findIndex(({ name }) => field === `feature:${name}`);
    const feature = data.features[at];
    const place = places[at];
    if (feature === undefined || place === undefined) continue;
    const order = feature.type === 'numeric' ? orderAuc(feature.values, rows) : 0;
    found.push({ ...place, auc: Math.max(auc, order) });
  }
  return found;
}

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

/**
 * What one leaked feature carries by itself. A single feature near AUC 1 is a leak or a label in disguise; the strongest
 * ones are worth the cost of training without them.
 */
import { auc, type OnPiece } from '../../metrics/auc.ts';
import type { PhiColumn } from '../../preference/features/source.ts';

export interface FeatureDiagnostic {
  name: string;
  /** AUC of the feature alone over the evaluation rows, missing ranked lowest; null for categorical features and vectors. */
  singleAuc: number | null;
  /** Share of evaluation rows where it is missing. */
  missing: number;
  /** A vector that the ranker learns a projection of. */
  vector?: true;
}

/** As many features are trained without, each alone: one more arm per feature, where an arm is a ranker. */
export const FEATURES_TO_DROP = 8;

/**
 * @param columns features of the leaked arm, a value per row of the log
 * @param evaluateRows row numbers of the log, at least one of each class
 * @param label 0 or 1 per row of the log
 * @throws Failure `one-class`, `no-rows`
 */
export function featureDiagnostics(
  columns: readonly PhiColumn[],
  evaluateRows: Uint32Array,
  label: Uint8Array,
  onPiece?: OnPiece,
): FeatureDiagnostic[] {
  const labels = new Uint8Array(evaluateRows.length).map((_, i) => label[evaluateRows[i]!]!);
  return columns.map((column) => diagnose(column, evaluateRows, labels, onPiece));
}

function diagnose(
  column: PhiColumn,
  rows: Uint32Array,
  labels: Uint8Array,
  onPiece: OnPiece | undefined,
): FeatureDiagnostic {
  let missing = 0;
  if (column.type !== 'numeric') {
    for (const row of rows) if (column.codes[row] === 0) missing++;
    const vector = column.type === 'vector' ? { vector: true as const } : {};
    return { name: column.name, singleAuc: null, missing: missing / rows.length, ...vector };
  }
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = column.values[rows[i]!]!;
    if (Number.isNaN(value)) missing++;
    values[i] = Number.isNaN(value) ? -Number.MAX_VALUE : value;
  }
  return { name: column.name, singleAuc: auc(values, labels, onPiece), missing: missing / rows.length };
}

/**
 * Names of features to train without. Where an arm is a head, all of them. Where it is a ranker, the eight features of highest single AUC,
 * highest first; those of equal AUC as they came. A feature that ranks backwards is far below ½ and so not among them. Categorical features
 * have no single AUC and are not named. Nor has a vector, but what it adds to the rest is why it is there: it comes last.
 */
export function featuresToDrop(diagnostics: readonly FeatureDiagnostic[], ofHead: boolean): string[] {
  if (ofHead) return diagnostics.map(({ name }) => name);
  const strongest = diagnostics
    .filter(({ singleAuc }) => singleAuc !== null)
    .toSorted((a, b) => b.singleAuc! - a.singleAuc!)
    .slice(0, FEATURES_TO_DROP);
  return [...strongest, ...diagnostics.filter(({ vector }) => vector)].map(({ name }) => name);
}

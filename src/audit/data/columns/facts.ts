/** What the checks of columns share: how well a column alone ranks, where, and whether it belongs to the user or the item. */
import type { FeatureColumn } from '../../../data/dataset.ts';
import { contrast, type EvaluationRows, evaluationRows, ScoredArm } from '../../../metrics/index.ts';
import type { Estimate } from '../../../report/schema.ts';
import { scoreKind } from '../../../specfile/names/score-names.ts';
import type { AuditColumn, AuditSubject } from '../subject.ts';

/** Training rows of the mean that a value's own rows are shrunk by. */
const PRIOR_ROWS = 10;
/** Share of repeated values among rows of a user, or an item, from which a column is an attribute of it. */
const CONSTANT = 0.999;

export interface ColumnFacts extends AuditColumn {
  /**
   * AUC − 0.5 over the evaluation rows with an interval over users: of numbers by their order, else of values by their rate in
   * training, each turned so that training is above 0. Undefined where one class has fewer than two users.
   */
  alone?: Estimate | undefined;
  /** The same score over the training rows that did not fit it (numbers: all training rows). */
  aloneInTraining?: Estimate | undefined;
  /** Share of rows without a value: of training, and of evaluation. */
  missing: { training: number; evaluation: number };
  /** Whether it has one value for each user, or each item, or is the same everywhere. */
  attributeOf: 'user' | 'item' | 'all' | undefined;
}

/** Values as numbers to rank by; missing is NaN. */
export function rankable(
  column: FeatureColumn,
  subject: Pick<AuditSubject, 'data' | 'training'>,
): Float64Array | Float32Array {
  if (column.type === 'numeric') return column.values;
  const { label } = subject.data;
  const rows = new Float64Array(column.cardinality);
  const positives = new Float64Array(column.cardinality);
  let all = 0;
  for (const row of subject.training) {
    const code = column.codes[row]!;
    rows[code]!++;
    positives[code]! += label[row]!;
    all += label[row]!;
  }
  const mean = all / Math.max(1, subject.training.length);
  const rates = positives.map((sum, code) => (sum + PRIOR_ROWS * mean) / (rows[code]! + PRIOR_ROWS));
  return Float64Array.from(column.codes, (code) => rates[code]!);
}

/** The rows of a part as metrics want them; undefined where no interval over users exists. */
export function scoredRows(
  { data }: Pick<AuditSubject, 'data'>,
  rows: Uint32Array,
): EvaluationRows | undefined {
  const label = Uint8Array.from(rows, (row) => data.label[row]!);
  const positives = label.reduce((sum, value) => sum + value, 0);
  if (positives === 0 || positives === label.length) return undefined;
  const scored = evaluationRows(
    label,
    Uint32Array.from(rows, (row) => data.user[row]!),
  );
  return scored.usersWithPositives < 2 || scored.usersWithNegatives < 2 ? undefined : scored;
}

/**
 * AUC − 0.5 of values over rows, with an interval over users; missing values rank below all others.
 * @param values one for each row of the log
 * @param rows row numbers, in the order of `scored`
 */
export function aucAlone(
  values: Float64Array | Float32Array,
  rows: Uint32Array,
  scored: EvaluationRows,
): Estimate {
  const arm = new ScoredArm(scored);
  arm.add(0, ranks(values, rows), undefined, null);
  const none = new ScoredArm(scored);
  none.add(0, new Float32Array(rows.length), undefined, null);
  return contrast(scored, arm, none);
}

/** Dense ranks: numbers of 64 bits may fall together in 32, ranks below 2²⁴ do not, and above them neighbours at most. */
function ranks(values: Float64Array | Float32Array, rows: Uint32Array): Float32Array {
  const picked = Float64Array.from(rows, (row) => {
    const value = values[row]!;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  });
  const sorted = picked.slice().sort();
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[distinct++] = sorted[i]!;
  }
  return Float32Array.from(picked, (value) => {
    let [low, high] = [0, distinct - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/** The estimate of the values turned round. */
export function turned(estimate: Estimate): Estimate {
  return { ...estimate, value: -estimate.value, low: -estimate.high, high: -estimate.low };
}

/** What is known of every column that may be a feature, in the order of the subject's. */
export async function columnFacts(subject: AuditSubject): Promise<ColumnFacts[]> {
  const evaluation = scoredRows(subject, subject.evaluation);
  const training = scoredRows(subject, subject.training);
  const facts: ColumnFacts[] = [];
  for (const audited of subject.columns) {
    const { column, outcome } = audited;
    if (outcome) continue;
    await subject.breathe();
    const values = rankable(column, subject);
    const inTraining = training && aucAlone(values, subject.training, training);
    await subject.breathe();
    const alone = evaluation && aucAlone(values, subject.evaluation, evaluation);
    const falls = (inTraining?.value ?? alone?.value ?? 0) < 0;
    facts.push({
      ...audited,
      alone: alone && falls ? turned(alone) : alone,
      aloneInTraining:
        column.type === 'numeric' ? (inTraining && falls ? turned(inTraining) : inTraining) : undefined,
      missing: {
        training: missingShare(column, subject.training),
        evaluation: missingShare(column, subject.evaluation),
      },
      attributeOf: attributeOf(column, subject),
    });
  }
  return facts;
}

function missingShare(column: FeatureColumn, rows: Uint32Array): number {
  let missing = 0;
  for (const row of rows)
    if (column.type === 'numeric' ? Number.isNaN(column.values[row]!) : column.codes[row] === 0) missing++;
  return rows.length === 0 ? 0 : missing / rows.length;
}

/** Whether neighbouring rows of one user, or one item, have the same value. */
function attributeOf(column: FeatureColumn, { data }: AuditSubject): ColumnFacts['attributeOf'] {
  const values: ArrayLike<number> = column.type === 'numeric' ? column.values : column.codes;
  const repeats = (codes: Uint32Array, entities: number): boolean => {
    const last = new Int32Array(entities).fill(-1);
    let [seen, same] = [0, 0];
    for (let row = 0; row < codes.length; row++) {
      const before = last[codes[row]!]!;
      last[codes[row]!] = row;
      if (before < 0) continue;
      seen++;
      if (Object.is(values[before], values[row])) same++;
    }
    return seen > 0 && same >= CONSTANT * seen;
  };
  const all = repeats(new Uint32Array(data.rows), 1);
  if (all) return 'all';
  if (repeats(data.item, data.items)) return 'item';
  return repeats(data.user, data.users) ? 'user' : undefined;
}

/** Whether it is called as a ranker's score is; that it has many values is not looked at. */
export function looksLikeScore({ name, missing }: ColumnFacts): boolean {
  return scoreKind({ name, family: 'float', nulls: missing.training, distinct: 1000 }) !== undefined;
}

/**
 * Evaluation rows in parts: new items and old, idle users and busy, candidates that the preference data knows or not. A
 * gain that sits in one part alone is worth acting on there and invisible in the mean.
 */
import type { Dataset, FeatureColumn } from '../../data/dataset.ts';
import type { OnPiece } from '../../metrics/auc.ts';
import { denseNumbers, type EvaluationRows, evaluationRows } from '../../metrics/intervals/clusters.ts';
import { contrast } from '../../metrics/intervals/estimate.ts';
import { overlappingContrast } from '../../metrics/intervals/overlap.ts';
import { ScoredArm } from '../../metrics/scored-arm.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import type { Estimate, Segment } from '../../report/schema.ts';
import type { Breathe } from '../arms/fields.ts';

/** One part of the evaluation rows. */
export interface SegmentRows {
  /** item · activity · coverage · or the name of a categorical column */
  by: string;
  value: string;
  /** Positions within `parts.evaluate`, ascending, at least one. */
  rows: Uint32Array;
}

/** A column with more values than this is an identifier rather than a segment. */
const MOST_VALUES = 20;

/**
 * The parts of the evaluation rows; those without rows are left out.
 * - item: `cold` without a training row; `head`, the items of most training rows that hold half of them together (of
 *   equals the lower code first); `tail`, the other items with training rows.
 * - activity: evaluation users ranked by training rows, thirds `low`, `middle`, `high`. Users of equal number stay
 *   together in the lower third, so users without training rows are `low`, and a third may be missing.
 * - coverage: `covered` and `uncovered` by P.
 * - each value in use of the categorical columns named, where a column has at most 20 values; missing is one.
 *
 * Training rows are those that fit or validate; the label plays no part.
 * @param touched 1 for each row of the log that P touches
 * @param columns names among `data.features`; default all categorical ones. Numeric and longer ones are passed over.
 */
export function segments(
  data: Dataset,
  parts: RowParts,
  touched: Uint8Array | undefined,
  columns: readonly string[] = data.features.map(({ name }) => name),
): SegmentRows[] {
  const { evaluate } = parts;
  const { item, user } = data;
  const itemClass = itemClasses(trainingCounts(item, data.items, parts));
  const activity = activityClasses(data, parts);
  const fixed = [
    ...split('item', ['cold', 'tail', 'head'], evaluate, (row) => itemClass[item[row]!]!),
    ...split('activity', ['low', 'middle', 'high'], evaluate, (row) => activity[user[row]!]!),
    ...(touched === undefined
      ? []
      : split('coverage', ['covered', 'uncovered'], evaluate, (row) => (touched[row] === 0 ? 1 : 0))),
  ];
  const named = data.features.filter(isShort).filter(({ name }) => columns.includes(name));
  return [
    ...fixed,
    ...named.flatMap(({ name, codes, cardinality, names }) => {
      const values = Array.from({ length: cardinality }, (_, code) =>
        code === 0 ? 'missing' : (names?.[code] ?? `#${code}`),
      );
      return split(name, values, evaluate, (row) => codes[row]!);
    }),
  ];
}

type Categorical = Extract<FeatureColumn, { type: 'categorical' }>;

function isShort(column: FeatureColumn): column is Categorical {
  return column.type === 'categorical' && column.cardinality - 1 <= MOST_VALUES;
}

function split(
  by: string,
  values: readonly string[],
  evaluate: Uint32Array,
  indexOf: (row: number) => number,
): SegmentRows[] {
  const counts = new Uint32Array(values.length);
  for (let position = 0; position < evaluate.length; position++) counts[indexOf(evaluate[position]!)]!++;
  const rows = Array.from(counts, (count) => new Uint32Array(count));
  const filled = new Uint32Array(values.length);
  for (let position = 0; position < evaluate.length; position++) {
    const index = indexOf(evaluate[position]!);
    rows[index]![filled[index]!++] = position;
  }
  return values
    .map((value, index) => ({ by, value, rows: rows[index]! }))
    .filter((segment) => segment.rows.length > 0);
}

function trainingCounts(codes: Uint32Array, cardinality: number, parts: RowParts): Uint32Array {
  const counts = new Uint32Array(cardinality);
  for (const rows of [parts.fit, parts.validate])
    for (let i = 0; i < rows.length; i++) counts[codes[rows[i]!]!]!++;
  return counts;
}

/** 0 cold, 1 tail, 2 head per item. */
function itemClasses(counts: Uint32Array): Uint8Array {
  const classes = Uint8Array.from(counts, (count) => Number(count > 0));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const byCount = Uint32Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  let held = 0;
  for (const item of byCount) {
    if (2 * held >= total) break;
    classes[item] = 2;
    held += counts[item]!;
  }
  return classes;
}

/** 0 low, 1 middle, 2 high per user; of use for users with evaluation rows only. */
function activityClasses(data: Dataset, parts: RowParts): Uint8Array {
  const { user, users } = data;
  const counts = trainingCounts(user, users, parts);
  const present = new Uint8Array(users);
  for (const row of parts.evaluate) present[user[row]!] = 1;
  const ascending = counts.filter((_, u) => present[u] === 1).sort();
  const third = (k: number): number => ascending[Math.ceil((k * ascending.length) / 3) - 1] ?? 0;
  const [low, middle] = [third(1), third(2)];
  return Uint8Array.from(counts, (count) => Number(count > low) + Number(count > middle));
}

/** Scores of one seed over all of `parts.evaluate`; a `RankResult` will do. */
export interface SeedScores {
  seed: number;
  scores: Float32Array;
}

/**
 * What the report says of one part: the difference of both arms' AUCs over its rows alone, seeds paired.
 * @param leaked scores of the headline arm; base those of the base arm, seeds in the same order
 * @returns `lis` null with the reason where the part lacks a class, or two users with either
 * @throws Failure `non-finite-scores`
 */
export function segmentReport(
  data: Dataset,
  parts: RowParts,
  segment: SegmentRows,
  leaked: readonly SeedScores[],
  base: readonly SeedScores[],
  onPiece?: OnPiece,
): Segment {
  const { by, value, rows } = segment;
  const { label, user } = ofPart(data, parts, rows);
  const positives = label.reduce((sum, y) => sum + y, 0);
  const facts = {
    by,
    value,
    rows: rows.length,
    users: denseNumbers(user).used,
    positiveRate: positives / rows.length,
  };
  if (positives === 0 || positives === rows.length) {
    const only = positives === 0 ? 'negative' : 'positive';
    return { ...facts, baseAuc: null, lis: null, reason: `all ${rows.length} rows are ${only}` };
  }
  const grouped = evaluationRows(label, user);
  const baseArm = scoreOn(grouped, rows, base, onPiece);
  const baseAuc = baseArm.auc;
  const reason = tooFewUsers(grouped);
  if (reason !== undefined) return { ...facts, baseAuc, lis: null, reason };
  return { ...facts, baseAuc, lis: contrast(grouped, scoreOn(grouped, rows, leaked, onPiece), baseArm) };
}

/** What the report says of each part. @param breathe called between parts; throws to cancel */
export async function segmentReports(
  { data, parts }: { data: Dataset; parts: RowParts },
  touched: Uint8Array | undefined,
  leaked: readonly SeedScores[],
  base: readonly SeedScores[],
  breathe: Breathe,
): Promise<Segment[]> {
  const found: Segment[] = [];
  for (const segment of segments(data, parts, touched)) {
    await breathe();
    found.push(segmentReport(data, parts, segment, leaked, base));
  }
  return found;
}

/**
 * LIS of the part − 2 · LIS of all rows, as one contrast: the part's users are among all users, so neither the two intervals
 * nor their distance would say how sure it is.
 * @param all the headline arm and the base over all of `parts.evaluate`, seeds in the order of `leaked` and `base`
 * @returns undefined where the part has no interval of its own
 * @throws Failure `non-finite-scores`
 */
export function partMinusTwiceAll(
  data: Dataset,
  parts: RowParts,
  { rows }: SegmentRows,
  scores: { leaked: readonly SeedScores[]; base: readonly SeedScores[] },
  all: { leaked: ScoredArm; base: ScoredArm },
): Estimate | undefined {
  const { label, user } = ofPart(data, parts, rows);
  const positives = label.reduce((sum, y) => sum + y, 0);
  if (positives === 0 || positives === rows.length) return undefined;
  const grouped = evaluationRows(label, user);
  if (tooFewUsers(grouped) !== undefined) return undefined;
  // Both row sets number their users in their own way; a row has its user's number in either.
  const users = new Uint32Array(grouped.users);
  for (let i = 0; i < rows.length; i++) users[grouped.user[i]!] = all.base.rows.user[rows[i]!]!;
  const scored = (seeds: readonly SeedScores[]) => scoreOn(grouped, rows, seeds, undefined);
  return overlappingContrast([
    { weight: 1, a: scored(scores.leaked), b: scored(scores.base), users },
    {
      weight: -2,
      a: all.leaked,
      b: all.base,
      users: Uint32Array.from({ length: all.base.rows.users }, (_, u) => u),
    },
  ]);
}

function ofPart(
  { label, user }: Dataset,
  { evaluate }: RowParts,
  rows: Uint32Array,
): { label: Uint8Array; user: Uint32Array } {
  return {
    label: new Uint8Array(rows.length).map((_, i) => label[evaluate[rows[i]!]!]!),
    user: new Uint32Array(rows.length).map((_, i) => user[evaluate[rows[i]!]!]!),
  };
}

function scoreOn(
  grouped: EvaluationRows,
  rows: Uint32Array,
  seeds: readonly SeedScores[],
  onPiece: OnPiece | undefined,
): ScoredArm {
  const arm = new ScoredArm(grouped);
  for (const { seed, scores } of seeds) {
    arm.add(
      seed,
      new Float32Array(rows.length).map((_, i) => scores[rows[i]!]!),
      onPiece,
    );
  }
  return arm;
}

function tooFewUsers({ usersWithPositives, usersWithNegatives }: EvaluationRows): string | undefined {
  if (usersWithPositives < 2) return 'only 1 user has positive rows, so no interval exists';
  if (usersWithNegatives < 2) return 'only 1 user has negative rows, so no interval exists';
  return undefined;
}

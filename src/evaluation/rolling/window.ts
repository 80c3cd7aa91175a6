/** One cut: heads on the rows before it, scored on its window. */
import { Failure } from '../../common/failure.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { EvaluationRows } from '../../metrics/intervals/clusters.ts';
import { ScoredArm } from '../../metrics/scored-arm.ts';
import { labelAsOf } from '../../preference/features/events.ts';
import type { ArmResult, RowParts } from '../../ranker/ranker.ts';
import { BASE } from '../../report/arm-ids.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { Arm } from '../arms/arms.ts';
import { allRows, type RowScores } from '../base/row-scores.ts';
import type { BaseRun } from '../base/run.ts';
import { evaluated, gather } from '../describe/evaluated.ts';
import { checkUsers } from '../describe/score.ts';
import { type HeadsOf, headJobs } from '../head/jobs.ts';
import { keptHeads } from '../head/kept-heads.ts';
import type { Cut, Cuts } from './cuts.ts';
import { headRowsAt } from './plan.ts';

/** What all windows are scored from. */
export interface WindowsRun
  extends Omit<HeadsOf, 'parts' | 'arms' | 'beside'>,
    Pick<BaseRun, 'context' | 'cache' | 'onProgress'> {
  spec: Spec;
  arms: readonly Arm[];
  /** Seed by seed, a logit per row of the dataset; NaN where the row has none. */
  bySeed: readonly RowScores[];
  /** Whether heads read these beside starting from them. */
  hasScore: boolean;
}

export interface ScoredWindow {
  cut: Cut;
  users: number;
  positives: number;
  /** Why nothing was measured. */
  skipped?: string | undefined;
  scored?: WindowScores | undefined;
}

export interface WindowScores {
  rows: EvaluationRows;
  /** User code of each of the users of `rows`. */
  users: Uint32Array;
  /** By arm id, by the metric of the spec. */
  arms: ReadonlyMap<string, ScoredArm>;
  /** The base and a constant, by AUC. */
  base: ScoredArm;
  constant: ScoredArm;
}

/** @throws Failure, Cancelled */
export async function scoreWindow(run: WindowsRun, cuts: Cuts, cut: Cut): Promise<ScoredWindow> {
  const { data, spec } = run;
  const evaluate = cuts.used.slice(cut.before, cut.before + cut.rows);
  const label = gather(data.label, evaluate);
  const positives = label.reduce((sum, y) => sum + y, 0);
  const facts = { cut, users: new Set(gather(data.user, evaluate)).size, positives };
  const skipped = problemOf(run, evaluate, positives);
  if (skipped !== undefined) return { ...facts, skipped };
  const { time } = data.timeline!;
  const known = { ...data, label: labelAsOf(data, cut.from, cuts.used.subarray(0, cut.before)) };
  const none = new Uint32Array(0);
  const parts: RowParts = { fit: none, validate: none, evaluate };
  const head = headRowsAt(cuts, cut, allRows(run.bySeed[0]!), time, known.label);
  const unlearned = missingClass(known.label, head.fit);
  if (unlearned !== undefined) return { ...facts, skipped: `no ${unlearned} known before it` };
  const { jobs } = await headJobs({ ...run, data: known, parts }, { ...run, head });
  const results = await keptHeads({ ...run, cache: run.cache.of('heads') }, jobs, run.arms);
  return { ...facts, scored: await scoresOf(data, spec, parts, run, results) };
}

/** Why a window cannot be measured, where that is so. */
function problemOf({ data, spec }: WindowsRun, evaluate: Uint32Array, positives: number): string | undefined {
  if (evaluate.length === 0) return 'no rows';
  if (positives === 0) return 'no positives';
  if (positives === evaluate.length) return 'no negatives';
  const none = new Uint32Array(0);
  const parts = { fit: none, validate: none, evaluate };
  try {
    checkUsers(data, spec, parts);
    // The base is measured by AUC, whatever the gains are.
    if (spec.metric !== 'auc') checkUsers(data, { ...spec, metric: 'auc' }, parts);
  } catch (error) {
    if (error instanceof Failure) return 'too few users';
    throw error;
  }
  return undefined;
}

/** Which class the rows lack; `positives` of no rows, undefined where they have both. */
function missingClass(label: Uint8Array, rows: Uint32Array): 'positives' | 'negatives' | undefined {
  if (!rows.some((row) => label[row] === 1)) return 'positives';
  return rows.every((row) => label[row] === 1) ? 'negatives' : undefined;
}

async function scoresOf(
  data: Dataset,
  spec: Spec,
  parts: RowParts,
  { arms, seeds, breathe }: WindowsRun,
  results: readonly ArmResult[],
): Promise<WindowScores> {
  const { rows, measure } = evaluated(data, spec, parts);
  const scored = new Map(arms.map((arm) => [arm.id, new ScoredArm(rows, measure)]));
  const [base, constant] = [new ScoredArm(rows), new ScoredArm(rows)];
  for (const { arm, seed, scores } of results) {
    scored.get(arm)!.add(seed, scores);
    if (arm === BASE) base.add(seed, scores);
    await breathe();
  }
  for (const seed of seeds) constant.add(seed, new Float32Array(rows.rows));
  const users = new Uint32Array(rows.users);
  for (const [i, row] of parts.evaluate.entries()) users[rows.user[i]!] = data.user[row]!;
  return { rows, users, arms: scored, base, constant };
}

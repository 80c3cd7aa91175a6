/** From runs with heads to runs with scores, of as many users as the precision takes. */
import type { Dataset } from '../../data/dataset.ts';
import type { ArmResult, RowParts } from '../../ranker/ranker.ts';
import type { PrecisionReport } from '../../report/schema.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { Arm } from '../arms/arms.ts';
import type { ModelArms, ModelFacts } from '../arms/model-arms.ts';
import type { SourceArms, SourceFacts } from '../arms/preference-arms.ts';
import type { BaseCache } from '../base/cache/cache.ts';
import type { Fitted } from '../head/score-rows.ts';
import type { StagedResult } from '../tasks/staged.ts';
import { diagnosed, diagnosedModels } from './diagnosed.ts';
import { BuiltUsers } from './features.ts';
import { firstRows, measureUsers, type ToMeasure } from './measure.ts';
import { type UserStages, userStages } from './stages.ts';

/** Whether the spec asks for a precision of something. */
export const hasPrecision = (spec: Spec): spec is Spec & { precision: number } =>
  spec.precision !== undefined && spec.sources.length + spec.models.length > 0;

/** The users of a run that measures as few as it can. */
export interface FirstUsers {
  users: UserStages;
  /** Evaluation rows of the first stage. */
  evaluate: Uint32Array;
}

/** @throws Failure, Cancelled @returns undefined where all users are measured */
export async function firstUsers(
  data: Dataset,
  spec: Spec,
  parts: RowParts,
  breathe: () => Promise<void>,
): Promise<FirstUsers | undefined> {
  if (!hasPrecision(spec)) return undefined;
  const users = await userStages(data, spec, parts, breathe);
  const evaluate = firstRows(users, spec.precision);
  return { users, evaluate };
}

/** A training of the arms, perhaps one whose heads have scored nothing yet. */
interface Trained extends Pick<StagedResult, 'results' | 'fitted'> {
  curve?: StagedResult['curve'] | undefined;
}

export interface Taken<Run> {
  /** With scores of the rows in `parts.evaluate`. */
  runs: Run[];
  parts: RowParts;
  sources: readonly SourceFacts[];
  models: readonly ModelFacts[];
  precision: PrecisionReport;
}

/**
 * @param runs whose heads are there; the first is the one that the report is about
 * @throws Failure, Cancelled
 */
export async function takeUsers<Run extends Trained>(
  runs: readonly Run[],
  { users }: FirstUsers,
  ofSources: SourceArms,
  ofModels: ModelArms,
  run: Pick<ToMeasure, 'data' | 'spec' | 'parts' | 'context' | 'breathe' | 'report'> & {
    arms: readonly Arm[];
    /** Of features. */
    cache: BaseCache;
    /** The training rows that features were built of, for the first seed. */
    training: Uint32Array;
  },
): Promise<Taken<Run>> {
  const first = { arms: run.arms, built: ofSources.built, models: ofModels.built };
  const built = new BuiltUsers(first, run.context, run.cache, run.report);
  const heads = runs[0]!.fitted!.whole;
  const { sources } = ofSources;
  const { models } = ofModels;
  const measured = await measureUsers({ ...run, users, built, heads, sources, models });
  const { evaluate, scored, said } = measured;
  const parts = { ...run.parts, evaluate };
  const all = runs.flatMap(({ fitted }) => [...fitted!.whole, ...fitted!.curve.flat()]);
  await scored.score(all, run.context, run.report);
  const scores = new Map(scored.scores());
  const rows = { training: run.training, evaluate, label: run.data.label };
  return {
    runs: runs.map((trained) => withScores(trained, scores)),
    parts,
    sources: await diagnosed(sources, built, rows, run.breathe),
    models: await diagnosedModels(models, built, rows, run.breathe),
    precision: said,
  };
}

function withScores<Run extends Trained>(run: Run, scores: ReadonlyMap<Fitted, Float32Array>): Run {
  const { fitted } = run;
  const scoresOf = (heads: readonly Fitted[]): ArmResult[] =>
    heads.map((head) => {
      const { model: _, ...result } = head.result;
      return { ...result, scores: scores.get(head)! };
    });
  const curve = run.curve?.map((point, i) => ({ ...point, results: scoresOf(fitted!.curve[i]!) }));
  return { ...run, results: scoresOf(fitted!.whole), ...(curve && { curve }) };
}

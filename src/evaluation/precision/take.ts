/** From runs with heads to runs with scores, of as many users as the precision takes. */
import type { Dataset } from '../../data/dataset.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import type { PrecisionReport } from '../../report/schema.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { Arm } from '../arms/arms.ts';
import type { ModelArms } from '../arms/model-arms.ts';
import type { SourceArms } from '../arms/preference-arms.ts';
import type { BaseCache } from '../base/cache/cache.ts';
import { BuiltParts } from '../parts/built.ts';
import { diagnosed, diagnosedModels } from '../parts/diagnosed.ts';
import { type Taken, type Trained, withScores } from '../parts/take.ts';
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

export interface Measured<Run> extends Taken<Run> {
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
): Promise<Measured<Run>> {
  const first = { arms: run.arms, built: ofSources.built, models: ofModels.built };
  const built = new BuiltParts(first, run.context, run.cache, run.report, run.breathe);
  const heads = runs[0]!.fitted!.whole;
  const { sources } = ofSources;
  const { models } = ofModels;
  const measured = await measureUsers({ ...run, users, built, heads, sources, models });
  const { evaluate, scored, said } = measured;
  const parts = { ...run.parts, evaluate };
  const all = runs.flatMap(({ fitted }) => [...fitted!.whole, ...fitted!.curve.flat()]);
  await scored.score(all, run.context, run.report);
  const scores = scored.readers();
  const rows = { training: run.training, evaluate, label: run.data.label };
  return {
    runs: runs.map((trained) => withScores(trained, scores)),
    parts,
    sources: await diagnosed(sources, built, rows, run.breathe),
    models: await diagnosedModels(models, built, rows, run.breathe),
    precision: said,
  };
}

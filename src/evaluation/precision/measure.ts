/**
 * Measures as many evaluation users as it takes: stage by stage the features of the users who are new, their scores by the heads that a
 * headline is about, and its interval. Where that is narrow enough, all other heads score the users of the last stage.
 */
import type { Dataset } from '../../data/dataset.ts';
import { carriers } from '../../metrics/intervals/carriers.ts';
import type { EvaluationRows } from '../../metrics/intervals/clusters.ts';
import { contrast } from '../../metrics/intervals/estimate.ts';
import { halfWidth, type Look, nextStage } from '../../metrics/intervals/precision.ts';
import { ScoredArm } from '../../metrics/scored-arm.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import { BASE, baseOfModel, modelArm, sourceArm } from '../../report/arm-ids.ts';
import type { PrecisionReport } from '../../report/schema.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { ModelFacts } from '../arms/model-arms.ts';
import { predictedArms } from '../arms/predicted.ts';
import type { SourceFacts } from '../arms/preference-arms.ts';
import { evaluated } from '../describe/evaluated.ts';
import type { BuiltParts } from '../parts/built.ts';
import { type Fitted, ScoredParts } from '../parts/scored.ts';
import type { ShareReport } from '../tasks/clock.ts';
import type { PooledRun } from '../tasks/pool.ts';
import type { UserStages } from './stages.ts';

/** A run that has its heads, and the features of the users of its first stage. */
export interface ToMeasure {
  data: Dataset;
  spec: Spec & { precision: number };
  parts: RowParts;
  users: UserStages;
  built: BuiltParts;
  sources: readonly SourceFacts[];
  models: readonly ModelFacts[];
  /** The heads of the ranker that the report is about. */
  heads: readonly Fitted[];
  context: PooledRun;
  breathe: () => Promise<void>;
  report: ShareReport;
}

export interface Measured {
  /** The rows of the users who were measured, ascending. */
  evaluate: Uint32Array;
  /** What the heads of headlines have scored of them. */
  scored: ScoredParts;
  said: PrecisionReport;
}

/** @throws Failure, Cancelled */
export async function measureUsers(run: ToMeasure): Promise<Measured> {
  const { users, spec, parts, report } = run;
  const { stages } = users;
  const looks: Look[] = [];
  const said: PrecisionReport['stages'] = [];
  const scored = new ScoredParts();
  for (let next = nextStage(stages, looks, spec.precision); next !== undefined; ) {
    const stage = stages[next]!;
    const rows = users.rowsOf(stage);
    const isFirst = looks.length === 0;
    const part = isFirst ? run.built.first(rows) : await run.built.more(without(rows, scored.rows));
    if (!isFirst) run.built.markTouched(run.sources, run.models, part.rows);
    scored.add(part);
    await scored.score(headlineHeads(run), run.context, report);
    const { users: measured, ...look } = await lookAt(run, scored);
    looks.push({ share: stage.share, ...look });
    said.push({ share: stage.share, users: measured, rows: rows.length, halfWidth: look.halfWidth });
    next = nextStage(stages, looks, spec.precision);
  }
  const last = said.at(-1)!;
  return {
    evaluate: scored.rows,
    scored,
    said: {
      asked: spec.precision,
      reached: last.halfWidth <= spec.precision,
      allUsers: users.all,
      allRows: parts.evaluate.length,
      stages: said,
    },
  };
}

/** The rows that the features are built of first: those of the smallest stage that may be the last. */
export function firstRows({ stages, rowsOf }: UserStages, precision: number): Uint32Array {
  return rowsOf(stages[nextStage(stages, [], precision)!]!);
}

/** A difference that is to be narrow. */
interface Headline {
  arm: string;
  minus: string;
  /** 1 per row of the log that its data reaches; absent where that is not known. */
  touched?: Uint8Array | undefined;
}

/** The headline LIS of each source, and the AIS of each model. */
function headlines({ sources, spec, models }: ToMeasure): Headline[] {
  return [
    ...sources.map(({ name, headline, touched }) => ({
      arm: sourceArm(headline, name),
      minus: BASE,
      touched,
    })),
    ...spec.models.map((model) => ({
      arm: modelArm(model.name),
      minus: baseOfModel(model),
      touched: models.find(({ name }) => name === model.name)?.touched,
    })),
  ];
}

function headlineHeads(run: ToMeasure): Fitted[] {
  const arms = new Set(headlines(run).flatMap(({ arm, minus }) => [arm, minus]));
  return run.heads.filter(({ job }) => arms.has(job.arm));
}

/** The widest interval of a headline, and the fewest users who carry one, of the rows that are scored. */
async function lookAt(run: ToMeasure, scored: ScoredParts): Promise<Omit<Look, 'share'> & { users: number }> {
  const { data, spec, breathe } = run;
  const evaluate = scored.rows;
  const parts = { ...run.parts, evaluate };
  const { rows, measure } = evaluated(data, spec, parts);
  const arms = new Map<string, ScoredArm>();
  const armOf = (id: string): ScoredArm => {
    const arm = arms.get(id) ?? new ScoredArm(rows, measure);
    arms.set(id, arm);
    return arm;
  };
  for (const [{ job }, read] of scored.readers()) {
    armOf(job.arm).add(job.seed, read());
    await breathe();
  }
  for (const { id, ranks, logLoss } of predictedArms(data, spec, evaluate)) {
    armOf(id).add(spec.seed, ranks, undefined, logLoss);
    await breathe();
  }
  const looks = headlines(run).map(({ arm, minus, touched }) => {
    const pair = [armOf(arm), armOf(minus)] as const;
    const reached = touched && usersReached(rows, evaluate, touched);
    return {
      halfWidth: halfWidth(contrast(rows, ...pair)),
      carriers: carriers(rows, ...pair, reached && ((user) => reached[user] === 1)),
    };
  });
  return {
    users: rows.users,
    halfWidth: Math.max(0, ...looks.map((look) => look.halfWidth)),
    carriers: Math.min(...looks.map((look) => look.carriers)),
  };
}

/** 1 for each user of the rows who has one that the data reaches. */
function usersReached(
  { users, user }: EvaluationRows,
  evaluate: Uint32Array,
  touched: Uint8Array,
): Uint8Array {
  const reached = new Uint8Array(users);
  for (const [i, row] of evaluate.entries()) if (touched[row] === 1) reached[user[i]!] = 1;
  return reached;
}

/** Those of `rows` that are not among `known`; both ascend. */
function without(rows: Uint32Array, known: Uint32Array): Uint32Array {
  let next = 0;
  return rows.filter((row) => {
    if (known[next] !== row) return true;
    next++;
    return false;
  });
}

/**
 * What findings are worth in AUC. A suspect column: the base is trained without any suspect, and a head may then read the one
 * column; its gain over the base is the price, with its interval over users and seeds. A split: what the base scores under it
 * beyond what it scores under one moment with as many evaluation rows.
 */
import type { AuditColumn } from '../../audit/data/subject.ts';
import type { Engine } from '../../data/engine.ts';
import { contrast, ScoredArm } from '../../metrics/index.ts';
import { studentInterval } from '../../metrics/intervals/interval.ts';
import type { Estimate } from '../../report/schema.ts';
import { isCommand, isLogged } from '../../specfile/ranker-kinds.ts';
import type { FeatureSpec, Spec } from '../../specfile/schema.ts';
import { builtInRanker } from '../../specfile/schema-ranker.ts';
import type { ScoredRun } from '../describe/scored-run.ts';
import { scoredRun } from '../evaluate.ts';
import type { LoadedSpec } from '../load-spec.ts';
import type { EvaluateRequest } from '../request.ts';

export interface Prices {
  /** AUC of the base without any suspect. */
  baseAuc: number;
  /** By name of the column. */
  columns: ReadonlyMap<string, Estimate>;
  /** Of the split; absent where it was not asked for. */
  split?: Estimate;
}

const LEVEL = 0.95;

/**
 * @param suspects columns of the log, or ones that the engine knows as such
 * @param share of the rows that the split evaluates, where the split is to be priced
 * @throws Failure as an evaluation does, Cancelled
 */
export async function pricesOf(
  loaded: LoadedSpec,
  suspects: readonly AuditColumn[],
  share: number | undefined,
  request: EvaluateRequest,
  engine: Engine,
): Promise<Prices> {
  const run = (spec: Spec) => scoredRun({ ...loaded, spec }, request, engine);
  const spec = pricedSpec(loaded.spec, suspects);
  const given = await run(spec);
  const base = given.scored.get('base')!;
  const columns = new Map(
    suspects.flatMap(({ name }): [string, Estimate][] => {
      const arm = given.scored.get(`leaked-total:${name}`);
      return arm === undefined ? [] : [[name, contrast(given.rows, arm, base)]];
    }),
  );
  if (share === undefined) return { baseAuc: base.auc, columns };
  const timed = await run({ ...spec, sources: [], split: { evaluate: share, slices: 10 } });
  return { baseAuc: base.auc, columns, split: flattered(given, timed) };
}

/** The spec with the suspects as sources of their own, one column each. */
function pricedSpec(spec: Spec, suspects: readonly AuditColumn[]): Spec {
  const names = new Set(suspects.map(({ name }) => name));
  const kept = (features: readonly FeatureSpec[]) => features.filter(({ name }) => !names.has(name));
  const table = (given: Spec['items']): Spec['items'] => {
    const features = kept(given?.features ?? []);
    return given === undefined || features.length === 0 ? undefined : { ...given, features };
  };
  return {
    ...spec,
    log: { ...spec.log, features: kept(spec.log.features) },
    items: table(spec.items),
    users: table(spec.users),
    sources: suspects.map(({ name, column }) => ({
      kind: 'columns' as const,
      name,
      columns: [{ name, type: column.type }],
    })),
    models: [],
    objectives: [],
    rolling: undefined,
    rankers: undefined,
    precision: undefined,
    metric: 'auc',
    // A program of the user's own is not run for an audit: what leaks helps any ranker. A logged score that is a suspect is no base.
    ranker:
      isCommand(spec.ranker) || (isLogged(spec.ranker) && names.has(spec.ranker.score))
        ? builtInRanker('fm')
        : spec.ranker,
  };
}

/** The difference of two bases on other rows: their variances add up. */
function flattered(given: ScoredRun, timed: ScoredRun): Estimate {
  const [a, b] = [aboveChance(given), aboveChance(timed)];
  const value = a.value - b.value;
  const se = Math.hypot(a.se, b.se);
  const df = Math.min(a.df, b.df);
  return {
    value,
    ...studentInterval(value, se, df, LEVEL),
    level: LEVEL,
    se,
    df,
    variance: {
      users: a.variance.users + b.variance.users,
      seeds: (a.variance.seeds ?? 0) + (b.variance.seeds ?? 0),
    },
  };
}

function aboveChance({ rows, scored }: ScoredRun): Estimate {
  const base = scored.get('base')!;
  const chance = new ScoredArm(rows);
  for (const { seed } of base.perSeed) chance.add(seed, new Float32Array(rows.rows), undefined, null);
  return contrast(rows, base, chance);
}

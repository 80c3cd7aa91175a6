/**
 * What a run has to do, counted in units whose cost is a constant of the machine: cells read, rows times seeds whose features
 * are built, fields updated in training. Known from the spec and the number of rows alone, before a run starts.
 */
import { isScoredHere } from '../../specfile/model-kinds.ts';
import { isBuiltIn, isCommand } from '../../specfile/ranker-kinds.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { BuiltInRanker } from '../../specfile/schema-ranker.ts';
import { baseFields, plannedProbes } from '../arms/planned.ts';
import { inTwoStages } from '../arms/rankers.ts';
import { plannedTrainings } from '../arms/trainings.ts';
import { PATIENCE } from '../base/search/tune.ts';
import { type Given, NONE_GIVEN } from './given.ts';
import { ownFields } from './own-fields.ts';
import { buildsAll, modelBuildsAll, readByHeads } from './read-rows.ts';
import { longestTrial } from './search-work.ts';
import { trainingWork } from './training-work.ts';
import { add, type LogSize, type Unit, type Work } from './units.ts';

/** A source, model or probe: what its features take, by unit. One task for each seed, or one alone. */
export interface FeatureWork {
  unit: Unit;
  /** Rows of one task. */
  amount: number;
  tasks: number;
}

export interface RunWork {
  read: Work;
  /** Encoding of the base. */
  base: Work;
  features: readonly FeatureWork[];
  /** For one visit of each training row. */
  train: Work;
  /** Trainings of built-in rankers. */
  trainings: number;
  /** Visits of a training row in one training, at most. */
  mostPasses: number;
  /** Visits that a patience beyond the usual one adds, below 0 where it is shorter. */
  patiencePasses: number;
  metrics: Work;
}

/** The patience that rates are fitted at, in checks; and checks per epoch. */
const USUAL_PATIENCE = PATIENCE.quarters;
const CHECKS = 4;

/** @param size of the log as far as it is known. Programs of the user's own are left out, since nothing tells what they take; training in two stages is told by staged-work.ts. */
export function workOf(spec: Spec, size: LogSize, given: Given = NONE_GIVEN): RunWork {
  const { rows, trainRows, evalRows } = size;
  const read = readByHeads(spec, size);
  const { seeds } = spec;
  const base = baseFields(spec);
  const parts = ownFields(spec);
  const fields = base + Math.max(0, ...parts.map(({ fields: count }) => count));
  const arms = 1 + parts.reduce((sum, { arms: count }) => sum + count, 0);
  const train: Work = {};
  let trainings = 0;
  let scores = 0;
  let mostPasses = 0;
  let patience = 0;
  for (const { ranker, index, first } of plannedTrainings(spec)) {
    const kind = inTwoStages(spec, ranker) ? 'ofHead' : 'ofRanker';
    const diagnosed = first && (kind === 'ofHead' || !isCommand(ranker));
    const all = arms + (diagnosed ? parts.reduce((sum, { drops }) => sum + drops[kind], 0) : 0);
    scores += all * seeds;
    if (!isBuiltIn(ranker) || kind === 'ofHead') continue;
    trainings += all * seeds;
    add(train, trainingWork(ranker, fields), all * seeds * trainRows);
    mostPasses = Math.max(mostPasses, mostPassesOf(ranker, given(index)));
    patience = Math.max(patience, given(index).has('patience') ? ranker.patience : USUAL_PATIENCE);
  }
  return {
    read: { start: 1, 'read cell': rows * (base + 4) },
    base: { 'base cell': rows * base },
    features: featureWork(spec, rows, read),
    train,
    trainings,
    mostPasses,
    patiencePasses: trainings === 0 ? 0 : (patience - USUAL_PATIENCE) / CHECKS,
    metrics: { score: evalRows * scores },
  };
}

/** Visits of a training row in one training of an arm, at most. */
export function mostPassesOf(ranker: BuiltInRanker, given: ReadonlySet<string>): number {
  return longestTrial(ranker, given) * (ranker.refit ? 2 : 1);
}

/** @param read rows whose features are built, where a source does not build those of all rows at once */
function featureWork(spec: Spec, rows: number, read: number): FeatureWork[] {
  const sources = spec.sources.map((source) => ({
    unit: source.kind,
    amount: buildsAll(source) ? rows : read,
    tasks: spec.seeds,
  }));
  const models = spec.models.flatMap((model): FeatureWork[] => {
    if (!isScoredHere(model)) return [];
    const probes = plannedProbes(model, spec).map(() => ({
      unit: 'probe' as const,
      amount: rows,
      tasks: spec.seeds,
    }));
    return [{ unit: 'model', amount: modelBuildsAll(model) ? rows : read, tasks: 1 }, ...probes];
  });
  return [...sources, ...models];
}

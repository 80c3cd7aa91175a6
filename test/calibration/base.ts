/** The first stage as the product has it, in this thread: the search of the base's recipe, and scores out of sample for each seed. */
import type { Dataset } from '../../src/data/dataset.ts';
import { type BlockPlan, blockPlan } from '../../src/evaluation/base/blocks.ts';
import { baseTasks, gatherScores } from '../../src/evaluation/base/scores.ts';
import { tune } from '../../src/evaluation/base/search/tune.ts';
import type { PooledRun } from '../../src/evaluation/tasks/pool.ts';
import { auc, logLoss } from '../../src/metrics/index.ts';
import type { FieldBlock, RowParts } from '../../src/ranker/ranker.ts';
import { runTask } from '../../src/ranker/train.ts';
import { runTrial, type TrialTask } from '../../src/ranker/trial.ts';
import { builtInRanker } from '../../src/specfile/schema-ranker.ts';

export interface ScoredBase {
  /** Seed by seed, a logit per row of the dataset; NaN where the row has none. */
  bySeed: Float32Array[];
  head: BlockPlan['head'];
}

const HOOKS = { auc, logLoss, isCancelled: () => false, onFraction: () => {} };

/** Runs trials one after another: worlds, not trials, are divided among threads. */
const inThread = {
  run: async (_: 'trial', tasks: readonly TrialTask[]) => tasks.map((task) => runTrial(task, HOOKS)),
  idle: 0,
} as PooledRun['pool'];

/** A factorisation machine of which all options are searched. @throws where the log is too small for blocks */
export async function scoredBase(
  data: Dataset,
  parts: RowParts,
  block: FieldBlock,
  seeds: readonly number[],
): Promise<ScoredBase> {
  const plan = await blockPlan(data, parts, seeds[0]!, async () => {});
  if (plan === undefined) throw new Error('the world is too small for blocks');
  const { options, epochs } = await tune(
    {
      ...{ options: builtInRanker('fm'), given: new Set<string>(), blocks: [block], parts: plan.search },
      ...{ label: data.label, user: data.user },
    },
    { pool: inThread, threads: 1, memoryBytes: 2 ** 33, onProgress: () => {} },
  );
  const bySeed = seeds.map((seed) => {
    const tasks = baseTasks(plan, { options, epochs }, { seed, blocks: [block] });
    return gatherScores(
      tasks,
      tasks.map((task) => runTask(task, HOOKS)),
      data.rows,
    );
  });
  return { bySeed, head: plan.head };
}

/** The first of two stages: a score per row and seed by a ranker that has not seen the row, and the rows that a head may use. */
import { Failure, type Warning } from '../../report/failure.ts';
import type { BaseReport } from '../../report/schema-base.ts';
import type { RankerOptions } from '../../spec/schema.ts';
import type { LoggedRanker } from '../../spec/schema-ranker.ts';
import { trainingRows } from '../fields.ts';
import { threadsWithin } from '../memory.ts';
import { runJobs } from '../pool.ts';
import { type BlockPlan, blockPlan } from './blocks.ts';
import { loggedLogits } from './logged-score.ts';
import type { BaseRun } from './run.ts';
import { baseTasks, gatherScores } from './scores.ts';
import { searchBase } from './search.ts';

/** Share of the time that the search of the recipe takes. */
const SEARCH_PART = 0.5;

export interface BaseScores {
  /** Seed by seed, a logit per row of the dataset; NaN where the row has none. */
  bySeed: readonly Float32Array[];
  /** The rows with a score that a head is trained on, and those that choose its length. */
  head: BlockPlan['head'];
  /** With the options that the search chose. */
  ranker: RankerOptions | LoggedRanker;
  report: BaseReport;
  warnings: readonly Warning[];
}

/** Scores that the log holds: the same for every seed. All training rows are out of sample. */
export async function loggedScores(run: BaseRun, ranker: LoggedRanker): Promise<BaseScores> {
  const { data, parts, seeds } = run;
  const training = trainingRows(parts);
  const rows = { training, evaluate: parts.evaluate };
  const { logits, warnings } = loggedLogits(data, data.score!, ranker, rows, ['ranker', 'score']);
  const { validate } = (await planOf(run)).head;
  const last = new Set(validate);
  const fit = training.filter((row) => !last.has(row));
  const head = { fit, validate };
  return { bySeed: seeds.map(() => logits), head, ranker, report: { headRows: headRows(head) }, warnings };
}

/** Scores of a ranker that is trained here, block by block, by the recipe that a search finds. */
export async function trainedScores(run: BaseRun, ranker: RankerOptions): Promise<BaseScores> {
  const { data, base, seeds, context, onProgress } = run;
  const plan = await planOf(run);
  const toSearch = {
    ...run,
    onProgress: (of: number, message: string) => onProgress(of * SEARCH_PART, message),
  };
  const { recipe, search, warnings } = await searchBase(toSearch, plan, ranker);
  const tasks = baseTasks(plan, recipe, seeds, base, data.label);
  const results = await runJobs('train', tasks, {
    threads: threadsWithin(tasks, context.threads, context.memoryBytes, process.memoryUsage.rss()),
    signal: context.signal,
    onProgress: (fraction, running) => {
      const names = [...new Set(running.map(({ seed }) => `seed ${seed}`))].join(' and ');
      onProgress(SEARCH_PART + fraction * (1 - SEARCH_PART), `training the base, ${names}`);
    },
  });
  const bySeed = seeds.map((seed) => gatherScores(tasks, results, seed, data.rows));
  const { by, blocks: count, head } = plan;
  const report = { blocks: { by, count }, headRows: headRows(head), search };
  return { bySeed, head, ranker: { ...recipe.options, epochs: recipe.epochs }, report, warnings };
}

async function planOf({ data, parts, seeds, breathe }: BaseRun): Promise<BlockPlan> {
  const training = trainingRows(parts);
  const plan = await blockPlan(data, training, parts.evaluate, seeds[0]!, breathe);
  if (plan !== undefined) return plan;
  throw new Failure(
    'data',
    'too-small-for-blocks',
    `The ${training.length} training rows cannot be divided into blocks that each hold rows of both labels: use more rows, or \`training: joint\`.`,
    { specPath: ['split'] },
  );
}

const headRows = ({ fit, validate }: BlockPlan['head']): BaseReport['headRows'] => ({
  fit: fit.length,
  validate: validate.length,
});

/** The first of two stages: a score per row and seed by a ranker that has not seen the row, and the rows that a head may use. */
import { Failure, type Warning } from '../../report/failure.ts';
import type { BaseReport } from '../../report/schema-base.ts';
import type { AnyRanker, RankerOptions } from '../../spec/schema.ts';
import type { CommandRanker, GbdtRanker, LoggedRanker } from '../../spec/schema-ranker.ts';
import { trainingRows } from '../fields.ts';
import { threadsWithin } from '../memory.ts';
import { runJobs } from '../pool.ts';
import { isBuiltIn, isLogged } from '../rankers.ts';
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
  /** Whether the head reads the score beside starting from it: not where it is one and the same number. */
  hasScore: boolean;
  /** The rows with a score that a head is trained on, and those that choose its length. */
  head: BlockPlan['head'];
  /** With the options that the search chose. */
  ranker: Exclude<AnyRanker, CommandRanker>;
  report: BaseReport;
  warnings: readonly Warning[];
}

/** What heads start from, by what the ranker is. @throws Failure, Cancelled */
export function baseScores(run: BaseRun, ranker: Exclude<AnyRanker, CommandRanker>): Promise<BaseScores> {
  if (isLogged(ranker)) return loggedScores(run, ranker);
  return isBuiltIn(ranker) ? trainedScores(run, ranker) : noScores(run, ranker);
}

/** Heads that have nothing to start from but the positive rate: no row was seen by a base ranker, so that all of them are theirs. */
async function noScores(run: BaseRun, ranker: GbdtRanker): Promise<BaseScores> {
  const head = await allTraining(run);
  const zeros = new Float32Array(new SharedArrayBuffer(4 * run.data.rows));
  const bySeed = run.seeds.map(() => zeros);
  return { bySeed, hasScore: false, head, ranker, report: { headRows: headRows(head) }, warnings: [] };
}

/** The training rows before the last block, and those of the last block. */
async function allTraining(run: BaseRun): Promise<BlockPlan['head']> {
  const { validate } = (await planOf(run)).head;
  const last = new Set(validate);
  return { fit: trainingRows(run.parts).filter((row) => !last.has(row)), validate };
}

/** Scores that the log holds: the same for every seed. All training rows are out of sample. */
async function loggedScores(run: BaseRun, ranker: LoggedRanker): Promise<BaseScores> {
  const { data, parts, seeds } = run;
  const training = trainingRows(parts);
  const rows = { training, evaluate: parts.evaluate };
  const { logits, warnings } = loggedLogits(data, data.score!, ranker, rows, ['ranker', 'score']);
  const head = await allTraining(run);
  return {
    bySeed: seeds.map(() => logits),
    hasScore: true,
    head,
    ranker,
    report: { headRows: headRows(head) },
    warnings,
  };
}

/** Scores of a ranker that is trained here, block by block, by the recipe that a search finds. */
async function trainedScores(run: BaseRun, ranker: RankerOptions): Promise<BaseScores> {
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
  return {
    bySeed,
    hasScore: true,
    head,
    ranker: { ...recipe.options, epochs: recipe.epochs },
    report,
    warnings,
  };
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

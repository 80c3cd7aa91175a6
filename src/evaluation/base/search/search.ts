/** Searches the base's recipe, and trains the simpler rankers that it is compared with. */
import type { FieldBlock } from '../../../ranker/ranker.ts';
import type { RankerOptions } from '../../../specfile/schema.ts';
import { builtInRanker } from '../../../specfile/schema-ranker.ts';
import { within } from '../../tasks/clock.ts';
import type { BlockPlan } from '../blocks.ts';
import type { BaseRun } from '../run.ts';
import { ofDrawnRows } from './drawn.ts';
import { axesOf } from './recipes.ts';
import { isWeak, references } from './references.ts';
import type { MadeSearch } from './searched.ts';
import { type Tuned, type TuneTask, tune } from './tune.ts';

/** Share of the time that the search itself takes, where its references, which take the rest, are told within it. */
const SEARCH_PART = 0.8;

/** All that a search reads of a run, of the rows that it draws: nothing else can change what it finds, so that its outcome can be kept. */
export type SearchTask = Pick<TuneTask, 'options' | 'given' | 'label' | 'user' | 'parts'> & {
  /** The base block, of these rows. */
  block: FieldBlock;
};

export function searchTask(
  { data: { user }, base, given }: Pick<BaseRun, 'data' | 'base' | 'given'>,
  { search: { fit, validate, label } }: BlockPlan,
  options: RankerOptions,
): SearchTask {
  const { blocks, ...drawn } = ofDrawnRows({ blocks: [base], label, user, parts: { fit, validate } });
  return { options, given, block: blocks[0]!, ...drawn };
}

type SearchRun = Pick<BaseRun, 'context' | 'onProgress'>;

/**
 * @param referring progress of the references, where it is not told within that of the search
 * @throws Failure `ranker-diverged`, Cancelled
 */
export async function searchBase(
  task: SearchTask,
  { context, onProgress }: SearchRun,
  referring?: SearchRun['onProgress'],
): Promise<MadeSearch> {
  const { block, options: ranker, given, ...rows } = task;
  const part =
    (from: number, to: number): SearchRun['onProgress'] =>
    (fraction, message) =>
      onProgress(within([from, to], fraction), message);
  const told = (report: SearchRun['onProgress'], message: string) => ({
    ...{ pool: context.pool, threads: context.threads, memoryBytes: context.memoryBytes },
    onProgress: (fraction: number) => report(fraction, message),
  });
  const found = await tune(
    { options: ranker, given, blocks: [block], ...rows },
    told(
      referring === undefined ? part(0, SEARCH_PART) : onProgress,
      `searching the options of the ${ranker.kind} base`,
    ),
  );
  const referred = await references(
    { kind: ranker.kind, block, ...rows },
    told(referring ?? part(SEARCH_PART, 1), 'training the references of the base'),
  );
  const { losses, lr } = referred;
  const { options, trials, chosen, epochs, logLoss, edge } = found;
  const weak = isWeak(found, losses);
  // Few bases are weak: the time that this takes is not in what a run is expected to take.
  const ended = told((_, message) => (referring ?? onProgress)(1, message), 'searching all options');
  const pinned = given.has('epochs') || axesOf(ranker, new Set()).some(({ option }) => given.has(option));
  const free = weak && pinned ? await unpinned(task, ended) : undefined;
  const search = {
    ...{ chosen, epochs, logLoss, rows: found.rows, weak, references: losses },
    ...(free !== undefined && { unpinned: free.logLoss }),
    trials: [...trials],
    edge: [...edge],
  };
  return {
    recipe: { options, epochs },
    ...(lr !== undefined && { lr }),
    search,
    rowsTrained: found.rowsTrained + referred.rowsTrained + (free?.rowsTrained ?? 0),
  };
}

/** What the options that the spec gives have cost a base that is weak with them: a search that chooses them too. */
function unpinned(
  { block, given: _, options, ...rows }: SearchTask,
  context: Parameters<typeof tune>[1],
): Promise<Tuned> {
  const free = { options: builtInRanker(options.kind), given: new Set<string>() };
  return tune({ ...free, blocks: [block], ...rows }, context);
}

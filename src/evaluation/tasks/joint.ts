/** Training jointly: a ranker per arm, with the preference features as further fields, all by the base's tuned recipe. */

import type { Warning } from '../../common/failure.ts';
import type { ArmResult, RankResult } from '../../ranker/ranker.ts';
import { BASE } from '../../report/arm-ids.ts';
import type { BaseReport } from '../../report/schema-base.ts';
import type { RankerOptions } from '../../specfile/schema.ts';
import { blockPlan } from '../base/blocks.ts';
import { keptSearch } from '../base/cache/kept-search.ts';
import type { BaseRun } from '../base/run.ts';
import { MOST_EPOCHS, PATIENCE } from '../base/search/tune.ts';
import type { Step } from '../cost/staged-work.ts';
import { within } from './clock.ts';
import type { TrainTask } from './jobs.ts';
import { roomToTrain } from './memory.ts';
import { type LeftReport, StepProgress } from './step-progress.ts';

/** An arm and seed, before the ranker's options are known. */
export type JointTask = Omit<TrainTask, 'options' | 'epochs'>;

export interface JointResult {
  /** With the options that the search chose. */
  ranker: RankerOptions;
  /** In the order of the tasks. */
  results: readonly ArmResult[];
  /** What was searched; absent where the log is too small for it. */
  base?: BaseReport | undefined;
  /** Rows that the search visited. */
  baseRowsTrained: number;
  warnings: readonly Warning[];
}

/** With the seconds that each step is expected to take; `base` is that of all arms. */
export interface JointRun extends Omit<BaseRun, 'onProgress'> {
  expected: () => Record<Step, number>;
  onProgress: LeftReport;
}

/** @throws Failure, Cancelled */
export async function trainJoint(
  run: JointRun,
  ranker: RankerOptions,
  tasks: readonly JointTask[],
): Promise<JointResult> {
  const steps = new StepProgress(run.expected(), run.onProgress);
  const search = { ...run, onProgress: steps.of('search') };
  const { options, ...ofBase } = await tuned(search, ranker, steps.of('references'));
  const withOptions = tasks.map((task): TrainTask => ({ ...task, options }));
  const results = await (options.commonStop ? trainAlike : train)(
    { ...run, onProgress: steps.of('base') },
    withOptions,
  );
  return { ranker: options, results, ...ofBase };
}

/**
 * The recipe of the base, as in two stages. Its length stays each arm's own, by early stopping: a recipe is as long as the search's
 * longest trial, and as patient, unless the spec says otherwise. A log that is too small for blocks keeps the defaults.
 */
async function tuned(
  run: BaseRun,
  ranker: RankerOptions,
  referring: BaseRun['onProgress'],
): Promise<{ options: RankerOptions } & Pick<JointResult, 'base' | 'baseRowsTrained' | 'warnings'>> {
  const { data, parts, seeds, given, breathe } = run;
  const plan = await blockPlan(data, parts, seeds[0]!, breathe);
  if (plan === undefined) return { options: ranker, baseRowsTrained: 0, warnings: [] };
  const { recipe, search, warnings, cached, rowsTrained } = await keptSearch(run, plan, ranker, referring);
  const options = {
    ...recipe.options,
    ...(!given.has('epochs') && { epochs: MOST_EPOCHS }),
    ...(!given.has('patience') && { patience: PATIENCE.quarters }),
  };
  const base = { search, ...(cached && { cached: { search: true, seeds: 0, trained: seeds.length } }) };
  return { options, base, baseRowsTrained: rowsTrained, warnings };
}

function train(
  { context, onProgress }: Pick<BaseRun, 'context' | 'onProgress'>,
  tasks: readonly TrainTask[],
): Promise<RankResult[]> {
  return context.pool.run('train', tasks, {
    ...roomToTrain(tasks, context),
    onProgress: (fraction, running) => onProgress(fraction, messageOf(running)),
  });
}

/**
 * The base of each seed first; the seed's other arms then train for as long as early stopping chose for it. An arm's gain is then
 * of its features alone, not of a stop that happened to come at a better moment.
 */
async function trainAlike(
  { context, onProgress }: Pick<BaseRun, 'context' | 'onProgress'>,
  tasks: readonly TrainTask[],
): Promise<RankResult[]> {
  const ofBase = tasks.filter(({ arm }) => arm === BASE);
  const middle = ofBase.length / tasks.length;
  const part = (from: number, to: number): Pick<BaseRun, 'context' | 'onProgress'> => ({
    context,
    onProgress: (fraction, message) => onProgress(within([from, to], fraction), message),
  });
  const bases = await train(part(0, middle), ofBase);
  const chosen = new Map(bases.map(({ seed, stop }) => [seed, stop.epochs]));
  const others = tasks
    .filter(({ arm }) => arm !== BASE)
    .map((task) => ({ ...task, epochs: chosen.get(task.seed) }));
  const rest = others.length === 0 ? [] : await train(part(middle, 1), others);
  return tasks.map(({ arm }) => (arm === BASE ? bases.shift()! : rest.shift()!));
}

function messageOf(running: readonly TrainTask[]): string {
  const names = running.map(({ arm, drop, seed, options }) => {
    const without = drop === undefined ? arm : `${arm.split(':')[1]} without ${drop.feature}`;
    return `${without}, ${options.kind}, seed ${seed}`;
  });
  return names.length === 0 ? 'training' : `training ${names.join(' and ')}`;
}

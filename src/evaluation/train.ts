/** Builds the features of every arm, and trains every arm × seed. */
import type { Dataset } from '../data/dataset.ts';
import type { FieldBlock, RankResult, RowParts } from '../ranker/ranker.ts';
import type { Warning } from '../report/failure.ts';
import type { RunContext } from '../report/progress.ts';
import type { RankerOptions, Spec } from '../spec/schema.ts';
import { type Arm, BASE } from './arms.ts';
import type { Clock } from './clock.ts';
import { baseBlock, ownField, rowParts, trainingRows } from './fields.ts';
import type { TrainTask } from './jobs.ts';
import { threadsWithin } from './memory.ts';
import { runJobs } from './pool.ts';
import { type SourceFacts, sourceArms } from './preference-arms.ts';

export interface TrainedRun {
  parts: RowParts;
  arms: readonly Arm[];
  sources: readonly SourceFacts[];
  /** Seed by seed, in each the arms in their order. */
  results: readonly RankResult[];
  warnings: readonly Warning[];
}

/** @param wanted which arms are trained; all where absent. */
export async function trainArms(
  data: Dataset,
  spec: Spec,
  seeds: readonly number[],
  context: RunContext,
  clock: Clock,
  wanted: (arm: Arm) => boolean = () => true,
): Promise<TrainedRun> {
  const options = spec.ranker as RankerOptions;
  const parts = rowParts(data.part);
  clock.report('features', 0, 'building the base features');
  const base = await baseBlock(data, spec, trainingRows(parts), options.bins, () => clock.breathe());
  await clock.breathe();
  const built = await sourceArms(data, spec, parts, seeds, context, clock);
  const arms: Arm[] = [BASE, ...built.arms].filter(wanted);
  const ownFields = Math.max(0, ...built.arms.map(({ blocks }) => blocks![0]!.fields));
  const tasks: TrainTask[] = seeds.flatMap((seed, k) =>
    arms.map((arm) => {
      const own = arm.blocks?.[Math.min(k, arm.blocks.length - 1)];
      return {
        arm: arm.id,
        options,
        seed,
        blocks: own === undefined ? [base] : [base, own],
        missing: missingFields(ownFields, own, arm.drop?.field),
        label: data.label,
        parts,
        ...(arm.drop !== undefined && { drop: arm.drop }),
      };
    }),
  );
  const results = await (options.commonStop ? trainAlike : train)(tasks, context, clock);
  return { parts, arms, sources: built.sources, results, warnings: [...data.warnings, ...built.warnings] };
}

/** @param span the part of the phase's progress that these tasks take */
function train(
  tasks: readonly TrainTask[],
  context: RunContext,
  clock: Clock,
  [from, to] = [0, 1],
): Promise<RankResult[]> {
  return runJobs('train', tasks, {
    threads: threadsWithin(tasks, context.threads, context.memoryBytes, process.memoryUsage.rss()),
    signal: context.signal,
    onProgress: (fraction, running) =>
      clock.report('train', from + (to - from) * fraction, trainingMessage(running)),
  });
}

/**
 * The base of each seed first; the seed's other arms then train for as long as early stopping chose for it. An arm's gain is then
 * of its features alone, not of a stop that happened to come at a better moment.
 */
async function trainAlike(
  tasks: readonly TrainTask[],
  context: RunContext,
  clock: Clock,
): Promise<RankResult[]> {
  const ofBase = tasks.filter(({ arm }) => arm === BASE.id);
  const share = ofBase.length / tasks.length;
  const bases = await train(ofBase, context, clock, [0, share]);
  const chosen = new Map(bases.map(({ seed, stop }) => [seed, stop.epochs]));
  const others = tasks
    .filter(({ arm }) => arm !== BASE.id)
    .map((task) => ({ ...task, epochs: chosen.get(task.seed) }));
  const rest = others.length === 0 ? [] : await train(others, context, clock, [share, 1]);
  return tasks.map(({ arm }) => (arm === BASE.id ? bases.shift()! : rest.shift()!));
}

/**
 * The own fields that an arm lacks. Every arm has as many as the arm with most: the same ranker, in which the data of the
 * others is missing. A gain is then one of what the fields say, never of their being there.
 */
function missingFields(
  ownFields: number,
  own: FieldBlock | undefined,
  dropped: string | undefined,
): string[] {
  const names = Array.from({ length: ownFields }, (_, position) => ownField(position));
  return names.filter((name) => name === dropped || own?.names.includes(name) !== true);
}

function trainingMessage(running: readonly TrainTask[]): string {
  const names = running.map(({ arm, drop, seed }) => {
    const without = drop === undefined ? arm : `${arm.split(':')[1]} without ${drop.feature}`;
    return `${without}, seed ${seed}`;
  });
  return names.length === 0 ? 'training' : `training ${names.join(' and ')}`;
}

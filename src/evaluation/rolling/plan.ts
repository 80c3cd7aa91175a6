/**
 * The base's trainings for successive cuts: each window is scored by a ranker of all rows before it, and its scores serve the heads of every
 * later cut. The blocks before the first cut are those of the run itself, where that cut is not before the run's own.
 */
import type { Dataset, Timeline } from '../../data/dataset.ts';
import { labelAsOf } from '../../preference/features/events.ts';
import { type BaseTraining, type BlockPlan, lastRows } from '../base/blocks.ts';
import type { Cut, Cuts } from './cuts.ts';

type Rows = Pick<Dataset, 'label' | 'labelTime'> & { timeline: Timeline };

/**
 * @param first the plan of the first cut, whose last training scores the first window: it is not trained again
 * @param full rows that the recipe's length is meant for
 * @returns the plan with a training for each later window that has rows
 */
export function ofOwnBlocks(data: Rows, { used, cuts }: Cuts, first: BlockPlan, full: number): BlockPlan {
  const later = cuts.slice(1).flatMap((cut) => windowTraining(data, used, cut, full));
  const scoring = first.trainings
    .filter(({ score }) => score.length > 0)
    .map((training) => ({ ...training, share: training.fit.length / full }));
  return { ...first, trainings: [...scoring, ...later] };
}

/**
 * @param run the plan of the run, whose cut is not after the first one: its rows are scored already
 * @param full rows that the recipe's length is meant for
 * @returns a training for each window that has rows
 */
export function ofSharedBlocks(data: Rows, { used, cuts }: Cuts, run: BlockPlan, full: number): BlockPlan {
  return { ...run, trainings: cuts.flatMap((cut) => windowTraining(data, used, cut, full)) };
}

function windowTraining(data: Rows, used: Uint32Array, cut: Cut, full: number): BaseTraining[] {
  if (cut.rows === 0) return [];
  const fit = used.subarray(0, cut.before);
  const label = labelAsOf(data, cut.from, fit);
  return [
    {
      fit,
      stop: lastRows(fit, data.timeline.time, label),
      score: used.subarray(cut.before, cut.before + cut.rows),
      share: fit.length / full,
      label,
    },
  ];
}

/**
 * The rows before a cut that have a score, the latest of them: as many at each cut as there are at the first, so that windows differ in their days and not
 * in how much their heads have learned from. The last of them choose how long.
 */
export function headRowsAt(
  { used, cuts }: Cuts,
  { before }: Pick<Cut, 'before'>,
  scores: Float32Array,
  time: Float64Array,
  label: Uint8Array,
): BlockPlan['head'] {
  const first = cuts[0]!.before;
  const scored = (to: number): Uint32Array =>
    used.subarray(0, to).filter((row) => !Number.isNaN(scores[row]!));
  const known = scored(before).slice(-scored(first).length);
  const validate = lastRows(known, time, label, first);
  return { fit: known.subarray(0, known.length - validate.length), validate };
}

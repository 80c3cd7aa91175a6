/** The one plan of trainings that all arms, sources and projections of a run share. */
import { Failure } from '../../common/failure.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import { trainingRows } from '../arms/fields.ts';
import { type BlockPlan, blockPlan } from './blocks.ts';
import type { BaseRun } from './run.ts';

/** A plan, and what it was made of. */
interface MadePlan extends Pick<BaseRun['data'], 'label' | 'labelTime'> {
  seed: number;
  plan: BlockPlan;
}

/** Plans that were made, by what they are made of: the rows of a large log take seconds to divide. */
const plans = new WeakMap<RowParts, MadePlan[]>();

/** @throws Failure `too-small-for-blocks` */
export async function planOf({
  data,
  parts,
  seeds,
  breathe,
  plan: given,
}: Pick<BaseRun, 'data' | 'parts' | 'seeds' | 'breathe' | 'plan'>): Promise<BlockPlan> {
  if (given !== undefined) return given;
  const made = plans
    .get(parts)
    ?.find(
      ({ label, labelTime, seed }) =>
        label === data.label && labelTime === data.labelTime && seed === seeds[0],
    );
  if (made !== undefined) return made.plan;
  const plan = await blockPlan(data, parts, seeds[0]!, breathe);
  if (plan !== undefined) {
    const { label, labelTime } = data;
    plans.set(parts, [...(plans.get(parts) ?? []), { label, labelTime, seed: seeds[0]!, plan }]);
    return plan;
  }
  throw new Failure(
    'data',
    'too-small-for-blocks',
    `The ${trainingRows(parts).length} training rows cannot be divided into blocks that each hold rows of both labels: use more rows, or \`training: joint\`.`,
    { specPath: ['split'] },
  );
}

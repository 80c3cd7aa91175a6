/** The one plan of trainings that all arms, sources and projections of a run share. */
import { Failure } from '../../common/failure.ts';
import { trainingRows } from '../arms/fields.ts';
import { type BlockPlan, blockPlan } from './blocks.ts';
import type { BaseRun } from './run.ts';

/** @throws Failure `too-small-for-blocks` */
export async function planOf({
  data,
  parts,
  seeds,
  breathe,
  plan: given,
}: Pick<BaseRun, 'data' | 'parts' | 'seeds' | 'breathe' | 'plan'>): Promise<BlockPlan> {
  if (given !== undefined) return given;
  const plan = await blockPlan(data, parts, seeds[0]!, breathe);
  if (plan !== undefined) return plan;
  throw new Failure(
    'data',
    'too-small-for-blocks',
    `The ${trainingRows(parts).length} training rows cannot be divided into blocks that each hold rows of both labels: use more rows, or \`training: joint\`.`,
    { specPath: ['split'] },
  );
}

/** The rows that heads on a base may be trained on: those that it scores without having seen them. */
import { RANKER_TRAITS } from '../../report/ranker-kinds.ts';
import type { AnyRanker } from '../../specfile/schema.ts';
import { ascendingTraining } from '../arms/fields.ts';
import type { BlockPlan } from './blocks.ts';
import { planOf } from './plan.ts';
import type { BaseRun } from './run.ts';

type Run = Pick<BaseRun, 'data' | 'parts' | 'seeds' | 'breathe' | 'plan'>;

/** @throws Failure `too-small-for-blocks`, Cancelled */
export async function headOf(run: Run, { kind }: Pick<AnyRanker, 'kind'>): Promise<BlockPlan['head']> {
  const { base } = RANKER_TRAITS[kind];
  return base === 'none' || base === 'log' ? allTraining(run) : (await planOf(run)).head;
}

/** The training rows before the last block, and those of the last block: of scores that no row has made here. */
export async function allTraining(run: Run): Promise<BlockPlan['head']> {
  const { validate } = (await planOf(run)).head;
  const isLast = new Uint8Array(run.data.rows);
  for (const row of validate) isLast[row] = 1;
  return {
    fit: ascendingTraining(run.parts).filter((row) => isLast[row] === 0),
    validate,
  };
}

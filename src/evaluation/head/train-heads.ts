/** The second of two stages: a head per arm and seed on the base's scores. Arms differ in the head's columns alone. */
import type { Dataset } from '../../data/dataset.ts';
import { HEAD_DEFAULTS, headBytes } from '../../head/index.ts';
import type { ArmResult, FieldBlock, RowParts } from '../../ranker/ranker.ts';
import type { RunContext } from '../../report/progress.ts';
import type { Arm } from '../arms.ts';
import type { BaseScores } from '../base/base-scores.ts';
import { type TaskMemory, THREAD_BYTES, threadsFor } from '../memory.ts';
import { Pool } from '../pool.ts';
import { baseColumns, scoreColumn } from './columns.ts';
import type { HeadJob } from './job.ts';
import type { Projected } from './projected.ts';
import { sampleHeadRows } from './rows.ts';

export interface HeadsRun {
  data: Dataset;
  parts: RowParts;
  base: FieldBlock;
  arms: readonly Arm[];
  seeds: readonly number[];
  projected: Projected;
  context: RunContext;
  onProgress: (fraction: number, message: string) => void;
}

/** A head without one of its columns has as many trees as the head with it, and chooses nothing: it takes a third of the time. */
const DROP_COST = 1 / 3;

/**
 * @returns seed by seed, in each the arms in their order
 * @throws Failure, Cancelled
 */
export async function trainHeads(
  run: HeadsRun,
  { bySeed, head, hasScore }: BaseScores,
): Promise<ArmResult[]> {
  const { data, parts, base, arms, seeds, projected, context, onProgress } = run;
  const shared = baseColumns(base);
  const jobs = seeds.flatMap((seed, k) => {
    const { fit, validate } = sampleHeadRows(head, seed);
    const score = bySeed[k]!;
    const rows = { fit, validate, evaluate: parts.evaluate };
    const columns = [...(hasScore ? [scoreColumn(score, fit)] : []), ...shared];
    return arms.map((arm): HeadJob => {
      const own = arm.blocks?.[Math.min(k, arm.blocks.length - 1)];
      const common = { arm: arm.id, seed, score, columns, label: data.label, rows };
      return { ...common, own, projected: projected(own, seed), without: arm.drop?.field };
    });
  });
  const dropped = jobs.filter(({ without }) => without !== undefined);
  const whole = jobs.filter(({ without }) => without === undefined);
  const part = whole.length / (whole.length + DROP_COST * dropped.length);
  const pool = new Pool(context.signal);
  const train = (own: readonly HeadJob[], from: number, to: number): Promise<ArmResult[]> =>
    pool.run('head', own, {
      threads: threadsFor(own.map(headMemory), context),
      onProgress: (fraction, running) => onProgress(from + (to - from) * fraction, messageOf(running)),
    });
  try {
    const results = new Map<string, ArmResult>();
    const keep = (all: readonly ArmResult[]): void => {
      for (const result of all) results.set(keyOf(result), result);
    };
    keep(await train(whole, 0, part));
    const wholeOf = new Map(arms.map((arm) => [arm.id, `${arm.arm}:${arm.source}`]));
    const refits = dropped.map((job) => ({
      ...job,
      trees: results.get(keyOf({ arm: wholeOf.get(job.arm)!, seed: job.seed }))!.trees,
    }));
    if (refits.length > 0) keep(await train(refits, part, 1));
    return jobs.map((job) => results.get(keyOf(job))!);
  } finally {
    await pool.close();
  }
}

const keyOf = ({ arm, seed }: Pick<HeadJob, 'arm' | 'seed'>): string => `${seed} ${arm}`;

function messageOf(running: readonly HeadJob[]): string {
  const names = running.map(({ arm, seed }) => `${arm}, seed ${seed}`);
  return `training the head of ${names.join(' and ')}`;
}

/** What a head's thread holds; its result is the scores. */
function headMemory({ columns, own, label, rows: { fit, validate, evaluate } }: HeadJob): TaskMemory {
  const fields = own?.fields ?? 0;
  const wide = columns.filter(({ bins }) => bins > 64).length;
  const shape = {
    ...{ rows: fit.length + validate.length, block: Math.min(2 ** 16, evaluate.length) },
    ...{ narrow: columns.length - wide, wide: wide + fields, options: HEAD_DEFAULTS },
  };
  const result = 4 * evaluate.length;
  return { peak: THREAD_BYTES + headBytes(shape) + fields * label.length + result, result };
}

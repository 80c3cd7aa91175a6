/** The heads of some arms on some base, as jobs: arms differ in their columns alone. */
import type { Dataset } from '../../data/dataset.ts';
import { calibrations, headBytes, headOptions } from '../../ranker/head/index.ts';
import type { FieldBlock, RowParts } from '../../ranker/ranker.ts';
import type { Arm } from '../arms/arms.ts';
import type { BaseScores } from '../base/base-scores.ts';
import { type TaskMemory, THREAD_BYTES } from '../tasks/memory.ts';
import type { HeadKind } from './choice.ts';
import { baseColumns, scoreColumn } from './columns.ts';
import type { HeadJob, ScoreJob } from './job.ts';
import type { Projected } from './projected.ts';
import { sampleHeadRows } from './rows.ts';

/** A logit per row of the dataset, seed by seed; NaN where the row has none. */
export interface BesideScore {
  name: string;
  bySeed: readonly Float32Array[];
}

/** What heads are trained on beside a base's scores. */
export interface HeadsOf {
  data: Dataset;
  parts: RowParts;
  /** The base block. */
  base: FieldBlock;
  arms: readonly Arm[];
  seeds: readonly number[];
  projected: Projected;
  /** Scores of a base of another label, which all heads read beside that of their base. */
  beside?: BesideScore | undefined;
  kind: HeadKind;
  /** Rows that a head is trained on, at most. */
  mostHeadRows: number;
  /** Whether the heads are wanted themselves: they score rows later, and none now. */
  keeps?: true | undefined;
  /** Lets messages in, once for each seed; throws to cancel. */
  breathe: () => Promise<void>;
}

/** @returns seed by seed, in each the arms in their order @throws Cancelled */
export async function headJobs(
  { data, parts, base, arms, seeds, projected, beside, kind, mostHeadRows, keeps, breathe }: HeadsOf,
  { bySeed, head, hasScore }: Pick<BaseScores, 'bySeed' | 'head' | 'hasScore'>,
): Promise<HeadJob[]> {
  const shared = baseColumns(base);
  const jobs: HeadJob[] = [];
  for (const [k, seed] of seeds.entries()) {
    // Sampling and calibrating a million rows takes half a second.
    await breathe();
    const { fit, validate } = sampleHeadRows(head, seed, mostHeadRows);
    const score = bySeed[k]!;
    const rows = { fit, validate, evaluate: keeps ? new Uint32Array(0) : parts.evaluate };
    const calibrated = calibrations({ base: score, label: data.label, fit, validate });
    const projecting = projected.without(seed);
    const columns = [
      ...(hasScore ? [scoreColumn(score, fit)] : []),
      ...(projecting === undefined ? [] : [scoreColumn(projecting, fit, 'projecting ranker')]),
      ...(beside === undefined ? [] : [scoreColumn(beside.bySeed[k]!, fit, beside.name)]),
      ...shared,
    ];
    for (const arm of arms) {
      const armBlock = arm.blocks?.[Math.min(k, arm.blocks.length - 1)];
      const shape = { arm: arm.id, seed, score, calibrations: calibrated, columns, rows, kind };
      const common = keeps ? { ...shape, keeps } : shape;
      jobs.push({
        ...common,
        label: data.label,
        own: armBlock,
        projected: projected.of(armBlock, seed),
        without: arm.drop?.field,
      });
    }
  }
  return jobs;
}

/** What a head's thread holds; its result is the scores. */
export function headMemory({
  columns,
  own: armBlock,
  label,
  rows: { fit, validate, evaluate },
}: HeadJob): TaskMemory {
  const fields = armBlock?.fields ?? 0;
  const wide = columns.filter(({ bins }) => bins > 64).length;
  const trained = fit.length + validate.length;
  const shape = {
    ...{ rows: trained, block: Math.min(2 ** 16, evaluate.length) },
    ...{ narrow: columns.length - wide, wide: wide + fields, options: headOptions(trained) },
  };
  const result = 4 * evaluate.length;
  return { peak: THREAD_BYTES + headBytes(shape) + fields * label.length + result, result };
}

/** What scoring further rows holds in a thread: a copy of each column of the arm, and a block of rows. */
export function scoreMemory({ head, rows }: ScoreJob): TaskMemory {
  const fields = head.own?.fields ?? 0;
  const result = 4 * rows.length;
  const block = Math.min(2 ** 16, rows.length) * (head.columns.length + fields + 4);
  return { peak: THREAD_BYTES + fields * head.label.length + block + result, result };
}

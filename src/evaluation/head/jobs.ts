/** The heads of some arms on some base, as jobs: arms differ in their columns alone. */
import { type LogRows, picked, placesOf } from '../../common/some-rows.ts';
import type { Dataset } from '../../data/dataset.ts';
import { calibrations, type HeadColumn, headBytes, headOptions } from '../../ranker/head/index.ts';
import type { AnyBlock, FieldBlock, RowParts } from '../../ranker/ranker.ts';
import { someRows } from '../../ranker/rows/code-rows.ts';
import type { Arm } from '../arms/arms.ts';
import type { BaseScores } from '../base/base-scores.ts';
import { ofAllRows, type RowScores, scoresAt } from '../base/row-scores.ts';
import { type TaskMemory, THREAD_BYTES } from '../tasks/memory.ts';
import type { HeadKind } from './choice.ts';
import { baseColumns, scoreColumn } from './columns.ts';
import type { HeadJob, ScoreJob } from './job.ts';
import type { Projected } from './projected.ts';
import { sampleHeadRows } from './rows.ts';

/** A logit per row, seed by seed; NaN where the row has none. */
export interface BesideScore {
  name: string;
  bySeed: readonly RowScores[];
}

/** What heads are trained on beside a base's scores. */
export interface HeadsOf {
  data: Dataset;
  parts: RowParts;
  /** By seed, the rows that heads read, and that their arms' features are of; all rows where absent. */
  read?: readonly LogRows[] | undefined;
  /** The base block. */
  base: AnyBlock;
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

export interface Heads {
  /** Seed by seed, in each the arms in their order. */
  jobs: HeadJob[];
  at: ColumnsAt;
}

/** What the arms of a seed share in some rows of the log. @param k place of the seed */
export type ColumnsAt = (k: number, rows: LogRows) => Pick<HeadJob, 'score' | 'columns'>;

/** @throws Cancelled */
export async function headJobs(
  { data, parts, read, base, arms, seeds, projected, beside, kind, mostHeadRows, keeps, breathe }: HeadsOf,
  { bySeed, head, hasScore }: Pick<BaseScores, 'bySeed' | 'head' | 'hasScore'>,
): Promise<Heads> {
  const fits: Uint32Array[] = [];
  const at: ColumnsAt = (k, rows) => {
    const projecting = projected.without(seeds[k]!);
    const column = (scores: RowScores, name?: string): HeadColumn =>
      scoreColumn(scores, fits[k]!, name, rows);
    const columns = [
      ...(hasScore ? [column(bySeed[k]!)] : []),
      ...(projecting === undefined ? [] : [column(ofAllRows(projecting), 'projecting ranker')]),
      ...(beside === undefined ? [] : [column(beside.bySeed[k]!, beside.name)]),
      ...baseColumns(base, rows),
    ];
    return { score: scoresAt(bySeed[k]!, rows), columns };
  };
  const jobs: HeadJob[] = [];
  for (const [k, seed] of seeds.entries()) {
    // Sampling and calibrating a million rows takes half a second.
    await breathe();
    const ofLog = sampleHeadRows(head, seed, mostHeadRows);
    fits.push(ofLog.fit);
    const rows = read?.[k];
    const [fit, validate] = [placesOf(ofLog.fit, rows), placesOf(ofLog.validate, rows)];
    const evaluate = keeps ? new Uint32Array(0) : placesOf(parts.evaluate, rows);
    const label = picked(data.label, rows);
    const ofSeed = at(k, rows);
    const common = {
      ...{ seed, ...ofSeed, label, rows: { fit, validate, evaluate }, kind },
      calibrations: calibrations({ base: ofSeed.score, label, fit, validate }),
      ...(keeps && { keeps }),
    };
    for (const arm of arms)
      jobs.push({
        arm: arm.id,
        ...common,
        ...ownAt(arm, k, rows, projected, seed),
        without: arm.drop?.field,
      });
  }
  return { jobs, at };
}

/** What an arm adds to the columns of all, in some rows of the log. @param k place of the seed */
export function ownAt(
  { blocks = [], rows: rowsOf }: Pick<Arm, 'blocks' | 'rows'>,
  k: number,
  rows: LogRows,
  projected: Projected,
  seed: number,
): Pick<HeadJob, 'own' | 'projected'> {
  const b = Math.min(k, blocks.length - 1);
  const armBlock = blocks[b];
  if (armBlock === undefined) return { own: undefined, projected: undefined };
  const scores = projected.of(armBlock, seed);
  return {
    own: blockAt(armBlock, rowsOf?.[b], rows),
    projected: scores && picked(scores, rows),
  };
}

/** A block in some of its rows, as heads read it. */
function blockAt(armBlock: FieldBlock, from: LogRows, rows: LogRows): FieldBlock {
  if (rows === undefined || rows === from) return armBlock;
  const { fields, cardinalities, names, keys, ordered, codes, vector } = armBlock;
  return {
    fields,
    cardinalities,
    names,
    keys,
    ordered,
    vector,
    codes: someRows(codes, placesOf(rows, from)),
  };
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
export function scoreMemory({ own: armBlock, columns, score }: ScoreJob): TaskMemory {
  const fields = armBlock?.fields ?? 0;
  const rows = score.length;
  const block = Math.min(2 ** 16, rows) * (columns.length + fields + 4);
  return { peak: THREAD_BYTES + fields * rows + block + 4 * rows, result: 4 * rows };
}

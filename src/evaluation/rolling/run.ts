/**
 * Successive cuts at the end of the log. The arms' features are those of the run: none of them reads the cut. The base is trained once for each
 * window, and its scores of one window are rows for the heads of all later ones.
 */

import { Failure } from '../../common/failure.ts';
import type { Dataset, Timeline } from '../../data/dataset.ts';
import { labelAsOf } from '../../preference/features/events.ts';
import { RANKER_TRAITS } from '../../report/ranker-kinds.ts';
import type { AnyRanker, Spec } from '../../specfile/schema.ts';
import type { Arm } from '../arms/arms.ts';
import { trainingRows } from '../arms/fields.ts';
import { commandPath, idRankerOf, rankerKey, rankersOf } from '../arms/rankers.ts';
import { baseScores } from '../base/base-scores.ts';
import { type BlockPlan, blockPlan } from '../base/blocks.ts';
import { planOf } from '../base/plan.ts';
import { allRows, ofAllRows, type RowScores } from '../base/row-scores.ts';
import type { BaseRun } from '../base/run.ts';
import type { Step } from '../cost/staged-work.ts';
import type { Scores } from '../describe/score.ts';
import { projectedScores } from '../head/projected.ts';
import { headRowsMost } from '../head/rows.ts';
import type { SpecContext } from '../load-spec.ts';
import { type Clock, type Span as Part, within } from '../tasks/clock.ts';
import { StepProgress } from '../tasks/step-progress.ts';
import type { TrainedRun } from '../tasks/train.ts';
import { type Cuts, cutsOf } from './cuts.ts';
import { headKind } from './head-kind.ts';
import { ofOwnBlocks, ofSharedBlocks } from './plan.ts';
import { type Span, scoreSpans } from './spans.ts';
import { type ScoredWindow, scoreWindow, type WindowsRun } from './window.ts';

export interface RollingRun {
  windows: readonly ScoredWindow[];
  spans: readonly Span[];
  /** Rows that were visited for them, beside those of the run. */
  rowsTrained: number;
}

/** Seconds by step, in proportion: what the base's part of the progress is told by. */
const USUAL: Record<Step, number> = {
  ...{ ids: 0, search: 3, references: 1, base: 6, stand: 1, projections: 2, curve: 0, heads: 0 },
};
/** Parts of the progress: the base's trainings, the heads, other lengths and ages of the data. */
const BASE_PART: Part = [0, 0.3];
const HEADS_PART: Part = [0.3, 0.8];
const SPANS_PART: Part = [0.8, 1];

/**
 * @param ofRun the scores of the run itself
 * @returns undefined where the spec asks for none
 * @throws Failure, Cancelled
 */
export async function rollingRun(
  trained: TrainedRun,
  ofRun: Pick<Scores, 'rows' | 'scored'>,
  data: Dataset,
  spec: Spec,
  seeds: readonly number[],
  context: SpecContext,
  clock: Clock,
): Promise<RollingRun | undefined> {
  const { timeline } = data;
  if (spec.rolling === undefined || timeline === undefined) return undefined;
  const dated = { ...data, timeline };
  const cuts = cutsOf(dated, spec.rolling);
  const report =
    (span: Part) =>
    (fraction: number, message: string): void =>
      clock.report('train', within(span, fraction), message);
  const breathe = (): Promise<void> => clock.breathe();
  const arms = followedArms(trained);
  const given = context.given(0);
  const ofRanker = { given, key: rankerKey(spec, 0, given), specPath: commandPath(spec) };
  const run = { ...trained.ground!, ...ofRanker, data, seeds, context, arms, breathe };
  const [asked] = rankersOf(spec);
  const scores = await scoresAt(trained, asked, dated, cuts, { ...run, onProgress: report(BASE_PART) });
  const windows: ScoredWindow[] = [];
  for (const [k, cut] of cuts.cuts.entries()) {
    const span: Part = [k / cuts.cuts.length, (k + 1) / cuts.cuts.length];
    const ofWindow = report([within(HEADS_PART, span[0]), within(HEADS_PART, span[1])]);
    const window = { ...run, ...scores, spec, kind: headKind(trained), mostHeadRows: headRowsMost(spec) };
    const onProgress = (fraction: number, message: string): void =>
      ofWindow(fraction, `window ${k + 1} of ${cuts.cuts.length}: ${message}`);
    windows.push(await scoreWindow({ ...window, onProgress }, cuts, cut));
  }
  const told = { onProgress: report(SPANS_PART), breathe };
  const spans = await scoreSpans(trained, ofRun, dated, spec, seeds, context, told);
  return { windows, spans, rowsTrained: scores.rowsTrained };
}

/** The arms that a trend is about: of a source whose headline is transferable, not the total. */
function followedArms({ arms, sources }: TrainedRun): Arm[] {
  const headline = new Map(sources.map((source) => [source.name, source.headline]));
  return arms.filter(({ drop, arm, source }) => {
    if (drop !== undefined || arm === 'probe') return false;
    return arm !== 'leaked-total' || headline.get(source!) === arm;
  });
}

type RollingBase = BaseRun & { arms: readonly Arm[] };
type Dated = Dataset & { timeline: Timeline };

/** What the heads of all windows start from. */
async function scoresAt(
  trained: TrainedRun,
  asked: AnyRanker,
  data: Dated,
  cuts: Cuts,
  run: Omit<RollingBase, 'parts'>,
): Promise<Pick<WindowsRun, 'bySeed' | 'hasScore' | 'projected'> & { rowsTrained: number }> {
  const { scores: ofRun, parts } = trained;
  const ground = trained.ground!;
  const nothing = { of: () => undefined, without: () => undefined, rowsTrained: 0 };
  const { base: kind } = RANKER_TRAITS[asked.kind];
  const isGiven = kind === 'log' || kind === 'none';
  const hasScore = kind !== 'none';
  const zeros = new Float32Array(new SharedArrayBuffer(4 * data.rows));
  const given = ofRun ?? run.seeds.map(() => ofAllRows(zeros));
  const readsVectors = run.arms.some(({ blocks }) => blocks?.some(({ vector }) => vector !== undefined));
  const [first, last] = [cuts.cuts[0]!, cuts.cuts.at(-1)!];
  // What follows the last window gets no score.
  const evaluate = cuts.used.slice(first.before, last.before + last.rows);
  if ((isGiven && !readsVectors) || evaluate.length === 0)
    return { bySeed: given, hasScore, projected: nothing, rowsTrained: 0 };
  const training = trainingRows(parts);
  const isShared = first.from >= data.timeline.cut && !overlaps(data, parts) && !readsVectors;
  // One recipe for all windows, that of the run: its base is the one that the report's gains are over.
  const { found } = ground;
  const full = found === undefined ? first.before : training.length;
  const plan = isShared
    ? ofSharedBlocks(data, cuts, await planOf({ ...run, parts }), training.length)
    : ofOwnBlocks(data, cuts, await firstPlan(run, data, cuts), full);
  const none = new Uint32Array(0);
  const ofCuts = { ...run, parts: { fit: cuts.used.slice(0, first.before), validate: none, evaluate }, plan };
  const steps = new StepProgress(USUAL, (share, message) => run.onProgress(share, message));
  const made = isGiven
    ? undefined
    : await baseScores({ ...ofCuts, found }, asked, { steps, searched: () => undefined });
  const recipe = made?.trained?.searched.recipe;
  const projected = await projectedScores({
    ...{ ...ofCuts, recipe, stand: idRankerOf(asked) },
    ...{ onSearch: steps.of('stand'), onProgress: steps.of('projections') },
  });
  const ofWindows = made?.bySeed ?? given;
  const bySeed = isShared ? ofWindows.map((scores, k) => merged(scores, given[k]!)) : ofWindows;
  const rowsTrained = (made?.trained?.rowsTrained ?? 0) + projected.rowsTrained;
  return { bySeed, hasScore, projected, rowsTrained };
}

/** Whether training rows of a ready-made split are as late as evaluation rows: scores of these are then by a ranker of later rows. */
function overlaps({ timeline }: Dated, { fit, validate }: TrainedRun['parts']): boolean {
  return [fit, validate].some((rows) => rows.length > 0 && timeline.time[rows.at(-1)!]! >= timeline.cut);
}

/** The blocks before the first cut, and the training that scores its window. @throws Failure `rolling-too-early` */
async function firstPlan(
  { seeds, breathe }: Pick<RollingBase, 'seeds' | 'breathe'>,
  data: Dated,
  { used, cuts }: Cuts,
): Promise<BlockPlan> {
  const [first] = cuts;
  const { before, rows, from } = first!;
  const fit = used.slice(0, before);
  const known = { ...data, label: labelAsOf(data, from, fit) };
  const parts = { fit, validate: new Uint32Array(0), evaluate: used.slice(before, before + rows) };
  const plan = await blockPlan(known, parts, seeds[0]!, breathe);
  if (plan !== undefined) return plan;
  throw new Failure(
    'data',
    'rolling-too-early',
    `The ${before} rows before the first of the windows cannot be divided into blocks that each hold rows of both labels: ask for fewer windows, or shorter ones.`,
    { specPath: ['rolling', 'windows'] },
  );
}

/** The scores of the windows, and those of the run for the rows before them. */
function merged(ofWindows: RowScores, ofRun: RowScores): RowScores {
  const [windows, run] = [allRows(ofWindows), allRows(ofRun)];
  const scores = new Float32Array(new SharedArrayBuffer(4 * run.length));
  for (let row = 0; row < run.length; row++)
    scores[row] = Number.isNaN(windows[row]!) ? run[row]! : windows[row]!;
  return ofAllRows(scores);
}

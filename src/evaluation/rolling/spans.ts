/**
 * What the length of a source's window and the age of its data do to its worth: the same evaluation, with arms whose P spans other slices. It is
 * measured for sources that are built from the log, window by window.
 */

import type { Dataset, Timeline } from '../../data/dataset.ts';
import { ScoredArm } from '../../metrics/scored-arm.ts';
import { ofWholeLog } from '../../preference/features/some-rows.ts';
import type { SourceInput } from '../../preference/features/source.ts';
import { BASE, sourceArm } from '../../report/arm-ids.ts';
import type { SourceSpec, Spec } from '../../specfile/schema.ts';
import { type Arm, BASE_ARM } from '../arms/arms.ts';
import { trainingRows } from '../arms/fields.ts';
import { keptOrBuilt } from '../arms/preference-arms.ts';
import { fieldForm } from '../arms/rankers.ts';
import { inputOf } from '../arms/source-inputs.ts';
import { ofAllRows } from '../base/row-scores.ts';
import type { Scores } from '../describe/score.ts';
import { headJobs } from '../head/jobs.ts';
import { keptHeads } from '../head/kept-heads.ts';
import { headRowsMost } from '../head/rows.ts';
import type { SpecContext } from '../load-spec.ts';
import { asTrained } from '../objectives/data.ts';
import type { FeatureTask, SourceArm } from '../tasks/feature-task.ts';
import type { TrainedRun } from '../tasks/train.ts';
import { headKind } from './head-kind.ts';

/** One more pair of arms, or one arm, of a source. */
export interface Span {
  source: string;
  by: 'length' | 'lag';
  slices: number;
  /** By kind of arm; of a lag the honest one alone. */
  arms: Readonly<Partial<Record<SourceArm, ScoredArm>>>;
}

interface PlannedSpan extends Omit<Span, 'arms'> {
  spec: SourceSpec;
  wanted: readonly SourceArm[];
}

type Shares = (fraction: number, message: string) => void;

interface Told {
  onProgress: Shares;
  breathe: () => Promise<void>;
}

/** Features, then heads. */
const FEATURES = 0.3;

/** @param scores of the run, whose base the arms are held against @throws Failure, Cancelled */
export async function scoreSpans(
  trained: TrainedRun,
  scores: Pick<Scores, 'rows' | 'scored'>,
  data: Dataset & { timeline: Timeline },
  spec: Spec,
  seeds: readonly number[],
  context: SpecContext,
  tell: Told,
): Promise<Span[]> {
  const planned = plannedSpans(spec);
  const sources = [...new Set(planned.map(({ source }) => source))];
  const spans: Span[] = [];
  // The features of all lengths and ages together would be several times those of the run: no more is held than one source's.
  for (const [s, source] of sources.entries()) {
    const onProgress: Shares = (share, message) => tell.onProgress((s + share) / sources.length, message);
    const ofSource = planned.filter((span) => span.source === source);
    const told = { ...tell, onProgress };
    spans.push(...(await scorePlanned(ofSource, trained, scores, data, spec, seeds, context, told)));
  }
  return spans;
}

async function scorePlanned(
  planned: readonly PlannedSpan[],
  trained: TrainedRun,
  scores: Pick<Scores, 'rows' | 'scored'>,
  data: Dataset & { timeline: Timeline },
  spec: Spec,
  seeds: readonly number[],
  context: SpecContext,
  tell: Told,
): Promise<Span[]> {
  const { parts, head } = trained;
  const ground = trained.ground!;
  const training = trainingRows(parts);
  const tasks = planned.flatMap((span) =>
    seeds.map((seed, k): FeatureTask => {
      const input = inputOf(
        [span.spec],
        aged(ofWholeLog(ground.inputs[k]!), span.by === 'lag' ? span.slices : 1),
      );
      const rows = { training, evaluate: parts.evaluate };
      return {
        sources: [span.spec],
        input,
        seed,
        first: false,
        arms: span.wanted,
        ...rows,
        form: fieldForm(spec, 'arms'),
      };
    }),
  );
  const built = await keptOrBuilt(tasks, ground.cache.of('features'), context, (share, message) =>
    tell.onProgress(FEATURES * share, message),
  );
  const arms = planned.flatMap((span, s) =>
    armsOf(span, built.slice(s * seeds.length, (s + 1) * seeds.length).flat()),
  );
  const zeros = new Float32Array(new SharedArrayBuffer(4 * data.rows));
  const bySeed = trained.scores ?? seeds.map(() => ofAllRows(zeros));
  const nothing = { of: () => undefined, without: () => undefined, rowsTrained: 0 };
  const shared = {
    base: ground.base,
    seeds,
    kind: headKind(trained),
    mostHeadRows: headRowsMost(spec),
    projected: nothing,
  };
  const all = [BASE_ARM, ...arms.map(({ arm }) => arm)];
  const { jobs } = await headJobs(
    { ...shared, data: asTrained(data, parts), parts, arms: all, breathe: tell.breathe },
    { bySeed, head: head!, hasScore: trained.scores !== undefined },
  );
  const onProgress: Shares = (share, message) => tell.onProgress(FEATURES + (1 - FEATURES) * share, message);
  const results = await keptHeads({ context, cache: ground.cache.of('heads'), onProgress }, jobs, all);
  const { measure } = scores.scored.get(BASE)!;
  const scored = new Map(all.map(({ id }) => [id, new ScoredArm(scores.rows, measure)]));
  for (const result of results) {
    scored.get(result.arm)!.add(result.seed, result.scores);
    await tell.breathe();
  }
  return planned.map(({ source, by, slices }, s) => ({
    ...{ source, by, slices },
    arms: Object.fromEntries(
      arms.filter(({ span }) => span === planned[s]).map(({ kind, arm }) => [kind, scored.get(arm.id)!]),
    ),
  }));
}

/** Without the length that the source has, and the lag of its honest arm: the run has measured these. */
function plannedSpans({ sources, rolling }: Spec): PlannedSpan[] {
  const { lengths = [], lags = [] } = rolling ?? {};
  return sources.filter(isSpanned).flatMap((source): PlannedSpan[] => [
    ...lengths
      .filter((slices) => slices !== source.window)
      .map((slices): PlannedSpan => {
        const spec = { ...source, window: slices };
        return { source: source.name, by: 'length', slices, spec, wanted: ['honest', 'leaked'] };
      }),
    ...lags
      .filter((slices) => slices > 1)
      .map(
        (slices): PlannedSpan => ({
          source: source.name,
          by: 'lag',
          slices,
          spec: source,
          wanted: ['honest'],
        }),
      ),
  ]);
}

/** Sources with a window of their own. */
export function isSpanned(source: SourceSpec): source is Extract<SourceSpec, { window: unknown }> {
  return 'window' in source;
}

/**
 * The log as a source sees it whose data is so many slices old: rows stand in earlier slices than their events do. 1 is the log as it is, whose
 * honest arm reads the slices before the row's own.
 */
export function aged(input: SourceInput, lag: number): SourceInput {
  if (lag === 1) return input;
  const { timeline } = input;
  const slice = new Uint16Array(new SharedArrayBuffer(timeline.slice.byteLength));
  for (const [row, written] of timeline.slice.entries()) slice[row] = Math.max(0, written - (lag - 1));
  return { ...input, timeline: { ...timeline, slice } };
}

function armsOf(span: PlannedSpan, results: Awaited<ReturnType<typeof keptOrBuilt>>[number]) {
  const name = `${span.source}, ${span.by} ${span.slices}`;
  return span.wanted.map((kind) => {
    const blocks = results.flatMap((result) => result.blocks.filter(({ arm }) => arm === kind));
    const arm: Arm = {
      id: sourceArm(kind, name),
      arm: kind,
      source: name,
      blocks: blocks.map(({ block }) => block),
    };
    return { span, kind, arm };
  });
}

/** What the report says of each model: the gain that its representation really brings, and how much of each source's LIS that is. */

import { limits, signed } from '../../common/format.ts';
import { ratioOfGains } from '../../metrics/intervals/captured.ts';
import { contrast } from '../../metrics/intervals/estimate.ts';
import { minimumDetectable } from '../../metrics/intervals/power.ts';
import { isWeighed } from '../../metrics/measure.ts';
import { relaImpr } from '../../metrics/rela-impr.ts';
import type { ScoredArm } from '../../metrics/scored-arm.ts';
import { BASE, baseOfModel, modelArm } from '../../report/arm-ids.ts';
import { headlineArm, headlineLis } from '../../report/estimates.ts';
import type { Estimate, ModelReport, Segment, SourceReport, Verdict } from '../../report/schema.ts';
import { isScoredHere } from '../../specfile/model-kinds.ts';
import type { ModelSpec, Spec } from '../../specfile/schema.ts';
import { hasVectors } from '../../specfile/source-bases.ts';
import type { Breathe } from '../arms/fields.ts';
import type { ModelFacts } from '../arms/model-arms.ts';
import { modelVerdicts } from '../judge/model-verdicts.ts';
import { coverage } from './coverage.ts';
import type { ScoredRun } from './scored-run.ts';
import { type SeedScores, segmentReports } from './segments.ts';
import { similarities } from './similarities.ts';

/**
 * @param described what the same run says of the sources
 * @param leaks label leaks by target: each is the only verdict on its model, and no model is held against a source that has one
 * @param breathe called now and then; throws to cancel
 */
export async function describeModels(
  run: ScoredRun,
  spec: Spec,
  described: { sources: readonly SourceReport[]; verdicts: readonly Verdict[] },
  leaks: ReadonlyMap<string, Verdict>,
  breathe: Breathe,
): Promise<{ models: ModelReport[]; verdicts: Verdict[] }> {
  // Predictions are no ranker's of the spec: they stand in the report of the first one.
  const scoredModels = run.models.filter(({ name }) => run.scored.has(modelArm(name)));
  const models: ModelReport[] = [];
  for (const facts of scoredModels)
    models.push(await describeModel(facts, run, spec, described.sources, leaks, breathe));
  const sources = described.sources.filter(({ name }) => !leaks.has(name));
  const judged = models.flatMap((model) => {
    const leak = leaks.get(model.name);
    if (leak !== undefined) return [leak];
    return modelVerdicts(model, { sources, headroom: sourcesWithHeadroom(described.verdicts) });
  });
  return { models, verdicts: run.selfEvidence === 'leave-user-out' ? [] : judged };
}

/** Those whose headroom is not there with items permuted too. */
export function sourcesWithHeadroom(verdicts: readonly Verdict[]): Set<string> {
  const targetsOf = (wanted: Verdict['code']): Set<string> =>
    new Set(verdicts.filter(({ code }) => code === wanted).map(({ target }) => target));
  const artefacts = targetsOf('artefact');
  return new Set([...targetsOf('headroom')].filter((name) => !artefacts.has(name)));
}

async function describeModel(
  facts: ModelFacts,
  run: ScoredRun,
  spec: Spec,
  sources: readonly SourceReport[],
  leaks: ReadonlyMap<string, Verdict>,
  breathe: Breathe,
): Promise<ModelReport> {
  const { name, kind } = facts;
  const model = run.scored.get(modelArm(name))!;
  const base = run.scored.get(baseOfModel({ name, kind }))!;
  const ais = contrast(run.rows, model, base);
  const captured: ModelReport['captured'] = {};
  const notCaptured: ModelReport['notCaptured'] = {};
  const written = spec.models.find((candidate) => candidate.name === name)!;
  for (const source of sources) {
    const leak = [source.name, name].some((target) => leaks.has(target));
    const found = leak ? LEAKS : capturedOf(written, source, run, spec);
    captured[source.name] = typeof found === 'string' ? null : found;
    if (typeof found === 'string') notCaptured[source.name] = found;
  }
  return {
    name,
    kind,
    coverage: facts.touched === undefined ? 1 : coverage(facts.touched, run.parts.evaluate),
    ais,
    relaImpr: relaImpr(model.auc, base.auc),
    captured,
    notCaptured,
    probes: [],
    segments: await describeSegments(facts, run, breathe),
    minimumDetectable: minimumDetectable(ais),
  };
}

const LEAKS = 'the label leaks into one of them';

/** AIS / LIS, or why the ratio would mean nothing. */
function capturedOf(model: ModelSpec, source: SourceReport, run: ScoredRun, spec: Spec): Estimate | string {
  if (!isScoredHere(model)) return 'its scores come from another ranker than the LIS';
  const data = spec.sources.find(({ name }) => name === source.name)!;
  if (!hasVectors(data)) return `the LIS of ${source.kind} is not one of similarities of vectors`;
  if (similarities(data) !== similarities(model))
    return 'model and source differ in `history` or `use`, so in their features';
  const leaked = run.scored.get(`${headlineArm(source)}:${source.name}`)!;
  return captured(run, run.scored.get(modelArm(model.name))!, leaked, headlineLis(source));
}

/** (M(arm) − M(base)) / LIS, or why it would mean nothing. */
export function captured(
  run: ScoredRun,
  arm: ScoredArm,
  leaked: ScoredArm,
  lis: Estimate,
): Estimate | string {
  const interval = `${signed(lis.value)} ${limits(lis)}`;
  if (lis.high < 0) return `the LIS lies below 0: ${interval}`;
  const base = run.scored.get(BASE)!;
  return ratioOfGains(run.rows, { arm, reference: leaked, base }) ?? `the LIS may be 0: ${interval}`;
}

async function describeSegments(
  { name, kind, touched }: ModelFacts,
  run: ScoredRun,
  breathe: Breathe,
): Promise<Segment[]> {
  if (isWeighed(run.metric)) return [];
  const scoresOf = (id: string): SeedScores[] => {
    const given = run.predicted.find((arm) => arm.id === id);
    if (given !== undefined) return [{ seed: run.seeds[0]!, scores: given.ranks }];
    return run.results.filter(({ arm }) => arm === id);
  };
  const model = scoresOf(modelArm(name));
  const base = scoresOf(baseOfModel({ name, kind }));
  return segmentReports(run, touched, model, base, breathe);
}

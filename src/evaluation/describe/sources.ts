/** What the report says of each source. The only place where contrasts are chosen: which arm minus which. */

import { contrast } from '../../metrics/intervals/estimate.ts';
import { holm, holmMultipliers } from '../../metrics/intervals/holm.ts';
import { adjustedInterval, studentInterval } from '../../metrics/intervals/interval.ts';
import { minimumDetectable, power } from '../../metrics/intervals/power.ts';
import { isWeighed } from '../../metrics/measure.ts';
import { relaImpr } from '../../metrics/rela-impr.ts';
import type { ScoredArm } from '../../metrics/scored-arm.ts';
import { BASE, dropArm, type OfSource, sourceArm } from '../../report/arm-ids.ts';
import { headlineLis } from '../../report/estimates.ts';
import type { Estimate, FeatureReport, Segment, SourceReport, Verdict } from '../../report/schema.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { Breathe } from '../arms/fields.ts';
import { mixture } from '../arms/mixture.ts';
import type { SourceFacts } from '../arms/preference-arms.ts';
import type { LabelVerdicts } from '../judge/label-leak.ts';
import { type VerdictContrasts, verdicts } from '../judge/verdicts.ts';
import { compareSources } from '../judge/versus.ts';
import { coverage } from './coverage.ts';
import type { ScoredRun } from './scored-run.ts';
import { partMinusTwiceAll, segmentReports, segments } from './segments.ts';

/** Family-wise level of the verdicts. */
const ALPHA = 0.05;

/** The estimates of a run's sources, before they are judged. */
export interface MeasuredSources extends LabelVerdicts {
  run: ScoredRun;
  sources: SourceReport[];
}

/** @param breathe called now and then; throws to cancel */
export async function measureSources(
  run: ScoredRun,
  { leaks, suspects }: LabelVerdicts,
  breathe: Breathe,
): Promise<MeasuredSources> {
  const sources: SourceReport[] = [];
  for (const source of run.sources) sources.push(await describeSource(source, run, breathe));
  compareSources(
    sources.filter(({ name }) => !leaks.has(name)),
    run,
  );
  return { run, sources, leaks, suspects };
}

export interface JudgedSources {
  sources: SourceReport[];
  verdicts: Verdict[];
}

/** @param measured the runs whose headlines are one family: that of the log's label, then those of objectives */
export function judgeSources(measured: readonly MeasuredSources[], spec: Spec): JudgedSources[] {
  adjustFamily(
    measured.flatMap(({ sources }) => sources),
    spec.minimumGain,
  );
  return measured.map((part) => judgePart(part, spec));
}

/** Each label leak is the only verdict on its source, which no other is held against; a suspicion comes second. */
function judgePart({ run, sources, leaks, suspects }: MeasuredSources, spec: Spec): JudgedSources {
  const honest = sources.filter(({ name }) => !leaks.has(name));
  for (const source of sources) {
    source.minimumDetectable = minimumDetectable(headlineLis(source));
    const lis = headlineLis(source);
    const gain = gainToFind(lis, spec.minimumGain);
    source.power = {
      ...power(lis, run.rows.users, run.seeds.length, gain),
      ...(gain > spec.minimumGain && { gain }),
    };
  }
  const judged = sources.flatMap((source, index) => {
    const leak = leaks.get(source.name);
    if (leak !== undefined) return [leak];
    const suspect = suspects.get(source.name);
    const [headline, ...others] = verdicts(source, {
      minimumGain: spec.minimumGain,
      metric: run.metric,
      contrasts: verdictContrasts(run.sources[index]!, run),
      evalUsers: run.rows.users,
      allUsers: run.precision?.allUsers,
      seeds: run.seeds.length,
      best: bestOther(source, honest),
    });
    return [headline!, ...(suspect === undefined ? [] : [suspect]), ...others];
  });
  // The diagnostic must not be read as the ceiling: nothing is judged by it.
  return { sources, verdicts: run.selfEvidence === 'leave-user-out' ? [] : judged };
}

/**
 * What an evaluation must be able to find. A LIS that seems to be more than twice the minimum gain has only to be told from the minimum gain, which
 * takes fewer users than finding a LIS as small as that.
 */
const gainToFind = ({ value }: Estimate, minimumGain: number): number =>
  Math.max(minimumGain, value - minimumGain);

/**
 * The family is the headline LIS of each source. Where there are several, each gets `pHolm`, against 0, and its interval widens to
 * the level that Holm's procedure leaves it against the minimum gain: the one that the verdicts judge is the one that people see.
 */
function adjustFamily(sources: SourceReport[], minimumGain: number): void {
  if (sources.length < 2) return;
  const family = sources.map(headlineLis);
  const adjusted = holm(family.map(({ p }) => p));
  const againstGain = family.map(
    ({ value, se, df, level }) => studentInterval(value - minimumGain, se, df, level).p,
  );
  const multipliers = holmMultipliers(againstGain);
  for (const [index, source] of sources.entries()) {
    const wider = adjustedInterval(family[index]!, 1 - ALPHA / multipliers[index]!);
    const headline = source.lis.transferable === undefined ? 'total' : 'transferable';
    source.lis = { ...source.lis, [headline]: { ...wider, pHolm: adjusted[index]! } };
  }
}

async function describeSource(source: SourceFacts, run: ScoredRun, breathe: Breathe): Promise<SourceReport> {
  const arm = (kind: OfSource): ScoredArm | undefined => run.scored.get(sourceArm(kind, source.name));
  const base = run.scored.get(BASE)!;
  const minus = (a: ScoredArm | undefined, b: ScoredArm | undefined): Estimate | undefined =>
    a === undefined || b === undefined ? undefined : contrast(run.rows, a, b);
  const headline = arm(source.headline)!;
  const transferable = minus(arm('leaked'), base);
  const total = minus(arm('leaked-total'), base)!;
  const honestGain = minus(arm('honest'), base);
  const freshness = minus(arm('fresh'), arm('honest'));
  const lookAhead = minus(arm('leaked'), arm('fresh'));
  const selfEvidence = minus(arm('leaked-total'), arm('leaked'));
  const lis = transferable ?? total;
  return {
    name: source.name,
    kind: source.kind,
    provenance: source.provenance,
    ...(source.observed !== undefined && { observed: source.observed }),
    coverage: coverage(source.touched, run.parts.evaluate),
    lis: { ...(transferable !== undefined && { transferable }), total },
    ...(honestGain !== undefined && { honestGain }),
    placeboGain: contrast(run.rows, arm('placebo')!, base),
    ...(freshness !== undefined && { freshness }),
    ...(lookAhead !== undefined && { lookAhead }),
    netLis: contrast(run.rows, headline, arm('placebo')!),
    ...(selfEvidence !== undefined && { selfEvidence }),
    ...(run.nulls !== undefined && { nullCheck: run.nulls.get(source.name)! }),
    relaImpr: relaImpr(headline.auc, base.auc),
    minimumDetectable: minimumDetectable(lis),
    segments: await describeSegments(source, run, breathe),
    features: describeFeatures(source, run, headline),
  };
}

/**
 * The source of highest LIS, if another one, of those measured alike: the total LIS of declared data holds users' own
 * future, and always looks better than a transferable one.
 */
export function bestOther(
  source: SourceReport,
  sources: readonly SourceReport[],
): { name: string; value: number } | undefined {
  const totalOnly = (candidate: SourceReport) => candidate.lis.transferable === undefined;
  const alike = sources.filter((candidate) => totalOnly(candidate) === totalOnly(source));
  const best = alike.toSorted((a, b) => headlineLis(b).value - headlineLis(a).value)[0];
  return best === undefined || best === source
    ? undefined
    : { name: best.name, value: headlineLis(best).value };
}

function describeFeatures(source: SourceFacts, run: ScoredRun, headline: ScoredArm): FeatureReport[] {
  return source.diagnostics.map(({ name, singleAuc, missing }) => {
    const without = run.scored.get(dropArm(source.name, name));
    return {
      name,
      singleAuc,
      ...(without !== undefined && { dropGain: contrast(run.rows, headline, without) }),
      missing,
    };
  });
}

/** Scores of the headline arm and of the base, seed by seed. */
function scoresOf(source: SourceFacts, { results }: ScoredRun) {
  const resultsOf = (arm: string) => results.filter((result) => result.arm === arm);
  return { leaked: resultsOf(sourceArm(source.headline, source.name)), base: resultsOf(BASE) };
}

async function describeSegments(source: SourceFacts, run: ScoredRun, breathe: Breathe): Promise<Segment[]> {
  // They are measured by AUC: of weighed positives they would tell what the log's label tells.
  if (isWeighed(run.metric)) return [];
  const { leaked, base } = scoresOf(source, run);
  return segmentReports(run, source.touched, leaked, base, breathe);
}

/** Contrasts that serve a verdict alone: each has its own interval. */
function verdictContrasts(source: SourceFacts, run: ScoredRun): VerdictContrasts {
  const arm = (kind: OfSource): ScoredArm | undefined => run.scored.get(sourceArm(kind, source.name));
  const base = run.scored.get(BASE)!;
  const headline = arm(source.headline)!;
  const fresh = arm('fresh');
  const honest = arm('honest');
  const total = arm('leaked-total')!;
  const cold = coldContrast(source, run, headline, base);
  const mix = (...parts: (readonly [number, ScoredArm])[]): ScoredArm => mixture(run.rows, parts);
  return {
    placeboMinusHalfLeaked: contrast(run.rows, arm('placebo')!, mix([0.5, headline], [0.5, base])),
    ...(fresh !== undefined &&
      honest !== undefined && {
        freshnessMinusHalfLis: contrast(
          run.rows,
          mix([1, fresh], [0.5, base]),
          mix([1, honest], [0.5, headline]),
        ),
        freshGain: contrast(run.rows, fresh, base),
      }),
    ...(source.headline === 'leaked' && {
      selfMinusHalfTotal: contrast(run.rows, mix([0.5, total], [0.5, base]), headline),
    }),
    ...(cold !== undefined && { coldMinusTwiceOverall: cold }),
  };
}

/** Segments are measured by AUC, so where M is another there is nothing to hold them against. */
function coldContrast(
  source: SourceFacts,
  run: ScoredRun,
  leaked: ScoredArm,
  base: ScoredArm,
): Estimate | undefined {
  if (base.measure !== undefined) return undefined;
  const cold = segments(run.data, run.parts, source.touched, []).find(
    ({ by, value }) => by === 'item' && value === 'cold',
  );
  if (cold === undefined) return undefined;
  return partMinusTwiceAll(run.data, run.parts, cold, scoresOf(source, run), { leaked, base });
}

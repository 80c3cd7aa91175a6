/**
 * The estimates of a source, and of a model, under their names, in the order every view shows them: one list of each, so that
 * a new number reaches the table, the exports and the comparison at once, or none of them.
 */
import { limits, percent, score, shorten, signed } from '../common/format.ts';
import { BASE, type OfSource } from './arm-ids.ts';
import { isScoredHere } from './model-kinds.ts';
import type { Estimate, ModelReport, Report, SourceReport } from './schema.ts';
import { inEnglish, type Translate } from './words/translate.ts';

export interface NamedEstimate {
  /** Path of the estimate inside the source: `lis.transferable`, `honestGain`. */
  key: string;
  /** For people. */
  name: string;
  /** Which arm minus which. */
  contrast: string;
  /** Absent for a difference of the metric; `share` for a ratio of two of them. */
  unit?: 'share';
  estimate: Estimate;
}

/** A number of a model, or the reason why there is none. */
export interface ModelEstimate extends Omit<NamedEstimate, 'estimate'> {
  /** The source whose LIS, or whose honest windows, the number is about. */
  source?: string;
  estimate: Estimate | null;
  reason?: string;
}

/** An estimate of a source: which arm minus which, of the labels as they are unless `labels` says others. */
interface SourceEstimate {
  key: string;
  arms: readonly [arm: OfSource, minus: OfSource | typeof BASE];
  labels?: string;
  of(source: SourceReport): Estimate | undefined;
}

export const ESTIMATES: readonly SourceEstimate[] = [
  {
    ...{ key: 'lis.transferable', arms: ['leaked', BASE] },
    of: ({ lis }) => lis.transferable,
  },
  { key: 'lis.total', arms: ['leaked-total', BASE], of: ({ lis }) => lis.total },
  { key: 'honestGain', arms: ['honest', BASE], of: (source) => source.honestGain },
  { key: 'placeboGain', arms: ['placebo', BASE], of: (source) => source.placeboGain },
  { key: 'netLis', arms: ['leaked', 'placebo'], of: (source) => source.netLis },
  { key: 'freshness', arms: ['fresh', 'honest'], of: (source) => source.freshness },
  { key: 'lookAhead', arms: ['leaked', 'fresh'], of: (source) => source.lookAhead },
  {
    ...{ key: 'selfEvidence', arms: ['leaked-total', 'leaked'] },
    of: (source) => source.selfEvidence,
  },
  {
    ...{ key: 'nullCheck', arms: ['leaked', BASE], labels: 'redrawn' },
    of: (source) => source.nullCheck,
  },
];

/** What an estimate of a source is called. @param key as in `namedEstimates` */
export function estimateName(key: string, t: Translate): string {
  if (key.startsWith(VERSUS)) return t('LIS over {0}', shorten(key.slice(VERSUS.length), OTHER_WIDTH));
  const names: Record<string, string> = {
    'lis.transferable': t('transferable LIS'),
    'lis.total': t('total LIS'),
    honestGain: t('honest gain'),
    placeboGain: t('placebo gain'),
    netLis: t('net LIS'),
    freshness: t('freshness'),
    lookAhead: t('look-ahead'),
    selfEvidence: t('self-evidence'),
    nullCheck: t('null check'),
  };
  return names[key] ?? key;
}

/** Where `leaked` stands, the headline's arm is meant. */
export const standing = <Kind extends string>(
  kind: Kind,
  source: SourceReport,
): Kind | 'leaked' | 'leaked-total' => (kind === 'leaked' ? headlineArm(source) : kind);

/**
 * The estimates that a source has. Declared data without users has no arm `leaked`; its headline is the total. The last is the
 * difference from another source, whose name is part of the key.
 */
export function namedEstimates(source: SourceReport): NamedEstimate[] {
  const named = ESTIMATES.flatMap(({ key, arms: [arm, minus], labels, of: pick }) => {
    const estimate = pick(source);
    if (estimate === undefined) return [];
    const contrast = `${standing(arm, source)} − ${minus}${labels === undefined ? '' : `, labels ${labels}`}`;
    return [{ key, name: estimateName(key, inEnglish), contrast, estimate }];
  });
  if (source.versus === undefined) return named;
  const { source: other, difference: estimate } = source.versus;
  const arm = headlineArm(source);
  const key = `${VERSUS}${other}`;
  const versus = { key, name: estimateName(key, inEnglish), estimate };
  return [...named, { ...versus, contrast: `${arm} − ${arm} of ${other}` }];
}

export const USUAL_LEVEL = 0.95;

/** `transferable LIS, at 98.3 %`: several sources are judged at once by wider intervals, which say so. */
export function rowName(
  { name, estimate }: Pick<NamedEstimate, 'name' | 'estimate'>,
  t: Translate = inEnglish,
): string {
  return estimate.level === USUAL_LEVEL ? name : t('{0}, at {1}', name, percent(estimate.level));
}

/** `95 %`: of the estimates that do not say theirs. */
export function usualLevel(estimates: readonly (Estimate | null | undefined)[]): string {
  const levels = estimates.flatMap((estimate) => (estimate ? [estimate.level] : []));
  const least = levels.length === 0 ? USUAL_LEVEL : Math.min(...levels);
  return `${Number((100 * least).toFixed(1))} %`;
}

/** A name of another source is cut so that a row of numbers keeps its width. */
const OTHER_WIDTH = 20;

/** Begins the key of a difference from another source, whose name follows. */
export const VERSUS = 'versus.';

/** The arm whose gain is the headline LIS: declared data without users has no cross-fitted one. */
export function headlineArm({ lis }: SourceReport): 'leaked' | 'leaked-total' {
  return lis.transferable === undefined ? 'leaked-total' : 'leaked';
}

/** The LIS that a source is judged by, and that a model is held against. */
export function headlineLis({ lis }: Pick<SourceReport, 'lis'>): Estimate {
  return lis.transferable ?? lis.total;
}

/**
 * The numbers of a model: AIS, what it captured of each source's LIS, and what a probe of its vectors reaches. Keys: `ais`,
 * `captured`, `probe.gain`, `probe.overModel`; the last three once for each source.
 */
export function modelEstimates({ kind, ais, captured, notCaptured, probes }: ModelReport): ModelEstimate[] {
  const base = isScoredHere({ kind }) ? BASE : 'baseline';
  return [
    { key: 'ais', name: 'AIS', contrast: `model − ${base}`, estimate: ais },
    ...Object.entries(captured).map(([source, estimate]) => ({
      key: 'captured',
      name: modelEstimateName('captured', source, inEnglish),
      contrast: 'AIS / LIS',
      ...share(source, estimate, notCaptured[source]),
    })),
    ...probes.flatMap(({ source, gain, overModel, untrained }): ModelEstimate[] => [
      {
        key: 'probe.gain',
        name: modelEstimateName('probe.gain', source, inEnglish),
        contrast: 'probe − base',
        source,
        ...known(gain, untrained),
      },
      ...(overModel === undefined
        ? []
        : [
            {
              key: 'probe.overModel' as const,
              name: modelEstimateName('probe.overModel', source, inEnglish),
              contrast: 'probe − model',
              source,
              ...known(overModel, untrained),
            },
          ]),
    ]),
  ];
}

/** What a number of a model is called. @param key as in `modelEstimates` @param source that the number is about */
export function modelEstimateName(key: string, source: string, t: Translate): string {
  const names: Record<string, string> = {
    ais: 'AIS',
    captured: t('captured of {0}', source),
    'probe.gain': t('probe AIS on {0}', source),
    'probe.overModel': t('probe on {0} over AIS', source),
  };
  return names[key] ?? key;
}

/** An estimate, or why it would say nothing. */
function known(estimate: Estimate, reason: string | undefined) {
  return reason === undefined ? { estimate } : { estimate: null, reason };
}

function share(source: string, estimate: Estimate | null, reason: string | undefined) {
  const why = estimate === null ? { reason: reason ?? 'not measured' } : {};
  return { unit: 'share' as const, source, estimate, ...why };
}

/** An estimate as people read it: `+0.0012 [+0.0001, +0.0023]`, or of a share `41.0 % [22.1 %, 64.0 %]`. */
export function written({ estimate: e, unit }: { estimate: Estimate; unit?: 'share' | undefined }): {
  value: string;
  range: string;
  se: string;
} {
  const format = unit === 'share' ? percent : signed;
  return {
    value: format(e.value),
    range: limits(e, format),
    se: unit === 'share' ? percent(e.se) : score(e.se),
  };
}

/** M as people write it: what every estimate is a difference of. */
export function metricName({ metric = 'auc' }: Pick<Report, 'metric'>): string {
  return { auc: 'AUC', gauc: 'GAUC', ndcg: 'NDCG', recall: 'recall' }[metric];
}

/** `built from the log (co-click)`, `declared, total only (pairs), observed 2026-10-01..2026-10-24`. */
export function provenance(source: SourceReport, t: Translate = inEnglish): string {
  const { kind, observed } = source;
  if (source.provenance === 'built') return t('built from the log ({0})', kind);
  const declared =
    source.lis.transferable === undefined ? t('declared, total only ({0})', kind) : t('declared ({0})', kind);
  return observed === undefined ? declared : t('{0}, observed {1}', declared, observed);
}

/**
 * Whether a gain is surely one. Among several sources the interval of a headline is as wide as its verdict against the minimum gain needs it:
 * against 0, Holm's p decides too.
 */
export function isAboveZero({ low, p, pHolm }: Estimate): boolean {
  return low > 0 && (pHolm ?? p) <= 1 - USUAL_LEVEL + Number.EPSILON;
}

/**
 * The source that a model is held against: the one of highest LIS. Of data that may say nothing, the LIS is no reference; and the total
 * LIS of declared data, which holds users' own future, is one only where no transferable one is.
 */
export function referenceSource(sources: readonly SourceReport[]): SourceReport | undefined {
  const sure = sources.filter((source) => isAboveZero(headlineLis(source)));
  const transferable = sure.filter(({ lis }) => lis.transferable !== undefined);
  return (transferable.length > 0 ? transferable : sure).toSorted(
    (a, b) => headlineLis(b).value - headlineLis(a).value,
  )[0];
}

/**
 * The estimates of a source under their names, in the order every view shows them: one list, so that a new number reaches
 * the table, the exports and the comparison at once, or none of them.
 */
import type { Estimate, Report, SourceReport } from './schema.ts';

export interface NamedEstimate {
  /** Path of the estimate inside the source: `lis.transferable`, `honestGain`. */
  key: string;
  /** For people. */
  name: string;
  /** Which arm minus which. */
  contrast: string;
  estimate: Estimate;
}

const ESTIMATES: readonly [
  key: string,
  name: string,
  contrast: string,
  of: (source: SourceReport) => Estimate | undefined,
][] = [
  ['lis.transferable', 'LIS, transferable', 'leaked − base', (s) => s.lis.transferable],
  ['lis.total', 'LIS, total', 'leaked-total − base', (s) => s.lis.total],
  ['honestGain', 'honest gain', 'honest − base', (s) => s.honestGain],
  ['placeboGain', 'placebo gain', 'placebo − base', (s) => s.placeboGain],
  ['netLis', 'net LIS', 'leaked − placebo', (s) => s.netLis],
  ['freshness', 'freshness', 'fresh − honest', (s) => s.freshness],
  ['lookAhead', 'look-ahead', 'leaked − fresh', (s) => s.lookAhead],
  ['selfEvidence', 'self-evidence', 'leaked-total − leaked', (s) => s.selfEvidence],
  ['nullCheck', 'null check', 'leaked − base, labels redrawn', (s) => s.nullCheck],
];

/** The estimates that a source has. Declared data without users has no arm `leaked`; its headline is the total. */
export function namedEstimates(source: SourceReport): NamedEstimate[] {
  return ESTIMATES.flatMap(([key, name, contrast, of]) => {
    const estimate = of(source);
    if (estimate === undefined) return [];
    const arms =
      source.lis.transferable === undefined ? contrast.replace(/^leaked −/, 'leaked-total −') : contrast;
    return [{ key, name, contrast: arms, estimate }];
  });
}

/** M as people write it: what every estimate is a difference of. */
export function metricName({ metric = 'auc' }: Pick<Report, 'metric'>): string {
  return { auc: 'AUC', gauc: 'GAUC', ndcg: 'NDCG', recall: 'recall' }[metric];
}

/** Segments in the order of the report, with their LIS or the reason why there is none. */
export function segmentName({ by, value }: { by: string; value: string }): string {
  return `${by}: ${value}`;
}

/** `built from the log (co-click)`, `declared, total only (pairs), observed 2026-10-01..2026-10-24`. */
export function provenance(source: SourceReport): string {
  if (source.provenance === 'built') return `built from the log (${source.kind})`;
  const total = source.lis.transferable === undefined ? ', total only' : '';
  const observed = source.observed === undefined ? '' : `, observed ${source.observed}`;
  return `declared${total} (${source.kind})${observed}`;
}

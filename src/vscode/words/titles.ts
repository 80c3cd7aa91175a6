/**
 * What the CodeLenses say. Pure functions of the report and the run's state, so that the words are tested without an
 * editor. Every number is the report's own, rounded; ± is half the width of its interval.
 */
import { score, signed } from '../../common/format.ts';
import type { Estimate, Report, SourceReport, Verdict } from '../../report/schema.ts';
import { leakOf, THE_BASE } from '../../report/words/label-leak.ts';

/** `vscode.l10n.t`. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

export interface Running {
  message: string;
  /** 0..1 */
  fraction: number;
}

/** `training leaked:co-click … 43 %` */
export function runningTitle(running: Running, t: Translate): string {
  return t('{0} … {1} %', running.message, Math.floor(running.fraction * 100));
}

/** What follows `▶ Evaluate` over the document: `base AUC 0.7355`, `2 h ago`, `stale: clicks.csv changed`. */
export function specFacts(
  report: Report | undefined,
  now: number,
  stale: string | undefined,
  t: Translate,
): string[] {
  const facts: string[] = [];
  const base = report?.arms.find((arm) => arm.arm === 'base');
  if (report !== undefined && base !== undefined) {
    const leak = leakOf(report, THE_BASE);
    facts.push(
      ...judgedFacts([t('base AUC {0}', score(base.auc))], leak, t),
      age(now - Date.parse(report.created), t),
    );
  }
  if (stale !== undefined) facts.push(t('stale: {0}', stale));
  return facts;
}

/** `▶ co-click · LIS +0.0012 ±0.0015 · …`; before its first run `▶ Evaluate co-click`. @param facts none before the first run */
export function partTitle(name: string, facts: readonly string[], t: Translate): string {
  return facts.length === 0 ? t('▶ Evaluate {0}', name) : [`▶ ${name}`, ...facts].join(' · ');
}

/** Over a source or a model while it is evaluated. */
export function partRunningTitle(name: string, t: Translate): string {
  return t('{0} is being evaluated', name);
}

/** `LIS +0.0012 ±0.0015 (total +0.0391)`, `underpowered`, and why it is stale where it is; none before the first run. */
export function sourceFacts(
  result: { source: SourceReport; verdicts: readonly Verdict[] } | undefined,
  stale: string | undefined,
  t: Translate,
): string[] {
  if (result === undefined) return [];
  const [first] = result.verdicts;
  return [
    ...lensFacts([gain(result.source, t)], first, t),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
  ];
}

function gain({ lis: { transferable, total } }: SourceReport, t: Translate): string {
  if (transferable === undefined) return t('LIS (total) {0} ±{1}', signed(total.value), halfWidth(total));
  return t(
    'LIS {0} ±{1} (total {2})',
    signed(transferable.value),
    halfWidth(transferable),
    signed(total.value),
  );
}

/** The same over a line: the sign is red whatever the theme. */
export function lensFacts(measured: readonly string[], verdict: Verdict | undefined, t: Translate): string[] {
  const facts = judgedFacts(measured, verdict, t);
  return verdict?.code === 'label-leak' ? facts.map((fact) => `❌ ${fact}`) : facts;
}

/**
 * What was measured, then the verdict on it. A leak of the label is no gain: it stands in the place of the numbers, as
 * `label leak: dwell_ms`.
 */
export function judgedFacts(
  measured: readonly string[],
  verdict: Verdict | undefined,
  t: Translate,
): string[] {
  if (verdict === undefined) return [...measured];
  const name = verdictName(verdict.code, t);
  if (verdict.code !== 'label-leak') return [...measured, name];
  const [first, ...others] = verdict.columns ?? [];
  if (first === undefined) return [name];
  return [
    others.length === 0
      ? t('{0}: {1}', name, first.name)
      : t('{0}: {1} and {2} more', name, first.name, others.length),
  ];
}

/** A verdict in a word or two. */
export function verdictName(code: Verdict['code'], t: Translate): string {
  const names: Record<Verdict['code'], string> = {
    'label-leak': t('label leak'),
    'label-suspect': t('may hold the label'),
    headroom: t('headroom'),
    'no-headroom': t('no headroom'),
    underpowered: t('underpowered'),
    'self-evidence': t('self-evidence'),
    artefact: t('artefact'),
    'freshness-limited': t('freshness-limited'),
    'cold-start-opportunity': t('cold-start opportunity'),
    'low-coverage': t('low coverage'),
    'ranker-dependent': t('ranker-dependent'),
    'alignment-bottleneck': t('alignment bottleneck'),
    'data-bottleneck': t('data bottleneck'),
    'exceeds-reference': t('exceeds the reference'),
    'content-cannot-express': t('content cannot express it'),
  };
  return names[code];
}

/** `just now`, `5 min ago`, `2 h ago`, `3 days ago`; a report from the future counts as just now. */
export function age(milliseconds: number, t: Translate): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return t('just now');
  if (minutes < 60) return t('{0} min ago', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t('{0} h ago', hours);
  return t('{0} days ago', Math.floor(hours / 24));
}

export function halfWidth(estimate: Estimate): string {
  return score((estimate.high - estimate.low) / 2);
}

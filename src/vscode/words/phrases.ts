/**
 * Phrases that the surfaces of the editor have in common. Pure, so that the words are tested without an editor. Every number is
 * the report's own, rounded; ± is half the width of its interval.
 */
import { score } from '../../common/format.ts';
import type { Estimate, Verdict } from '../../report/schema.ts';

/** `vscode.l10n.t`. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

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

/** The same over a line: the sign is red whatever the theme. */
export function lensFacts(measured: readonly string[], verdict: Verdict | undefined, t: Translate): string[] {
  const facts = judgedFacts(measured, verdict, t);
  return verdict?.code === 'label-leak' ? facts.map((fact) => `❌ ${fact}`) : facts;
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
    'objective-dependent': t('depends on the objective'),
    drifting: t('drifting'),
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

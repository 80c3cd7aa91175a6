/** What the hovers over sources and over models have in common. */

import { openLimits, percent, signed } from '../../common/format.ts';
import { escapeMarkdown } from '../../inert/markdown.ts';
import { USUAL_LEVEL } from '../../report/estimates.ts';
import type { Estimate } from '../../report/schema.ts';
import { verdictInWords } from '../../report/words/verdict-words.ts';
import type { PartResult } from '../state/reports/results.ts';
import { age, type Translate } from '../words/phrases.ts';

/** The editor's tables have no space between their columns. */
export const GAP = '&nbsp;&nbsp;';

/** `**co-click** · headroom · 2 h ago · stale: clicks.csv changed`, and what holds the label. */
export function headLine(
  name: string,
  { verdicts, report }: PartResult,
  now: number,
  stale: string | undefined,
  t: Translate,
): string {
  const line = [
    `**${escapeMarkdown(name)}**`,
    ...verdicts.map((verdict) => verdictInWords(verdict, verdicts, t)),
    age(now - Date.parse(report.created), t),
    ...(stale === undefined ? [] : [t('stale: {0}', escapeMarkdown(stale))]),
  ].join(' · ');
  // The numbers below are none of the data: said before they are read.
  const leak = verdicts.find(({ severity }) => severity === 'error');
  return leak === undefined ? line : `${line}\n\n❌ **${escapeMarkdown(leak.message)}**`;
}

/** `95 %` */
export function levelText({ level }: Pick<Estimate, 'level'>): string {
  return percent(level).replace('.0 ', ' ');
}

/** A row of gains. What comes from the report is escaped before it comes here: it never becomes markup, nor ends a cell. */
export function gainRow(name: string, estimate: Estimate, t: Translate): string {
  const { level } = estimate;
  // Several sources are judged at once by wider intervals, which say so.
  const named = level === USUAL_LEVEL ? name : t('{0}, at {1}', name, levelText(estimate));
  return `| ${named}${GAP} | ${signed(estimate.value)}${GAP} | ${openLimits(estimate)} |`;
}

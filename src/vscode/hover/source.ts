/**
 * The last result of a source as Markdown. Every number is the report's own, rounded as the CLI rounds it. What the verdicts
 * say is not repeated: they are Problems of the same place, and the editor puts them into the same hover.
 */

import { percent, score } from '../../common/format.ts';
import { escapeMarkdown } from '../../inert/markdown.ts';
import type { Estimate, SourceReport } from '../../report/schema.ts';
import type { SourceResult } from '../state/reports/results.ts';
import type { Translate } from '../words/phrases.ts';
import { objectiveRows } from './objective.ts';
import { GAP, gainRow, headLine, levelText } from './words.ts';

/** @param stale why the result no longer describes the spec */
export function sourceHover(
  result: SourceResult,
  now: number,
  stale: string | undefined,
  t: Translate,
): string {
  const { source } = result;
  const rows: [string, Estimate | undefined][] = [
    [t('transferable LIS'), source.lis.transferable],
    [t('total LIS'), source.lis.total],
    [t('honest gain'), source.honestGain],
    [t('placebo gain'), source.placeboGain],
    [t('net LIS'), source.netLis],
    [t('freshness'), source.freshness],
    [t('self-evidence'), source.selfEvidence],
    [overOther(source, t), source.versus?.difference],
  ];
  const told = rows.flatMap(([name, estimate]) => (estimate === undefined ? [] : [gainRow(name, estimate)]));
  return [
    headLine(source.name, result, now, stale, t),
    '',
    `| | ${t('gain')}${GAP} | ${t('{0} interval', levelText(source.lis.total))} |`,
    '|---|---:|---|',
    ...told,
    ...objectiveRows(result.report, source.name, 'LIS', t),
    '',
    t(
      'Touches {0} of the evaluation rows; finds a LIS of {1} four times in five.',
      percent(source.coverage),
      score(source.minimumDetectable),
    ),
  ].join('\n');
}

/** The best of the others is chosen by the same numbers, so the interval is at a level of its own: said where it is another one. */
function overOther({ versus, lis }: SourceReport, t: Translate): string {
  if (versus === undefined) return '';
  const other = escapeMarkdown(versus.source);
  const level = levelText(versus.difference);
  return level === levelText(lis.total) ? t('LIS over {0}', other) : t('LIS over {0}, at {1}', other, level);
}

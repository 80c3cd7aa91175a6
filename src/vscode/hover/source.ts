/**
 * The last result of a source as Markdown. Every number is the report's own, rounded as the CLI rounds it. What the verdicts
 * say is not repeated: they are Problems of the same place, and the editor puts them into the same hover.
 */

import { percent, score } from '../../common/format.ts';
import { escapeMarkdown } from '../../inert/markdown.ts';
import { usualLevel } from '../../report/estimates.ts';
import type { Estimate, SourceReport } from '../../report/schema.ts';
import type { SourceResult } from '../state/reports/results.ts';
import type { Translate } from '../words/phrases.ts';
import { objectiveRows } from './objective.ts';
import { GAP, gainRow, headLine } from './words.ts';

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
  const told = rows.flatMap(([name, estimate]) =>
    estimate === undefined ? [] : [gainRow(name, estimate, t)],
  );
  return [
    headLine(source.name, result, now, stale, t),
    '',
    `| | ${t('gain')}${GAP} | ${t('{0} interval', usualLevel(rows.map(([, estimate]) => estimate)))} |`,
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

/** The best of the others is chosen by the same numbers, so the interval is at a level of its own. */
function overOther({ versus }: SourceReport, t: Translate): string {
  return versus === undefined ? '' : t('LIS over {0}', escapeMarkdown(versus.source));
}

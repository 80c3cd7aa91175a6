/** The last result of a source as Markdown. Every number is the report's own, rounded as the CLI rounds it. */
import { percent, signed } from '../../report/format.ts';
import type { Estimate } from '../../report/schema.ts';
import { age, type Translate } from '../codelens/titles.ts';
import type { SourceResult } from '../reports/results.ts';

/** @param stale why the result no longer describes the spec */
export function sourceHover(
  result: SourceResult,
  now: number,
  stale: string | undefined,
  t: Translate,
): string {
  const { source, verdicts, report } = result;
  const rows: [string, Estimate | undefined][] = [
    [t('transferable LIS'), source.lis.transferable],
    [t('total LIS'), source.lis.total],
    [t('honest gain'), source.honestGain],
    [t('placebo gain'), source.placeboGain],
    [t('net LIS'), source.netLis],
    [t('freshness'), source.freshness],
    [t('self-evidence'), source.selfEvidence],
  ];
  const level = percent(source.lis.total.level).replace('.0 ', ' ');
  const told = rows.flatMap(([name, estimate]) =>
    estimate === undefined
      ? []
      : [`| ${name} | ${signed(estimate.value)} | ${signed(estimate.low)} | ${signed(estimate.high)} |`],
  );
  const when = age(now - Date.parse(report.created), t);
  const heading = `**${source.name}** · ${[when, ...(stale === undefined ? [] : [t('stale: {0}', stale)])].join(' · ')}`;
  return [
    heading,
    '',
    `| | ${t('gain')} | ${t('{0} from', level)} | ${t('to')} |`,
    '|---|---:|---:|---:|',
    ...told,
    '',
    t(
      'Touches {0} of the evaluation rows; finds a LIS of {1} four times in five.',
      percent(source.coverage),
      signed(source.minimumDetectable),
    ),
    ...verdicts.flatMap(({ code, message, action }) => [
      '',
      `**${code}**: ${plain(message)} *${plain(action)}*`,
    ]),
  ].join('\n');
}

/** Verdicts quote names of the user's; what Markdown would take for markup is escaped, inline code is kept. */
function plain(text: string): string {
  return text.replaceAll(/[*_[\]<>|]/g, '\\$&');
}

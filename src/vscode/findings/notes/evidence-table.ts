/** The hover over a column: everything that the report says of it, with intervals, as Markdown. */

import { limits, percent, score, signed } from '../../../common/format.ts';
import { escapeMarkdown } from '../../../inert/markdown.ts';
import type { Estimate, Report } from '../../../report/schema.ts';
import { verdictWords } from '../../words/answer.ts';
import type { Translate } from '../../words/phrases.ts';
import type { Evidence } from './evidence.ts';

/** More sources than these are counted, not shown: a hover is not a report. */
const SHOWN_SOURCES = 3;

export interface HoverFacts {
  name: string;
  evidence: readonly [Evidence, ...Evidence[]];
  report: Report;
  /** M as it is written. */
  metric: string;
  /** When the run of a source's result was, and why that no longer describes the spec. */
  runOf(source: string): { age: string; stale: string | undefined };
  /** What follows the numbers; Markdown links. */
  links: readonly string[];
}

/** One column of numbers for each source that knows the name. */
export function evidenceMarkdown(facts: HoverFacts, t: Translate): string {
  const { name, evidence, report, metric } = facts;
  const shown = evidence.slice(0, SHOWN_SOURCES);
  const when = ({ source }: Evidence): string => {
    const { age, stale } = facts.runOf(source.name);
    return [
      escapeMarkdown(age),
      ...(stale === undefined ? [] : [`**${escapeMarkdown(t('stale: {0}', stale))}**`]),
    ].join(' · ');
  };
  const evaluated = (finding: Evidence): string => t('Evaluated {0}', when(finding));
  const sameRun = shown.every((finding) => when(finding) === when(evidence[0]));
  const row = (title: string, cell: (evidence: Evidence) => string): string =>
    `| ${[title, ...shown.map(cell)].join(' | ')} |`;
  const lines = [
    `**LIS** · ${escapeMarkdown(name)}`,
    '',
    row(t('Source'), ({ source }) => `${escapeMarkdown(source.name)} (${escapeMarkdown(source.kind)})`),
    `|:--|${shown.map(() => ':--|').join('')}`,
    row(t('Feature'), ({ feature }) => escapeMarkdown(feature.name)),
    row(t('{0} drop if removed', metric), ({ gain }) => estimate(gain, t)),
    row(t('AUC alone'), ({ feature }) =>
      feature.singleAuc === null ? t('– (has no order)') : score(feature.singleAuc),
    ),
    row(t('Missing'), ({ feature }) => percent(feature.missing)),
    row(t('LIS of the source'), ({ source: { lis } }) =>
      lis.transferable === undefined
        ? `${estimate(lis.total, t)} ${t('(total)')}`
        : estimate(lis.transferable, t),
    ),
    ...(sameRun ? [] : [row(t('Evaluated'), when)]),
    '',
  ];
  const more = evidence.length - shown.length;
  if (more > 0) lines.push(t('{0} more sources in the report.', more), '');
  for (const { source } of shown) {
    const ofIt = report.verdicts.filter(({ target }) => target === source.name);
    const [first] = ofIt;
    const words = verdictWords(ofIt, t);
    if (first !== undefined && words !== undefined)
      lines.push(
        `${escapeMarkdown(first.target)}: **${escapeMarkdown(words)}**. ${escapeMarkdown(first.message)}`,
        '',
      );
  }
  lines.push([...(sameRun ? [evaluated(evidence[0])] : []), ...facts.links].join(' · '));
  return lines.join('\n');
}

function estimate(e: Estimate | undefined, t: Translate): string {
  if (e === undefined) return t('not measured');
  return escapeMarkdown(`${signed(e.value)} ${limits(e)}`);
}

/** What an audit says of a column, as Markdown: each finding with its price, why it leaks and what to do. */
import { limits, signed } from '../../../common/format.ts';
import { escapeMarkdown } from '../../../inert/markdown.ts';
import type { Finding } from '../../../report/schema-audit.ts';
import type { Translate } from '../../words/phrases.ts';
import { findingTitle } from '../words.ts';

export interface FindingFacts {
  name: string;
  findings: readonly Finding[];
  age: string;
  stale: string | undefined;
  /** What follows; Markdown links. */
  links: readonly string[];
}

export function findingMarkdown({ name, findings, age, stale, links }: FindingFacts, t: Translate): string {
  const blocks = findings.flatMap((finding) => [
    `**${escapeMarkdown(findingTitle(finding, t))}** (${finding.code})${priceText(finding, t)}`,
    escapeMarkdown(finding.message),
    escapeMarkdown(finding.why),
    `→ ${escapeMarkdown(finding.remedy)}`,
  ]);
  const when = t('Audited {0}', escapeMarkdown(age));
  const old = stale === undefined ? [] : [`**${escapeMarkdown(t('stale: {0}', stale))}**`];
  return [`**LIS** · ${escapeMarkdown(name)}`, ...blocks, [when, ...old, ...links].join(' · ')].join('\n\n');
}

function priceText({ price }: Finding, t: Translate): string {
  if (price === undefined) return '';
  return ` · ${escapeMarkdown(t('worth {0} AUC', `${signed(price.value)} ${limits(price)}`))}`;
}

/** The report as GitHub-flavoured Markdown, for pull requests and wikis. Text from data never becomes markup. */

import { escapeMarkdown } from '../../inert/markdown.ts';
import type { Report, Verdict } from '../schema.ts';
import { AUDIT_TITLE } from '../words/audit-lines.ts';
import { type OutlineTable, type OutlineTarget, outline } from './outline.ts';

/** @returns the document, ending in a line break. */
export function renderMarkdown(report: Report): string {
  const {
    title,
    opening,
    facts,
    base,
    arms,
    ranking,
    byObjective,
    byRanker,
    rolling,
    sources,
    models,
    modelsNote,
    gate,
    warnings,
    audit,
    inputs,
  } = outline(report);
  const blocks = [
    `# ${escapeMarkdown(title)}`,
    ...(opening === '' ? [] : [escapeMarkdown(opening)]),
    facts.map(([name, text]) => `- **${name}**: ${escapeMarkdown(text)}`).join('\n'),
    ...(base.length === 0 ? [] : [cards(base)]),
    ...(audit.length === 0
      ? []
      : [`**${AUDIT_TITLE}**`, audit.map((text) => `- ${escapeMarkdown(text)}`).join('\n')]),
    ...(gate === undefined ? [] : [`**Gate** ${escapeMarkdown(gate)}`]),
    ...sources.flatMap(target),
    ...models.flatMap(target),
    ...(modelsNote === undefined ? [] : [escapeMarkdown(modelsNote)]),
    ...(byObjective === undefined
      ? []
      : [`## ${escapeMarkdown(byObjective.caption)}`, markdownTable(byObjective)]),
    ...(byRanker === undefined ? [] : [`## ${escapeMarkdown(byRanker.caption)}`, markdownTable(byRanker)]),
    ...(rolling === undefined
      ? []
      : [
          `## ${escapeMarkdown(rolling.title)}`,
          ...rolling.sentences.map(escapeMarkdown),
          ...rolling.tables.flatMap((rows) => [`### ${escapeMarkdown(rows.caption)}`, markdownTable(rows)]),
        ]),
    '## Arms',
    markdownTable(arms),
    ...(ranking === undefined ? [] : ['## Ranking', markdownTable(ranking)]),
    ...(warnings.length === 0
      ? []
      : ['## Warnings', warnings.map((text) => `- ${escapeMarkdown(text)}`).join('\n')]),
    ...(inputs.rows.length === 0 ? [] : ['## Inputs', markdownTable(inputs)]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function target({
  name,
  provenance,
  verdicts,
  estimates,
  notes,
  segments,
  features,
}: OutlineTarget): string[] {
  const tables = [segments, features].filter((rows) => rows !== undefined);
  return [
    `## ${escapeMarkdown(name)}`,
    escapeMarkdown(provenance),
    ...(verdicts.length === 0 ? [] : [cards(verdicts)]),
    markdownTable(estimates),
    ...notes.map(escapeMarkdown),
    ...tables.flatMap((rows) => [`### ${escapeMarkdown(rows.caption)}`, markdownTable(rows)]),
  ];
}

/** As quotes; a label leak as GitHub's red alert. Neighbouring quotes would run into one, but an alert is one of its own. */
function cards(verdicts: readonly Verdict[]): string {
  const isLeak = ({ severity }: Verdict): boolean => severity === 'error';
  const card = (verdict: Verdict): string => {
    const { code, message, action } = verdict;
    const text = `> **${code}**: ${escapeMarkdown(message)}\n>\n> → ${escapeMarkdown(action)}`;
    return isLeak(verdict) ? `> [!CAUTION]\n${text}` : text;
  };
  const others = verdicts.filter((verdict) => !isLeak(verdict)).map(card);
  return [...verdicts.filter(isLeak).map(card), ...(others.length > 0 ? [others.join('\n>\n')] : [])].join(
    '\n\n',
  );
}

/** A table of GitHub's; its caption is the caller's to write. */
export function markdownTable({ header, rows }: OutlineTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [
    line(header),
    `|${header.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`,
    ...rows.map(line),
  ].join('\n');
}

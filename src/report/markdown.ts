/** The report as GitHub-flavoured Markdown, for pull requests and wikis. Text from data never becomes markup. */
import { escapeMarkdown } from '../inert/markdown.ts';
import { type OutlineTable, type OutlineTarget, outline } from './outline.ts';
import type { Report } from './schema.ts';

/** @returns the document, ending in a line break. */
export function renderMarkdown(report: Report): string {
  const { title, facts, arms, ranking, byRanker, sources, models, modelsNote, gate, warnings, inputs } =
    outline(report);
  const blocks = [
    `# ${escapeMarkdown(title)}`,
    facts.map(([name, text]) => `- **${name}**: ${escapeMarkdown(text)}`).join('\n'),
    ...(gate === undefined ? [] : [`**Gate** ${escapeMarkdown(gate)}`]),
    ...sources.flatMap(target),
    ...models.flatMap(target),
    ...(modelsNote === undefined ? [] : [escapeMarkdown(modelsNote)]),
    ...(byRanker === undefined ? [] : [`## ${escapeMarkdown(byRanker.caption)}`, markdownTable(byRanker)]),
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
  const cards = verdicts.map(
    ({ code, message, action }) =>
      `> **${code}**: ${escapeMarkdown(message)}\n>\n> → ${escapeMarkdown(action)}`,
  );
  const tables = [segments, features].filter((one) => one !== undefined);
  return [
    `## ${escapeMarkdown(name)}`,
    escapeMarkdown(provenance),
    // Neighbouring quotes would run into one.
    ...(cards.length === 0 ? [] : [cards.join('\n>\n')]),
    markdownTable(estimates),
    ...notes.map(escapeMarkdown),
    ...tables.flatMap((one) => [`### ${escapeMarkdown(one.caption)}`, markdownTable(one)]),
  ];
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

/**
 * The report as GitHub-flavoured Markdown, for pull requests and wikis: the answer and one table, all else folded. Text from data never becomes
 * markup, and no path says where on somebody's machine a file lies.
 */

import { escapeMarkdown, escapeSummary } from '../../inert/markdown.ts';
import { answers } from '../answers.ts';
import type { Report, Verdict } from '../schema.ts';
import { levelNote } from '../words/answer-words.ts';
import { AUDIT_TITLE } from '../words/audit-lines.ts';
import { openingSentences } from '../words/opening.ts';
import { answerCells, answerHeader } from './answers-table.ts';
import { type OutlineTable, type OutlineTarget, outline } from './outline.ts';
import { shareable } from './shareable.ts';

/** @returns the document, ending in a line break. */
export function renderMarkdown(raw: Report): string {
  const report = shareable(raw);
  const said = outline(report);
  const { rolling, warnings, audit, gate, inputs } = said;
  const blocks = [
    `# ${escapeMarkdown(said.title)}`,
    ...leaks(report),
    ...(audit.length === 0 ? [] : [`**${AUDIT_TITLE}**`, listed(audit)]),
    ...openingSentences(report).slice(0, 1).map(escapeMarkdown),
    ...answersTable(report),
    ...levelNote(answers(report)),
    ...openingSentences(report).slice(1).map(escapeMarkdown),
    ...(gate === undefined ? [] : [`**Gate** ${escapeMarkdown(gate)}`]),
    ...[...said.sources, ...said.models].flatMap((part) => folded(part.name, target(part), part.provenance)),
    ...[said.byObjective, said.byRanker].flatMap((rows) =>
      rows === undefined ? [] : folded(rows.caption, [markdownTable(rows)]),
    ),
    ...(rolling === undefined
      ? []
      : folded(rolling.title, [
          ...rolling.sentences.map(escapeMarkdown),
          ...rolling.tables.flatMap((rows) => [`### ${escapeMarkdown(rows.caption)}`, markdownTable(rows)]),
        ])),
    ...folded('Arms', [
      markdownTable(said.arms),
      ...(said.ranking === undefined ? [] : ['### Ranking', markdownTable(said.ranking)]),
    ]),
    ...(warnings.length === 0 ? [] : folded('Warnings', [listed(warnings)], String(warnings.length))),
    ...folded('Run', [
      said.facts.map(([name, text]) => `- **${name}**: ${escapeMarkdown(text)}`).join('\n'),
      ...(said.modelsNote === undefined ? [] : [escapeMarkdown(said.modelsNote)]),
      ...(inputs.rows.length === 0 ? [] : ['### Inputs', markdownTable(inputs)]),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** As GitHub's red alerts, before all numbers: they may rest on it. An alert cannot stand within a folded part. */
function leaks({ verdicts }: Report): string[] {
  return verdicts
    .filter(({ severity }) => severity === 'error')
    .map((verdict) => `> [!CAUTION]\n${card(verdict)}`);
}

/** The one table that is in sight. */
function answersTable(report: Report): string[] {
  const all = answerCells(report);
  if (all.length === 0) return [];
  const rows = all.map(({ name, verdict, gain, honest, action }) => [
    escapeMarkdown(name),
    `**${escapeMarkdown(verdict)}**`,
    gain,
    honest,
    action,
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [[line(answerHeader(report)), '|---|---|---:|---:|---|', ...rows.map(line)].join('\n')];
}

function folded(title: string, contents: readonly string[], aside = ''): string[] {
  const quiet = aside === '' ? '' : `, ${escapeSummary(aside)}`;
  return [
    `<details>\n<summary><b>${escapeSummary(title)}</b>${quiet}</summary>`,
    ...contents.filter((part) => part !== ''),
    '</details>',
  ];
}

function target({ verdicts, estimates, notes, segments, features }: OutlineTarget): string[] {
  const tables = [segments, features].filter((rows) => rows !== undefined);
  return [
    verdicts.map(card).join('\n>\n'),
    markdownTable(estimates),
    ...notes.map(escapeMarkdown),
    ...tables.flatMap((rows) => [`### ${escapeMarkdown(rows.caption)}`, markdownTable(rows)]),
  ];
}

/** As a quote. Neighbouring quotes run into one. */
function card({ code, message, action }: Verdict): string {
  return `> **${code}**: ${escapeMarkdown(message)}\n>\n> → ${escapeMarkdown(action)}`;
}

function listed(items: readonly string[]): string {
  return items.map((text) => `- ${escapeMarkdown(text)}`).join('\n');
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

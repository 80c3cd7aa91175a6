/** An audit for a pull request: the sentence, one table, details folded. */
import { escapeMarkdown } from '../../inert/markdown.ts';
import type { Audit, Finding } from '../schema-audit.ts';
import { codePlace } from './told.ts';
import { auditSentence, baseWords, priceOf, splitSentence } from './words.ts';

const NAMES = { error: 'leak', warning: 'look', info: 'note' } as const;

export function auditMarkdown(audit: Audit, specName: string): string {
  const told = audit.findings.filter(({ severity }) => severity !== 'info');
  const rows = told.map(
    (finding) =>
      `| ${NAMES[finding.severity]} | ${finding.code} | ${escapeMarkdown(finding.target)} | ${priceOf(finding)?.replace('worth ', '') ?? '–'} | ${escapeMarkdown(finding.message)} |`,
  );
  const code = (audit.code?.findings ?? []).map(
    (finding) =>
      `| ${NAMES[finding.severity]} | ${finding.code} | ${escapeMarkdown(codePlace(finding))} | – | ${escapeMarkdown(finding.message)} |`,
  );
  rows.push(...code);
  const table =
    rows.length === 0 ? [] : ['| | code | what | price | |', '|---|---|---|---|---|', ...rows, ''];
  const accepted = [
    ...audit.ignored.map((finding) => ignoredLine(finding, finding.target)),
    ...(audit.code?.ignored ?? []).map((finding) => ignoredLine(finding, codePlace(finding))),
    ...audit.idleIgnores.map(({ line, message }) => `- line ${line}: ${escapeMarkdown(message)}`),
    ...(audit.code?.idleIgnores ?? []).map(
      (comment) => `- ${escapeMarkdown(codePlace(comment))}: ${escapeMarkdown(comment.message)}`,
    ),
  ];
  const lines = [
    `## Leakage audit of ${escapeMarkdown(specName)}`,
    '',
    escapeMarkdown(auditSentence(audit)),
    '',
    ...table,
    ...(told.length === 0 ? [] : details('What to do', told.map(remedyLine))),
    ...(accepted.length === 0 ? [] : details('Ignored', accepted)),
    ...details('Checked', [
      `- ${escapeMarkdown(splitSentence(audit))}`,
      ...(baseWords(audit) === undefined ? [] : [`- ${baseWords(audit)}`]),
      ...audit.checked.map(({ check, looked }) => `- ${escapeMarkdown(check)}: ${looked}`),
    ]),
    ...(audit.notChecked.length === 0
      ? []
      : details(
          'Not checked',
          audit.notChecked.map(
            ({ check, target, why }) =>
              `- ${escapeMarkdown(check)}${target === undefined ? '' : ` of ${escapeMarkdown(target)}`}: ${escapeMarkdown(why)}`,
          ),
        )),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function details(title: string, lines: readonly string[]): string[] {
  return [`<details><summary>${title}</summary>`, '', ...lines, '', '</details>', ''];
}

const ignoredLine = ({ code, reason }: { code: string; reason: string }, what: string): string =>
  `- ${code}, ${escapeMarkdown(what)}: ${escapeMarkdown(reason)}`;

const remedyLine = ({ target, why, remedy }: Finding): string =>
  `- ${escapeMarkdown(target)}: ${escapeMarkdown(remedy)} ${escapeMarkdown(why)}`;

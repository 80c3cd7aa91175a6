/** A comparison as Markdown: what the editor shows, and what a pull request can take. */

import { score, signed } from '../../common/format.ts';
import { escapeMarkdown } from '../../inert/markdown.ts';
import type { Comparison } from '../compare.ts';
import {
  comparedTargets,
  comparisonNotes,
  comparisonSentences,
  letter,
  writtenComparison,
  writtenInterval,
} from '../words/compare-words.ts';
import { markdownTable } from './markdown.ts';

/** @returns the document, ending in a line break. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { names, settings, notes, metric, arms, estimates } = comparison;
  const others = names.slice(1).map((_, i) => letter(i + 1));
  const blocks = [
    '# Comparison of runs',
    names.map((name, i) => `- **${letter(i)}**: ${escapeMarkdown(name)}`).join('\n'),
    ...comparisonSentences(comparison).map((sentence) => escapeMarkdown(sentence)),
    ...(settings.length + notes.length === 0 ? [] : ['## Changed settings']),
    ...(settings.length === 0 ? [] : [settingsTable(comparison)]),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n')]),
    ...comparedTargets(estimates).flatMap(({ kind, name, estimates: ofTarget }) => [
      `## ${kind === 'Model' ? 'Model ' : ''}${escapeMarkdown(name)}`,
      markdownTable({
        caption: '',
        header: [
          `difference of ${metric}`,
          ...names.map((_, i) => letter(i)),
          ...others.map((other) => `${other} − A`),
        ],
        rows: ofTarget.map(rowOf),
      }),
    ]),
    '## Arms',
    markdownTable({
      caption: '',
      header: ['AUC', ...names.map((_, i) => letter(i)), ...others.map((other) => `${other} − A`)],
      rows: arms.map(({ id, auc, differences, intervals }) => [
        id,
        ...auc.map((value) => (value === null ? '–' : score(value))),
        ...differences.slice(1).map((value, i) => {
          const interval = intervals[i + 1];
          return value === null ? '–' : `${signed(value)}${interval ? ` ${writtenInterval(interval)}` : ''}`;
        }),
      ]),
    }),
    ...comparisonNotes(comparison).map((note) => escapeMarkdown(note)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function settingsTable({ names, settings }: Comparison): string {
  return markdownTable({
    caption: '',
    header: ['setting', ...names.map((_, i) => letter(i))],
    rows: settings.map(({ key, values }) => [key, ...values.map((value) => value ?? '–')]),
  });
}

function rowOf(estimate: Comparison['estimates'][number]): string[] {
  const shown = estimate.estimates.map((_, i) => writtenComparison(estimate, i));
  return [
    estimate.name,
    ...shown.map((cell) => (cell === undefined ? '–' : `${cell.value} ${cell.range}`)),
    ...shown
      .slice(1)
      .map((cell) =>
        cell === undefined || cell.difference === '' ? '–' : `${cell.difference} ${cell.interval}`,
      ),
  ];
}

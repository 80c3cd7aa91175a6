/** A comparison as Markdown: what the editor shows, and what a pull request can take. */
import { COMPARISON_NOTE, type Comparison, letter } from './compare.ts';
import { score, signed } from './format.ts';
import { escapeMarkdown, markdownTable } from './markdown.ts';

/** @returns the document, ending in a line break. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { names, notes, metric, arms, estimates } = comparison;
  const others = names.slice(1).map((_, i) => letter(i + 1));
  const sources = [...new Set(estimates.map(({ source }) => source))];
  const blocks = [
    '# Comparison of runs',
    names.map((name, i) => `- **${letter(i)}**: ${escapeMarkdown(name)}`).join('\n'),
    ...(notes.length === 0
      ? []
      : ['## What differs besides', notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n')]),
    ...sources.flatMap((source) => [
      `## ${escapeMarkdown(source)}`,
      markdownTable({
        caption: '',
        header: [
          `difference of ${metric}`,
          ...names.map((_, i) => letter(i)),
          ...others.map((other) => `${other} − A`),
        ],
        rows: estimates.filter((one) => one.source === source).map(rowOf),
      }),
    ]),
    ...(estimates.length === 0 ? [] : [escapeMarkdown(COMPARISON_NOTE)]),
    '## Arms',
    markdownTable({
      caption: '',
      header: ['AUC', ...names.map((_, i) => letter(i)), ...others.map((other) => `${other} − A`)],
      rows: arms.map(({ id, auc, differences }) => [
        id,
        ...auc.map((value) => (value === null ? '–' : score(value))),
        ...differences.slice(1).map((value) => (value === null ? '–' : signed(value))),
      ]),
    }),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function rowOf({ name, estimates, differences, intervals }: Comparison['estimates'][number]): string[] {
  return [
    name,
    ...estimates.map((e) => (e === null ? '–' : withInterval(e.value, [e.low, e.high]))),
    ...differences.slice(1).map((value, i) => {
      const interval = intervals[i + 1];
      return value === null || interval == null ? '–' : withInterval(value, interval);
    }),
  ];
}

function withInterval(value: number, [low, high]: readonly [number, number]): string {
  return `${signed(value)} [${signed(low)}, ${signed(high)}]`;
}

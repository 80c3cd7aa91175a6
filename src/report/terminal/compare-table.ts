/** A comparison as the terminal shows it, at most 100 columns: a letter per report, a row per report and estimate. */

import { score, shorten, signed } from '../../common/format.ts';
import { oneLineAll } from '../../inert/visible.ts';
import type { Comparison } from '../compare.ts';
import {
  changedLines,
  comparedTargets,
  comparisonNotes,
  comparisonSentences,
  letter,
  writtenComparison,
  writtenInterval,
} from '../words/compare-words.ts';
import { hanging, INDENT, paints, section } from './paint.ts';

const NAME_WIDTH = 32;

/** @returns the whole text, ending in a line break. */
export function renderComparison(raw: Comparison, { colour }: { colour: boolean }): string {
  const comparison = oneLineAll(raw);
  const paint = paints(colour);
  const { names, metric, arms, estimates } = comparison;
  const changed = changedLines(comparison);
  const withIntervals = names.length === 2 && arms.some(({ intervals }) => intervals[1]); // of more there is no room
  const blocks = [
    [paint.strong('Reports'), ...names.flatMap((name, i) => hanging(`${INDENT}${letter(i)}  `, name))],
    comparisonSentences(comparison).flatMap((sentence) => hanging('', sentence)),
    changed.length === 0
      ? []
      : [paint.strong('Changed settings'), ...changed.flatMap((line) => hanging(`${INDENT}- `, line))],
    section(
      'Arms, AUC',
      [
        [
          '',
          ...names.map((_, i) => letter(i)),
          ...names.slice(1).map((_, i) => `${letter(i + 1)} − A`),
          ...(withIntervals ? ['interval'] : []),
        ],
        ...arms.map(({ id, auc, differences, intervals }) => [
          shorten(id, NAME_WIDTH),
          ...auc.map((value) => (value === null ? '–' : score(value))),
          ...differences.slice(1).map((value) => (value === null ? '–' : signed(value))),
          ...(withIntervals ? [intervals[1] ? writtenInterval(intervals[1]) : ''] : []),
        ]),
      ],
      paint,
    ),
    ...comparedTargets(estimates).map(({ kind, name, estimates: ofTarget }) =>
      section(
        `${kind} ${shorten(name, NAME_WIDTH)}`,
        [
          [`difference of ${metric}`, 'report', 'estimate', 'interval', '− A', 'interval'],
          ...ofTarget.flatMap(rowsOf),
        ],
        paint,
      ),
    ),
    comparisonNotes(comparison).flatMap((note) => hanging('', note).map(paint.quiet)),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function rowsOf(estimate: Comparison['estimates'][number]): string[][] {
  return estimate.estimates.map((_, i) => {
    const { value = '–', range = '–', difference = '', interval = '' } = writtenComparison(estimate, i) ?? {};
    return [i === 0 ? shorten(estimate.name, NAME_WIDTH) : '', letter(i), value, range, difference, interval];
  });
}

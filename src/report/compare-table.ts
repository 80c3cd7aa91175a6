/** A comparison as the terminal shows it, at most 100 columns: a letter per report, a row per report and estimate. */
import type { Comparison } from './compare.ts';
import { COMPARISON_NOTE, comparedTargets, letter, writtenComparison } from './compare-words.ts';
import { score, shorten, signed } from './format.ts';
import { hanging, INDENT, paints, section } from './paint.ts';

const NAME_WIDTH = 32;

/** @returns the whole text, ending in a line break. */
export function renderComparison(comparison: Comparison, { colour }: { colour: boolean }): string {
  const paint = paints(colour);
  const { names, notes, metric, arms, estimates } = comparison;
  const blocks = [
    [paint.strong('Reports'), ...names.flatMap((name, i) => hanging(`${INDENT}${letter(i)}  `, name))],
    notes.length === 0
      ? []
      : [paint.strong('What differs besides'), ...notes.flatMap((note) => hanging(`${INDENT}- `, note))],
    section(
      'Arms, AUC',
      [
        ['', ...names.map((_, i) => letter(i)), ...names.slice(1).map((_, i) => `${letter(i + 1)} − A`)],
        ...arms.map(({ id, auc, differences }) => [
          shorten(id, NAME_WIDTH),
          ...auc.map((value) => (value === null ? '–' : score(value))),
          ...differences.slice(1).map((value) => (value === null ? '–' : signed(value))),
        ]),
      ],
      paint,
    ),
    ...comparedTargets(estimates).map(({ kind, name, estimates: own }) =>
      section(
        `${kind} ${shorten(name, NAME_WIDTH)}`,
        [
          [`difference of ${metric}`, 'report', 'estimate', 'interval', '− A', 'at most'],
          ...own.flatMap(rowsOf),
        ],
        paint,
      ),
    ),
    estimates.length === 0 ? [] : hanging('', COMPARISON_NOTE).map(paint.quiet),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function rowsOf(one: Comparison['estimates'][number]): string[][] {
  return one.estimates.map((_, i) => {
    const { value = '–', range = '–', difference = '', widest = '' } = writtenComparison(one, i) ?? {};
    return [i === 0 ? shorten(one.name, NAME_WIDTH) : '', letter(i), value, range, difference, widest];
  });
}

/** The windows of a report in the terminal's table: a line for each source, each model and the base, and one for each window. */
import { shorten } from '../../common/format.ts';
import type { Report } from '../schema.ts';
import { skippedSentences, sliceSentences, trendRows, windowRows } from '../words/rolling/rolling.ts';
import { grid, hanging, INDENT, type Paint, section, TABLE_WIDTH } from './paint.ts';

/** Of names in the rows; and in the header of the table of windows, with what the numbers are. */
const NAME_WIDTH = 16;
const HEAD_WIDTH = 16;
/** Earlier windows than these are in the report only. */
const MOST_WINDOWS = 14;

export function rollingLines(report: Report, paint: Paint): string[] {
  const { rolling } = report;
  if (rolling === undefined) return [];
  const [header, ...trends] = trendRows(report);
  const rows = trends.map(([name, ...cells]) => [shorten(name!, NAME_WIDTH), ...cells]);
  const title = `Over ${rolling.windows.length} windows of ${rolling.every}`;
  const notes = [...skippedSentences(rolling), ...sliceSentences(report)];
  const blocks = [
    section(title, header === undefined ? [] : [header, ...rows], paint),
    header === undefined ? [] : windows(report, paint),
    notes.flatMap((text) => hanging(INDENT, text)),
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, i) => (i === 0 ? block : ['', ...block]));
}

/** As many columns as fit, and the last windows. */
function windows(report: Report, paint: Paint): string[] {
  const [header, ...all] = windowRows(report, ({ value }, format) => format(value));
  const heads = header!.map((text) => shorten(text, HEAD_WIDTH));
  const rows = [heads, ...all.slice(-MOST_WINDOWS)];
  const widths = heads.map((_, i) => Math.max(...rows.map((cells) => cells[i]!.length)));
  let [fit, width] = [0, INDENT.length - GAP];
  while (fit < widths.length && width + GAP + widths[fit]! <= TABLE_WIDTH) width += GAP + widths[fit++]!;
  const left = [
    ...(all.length > MOST_WINDOWS ? [`${all.length - MOST_WINDOWS} earlier windows`] : []),
    ...(fit < widths.length ? [`${widths.length - fit} more columns`] : []),
  ];
  return [
    ...grid(
      rows.map((cells) => cells.slice(0, fit)),
      paint,
    ),
    ...(left.length === 0 ? [] : [paint.quiet(`${INDENT}… and ${left.join(', ')} in the report`)]),
  ];
}

/** Between columns, as `columns` of the formats has it. */
const GAP = 3;

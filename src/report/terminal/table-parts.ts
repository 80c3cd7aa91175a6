/** What a source and a model have in common in the terminal's table: judgements, and where the gain sits. */

import { count, limits, score, shorten, signed, wrap } from '../../common/format.ts';
import type { Segment, Verdict } from '../schema.ts';
import { segmentName } from '../words/segments.ts';
import { grid, hanging, INDENT, type Paint, TABLE_WIDTH } from './paint.ts';

export const NAME_WIDTH = 40;
export const PART_WIDTH = 26;
/** More segments than these are in the report only. */
const MOST_SEGMENTS = 12;

/**
 * A title, its verdicts, and blocks divided by empty lines. Without a verdict the numbers follow the title at once.
 * @param numbers the first block, without a title
 */
export function titled(
  title: string,
  verdicts: readonly Verdict[],
  numbers: readonly string[],
  others: readonly (readonly string[])[],
  paint: Paint,
): string[] {
  const first = verdicts.length === 0 ? [[title, ...numbers]] : [[title, ...cards(verdicts, paint)], numbers];
  return [...first, ...others]
    .filter((block) => block.length > 0)
    .flatMap((block, i) => (i === 0 ? block : ['', ...block]));
}

export function cards(verdicts: readonly Verdict[], paint: Paint): string[] {
  const colour = { positive: paint.good, info: paint.strong, warning: paint.alert, error: paint.bad };
  return verdicts.flatMap(({ code, severity, message, action }) => {
    const [first, ...rest] = wrap(`${code}: ${message}`, TABLE_WIDTH - 4);
    return [
      INDENT + colour[severity](code) + first!.slice(code.length),
      ...rest.map((line) => `    ${line}`),
      ...hanging('    → ', action).map(paint.quiet),
    ];
  });
}

/** @param what the segments hold: LIS of a source, AIS of a model. */
export function segmentLines(all: readonly Segment[], what: 'LIS' | 'AIS', paint: Paint): string[] {
  if (all.length === 0) return [];
  const rows = all
    .slice(0, MOST_SEGMENTS)
    .map((segment) => [
      shorten(segmentName(segment), PART_WIDTH),
      count(segment.rows),
      count(segment.users),
      segment.baseAuc === null ? '–' : score(segment.baseAuc),
      segment.lis === null ? '–' : signed(segment.lis.value),
      segment.lis === null ? shorten(segment.reason ?? 'not measured', 24) : limits(segment.lis),
    ]);
  const header = [`${what} by part of the rows`, 'rows', 'users', 'base AUC', what, 'interval'];
  return [...grid([header, ...rows], paint), ...more(all.length, MOST_SEGMENTS, paint)];
}

export function more(all: number, shown: number, paint: Paint): string[] {
  return all <= shown ? [] : [paint.quiet(`${INDENT}… and ${all - shown} more in the report`)];
}

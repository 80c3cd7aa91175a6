/** `observed` is repeated in the report as declared: what is no range of time must not get there. */

import { instant, isNumeric } from '../moments.ts';
import type { SpecDocument } from '../reading/document.ts';
import { mark } from '../reading/mark.ts';
import type { SpecProblem } from '../reading/problem.ts';
import type { Spec } from '../schema.ts';

export function observedRanges({ sources }: Spec, document: SpecDocument): SpecProblem[] {
  return sources.flatMap((source, i) => {
    const range = 'observed' in source ? source.observed : undefined;
    const wrong = range === undefined ? undefined : faultOf(range);
    return wrong === undefined
      ? []
      : [mark(document, 'error', wrong.code, ['sources', i, 'observed'], wrong.message)];
  });
}

function faultOf(range: string): { code: string; message: string } | undefined {
  const [from = '', to = ''] = range.split('..');
  const noDate = [from, to].find((moment) => instant(moment) === undefined);
  if (noDate !== undefined) {
    const message = `\`${noDate}\` is not a date; write \`observed\` such as 2026-10-01..2026-10-24`;
    return { code: 'no-date', message };
  }
  if (isNumeric(from) !== isNumeric(to)) {
    const message =
      '`observed` must be of one kind: two dates, or two numbers in the unit of the time column';
    return { code: 'mixed-moments', message };
  }
  if (instant(from)! <= instant(to)!) return undefined;
  return { code: 'empty-range', message: `\`observed\` ends before it begins: ${to} is before ${from}` };
}

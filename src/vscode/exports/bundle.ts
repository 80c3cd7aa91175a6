/**
 * The entry of `exports.cjs`: every text that a report or a comparison can be exported as. Functions of their arguments alone; most sessions
 * export nothing, so the host's code has none of it.
 */
import { compareReports, type NamedReport } from '../../report/compare.ts';
import { renderComparisonMarkdown } from '../../report/exports/compare-markdown.ts';

export { renderCsv } from '../../report/exports/csv.ts';
export { renderHtml } from '../../report/exports/html.ts';
export { renderMarkdown } from '../../report/exports/markdown.ts';

/** @throws Failure where the reports are of other data */
export function comparisonMarkdown(reports: readonly NamedReport[]): string {
  return renderComparisonMarkdown(compareReports(reports));
}

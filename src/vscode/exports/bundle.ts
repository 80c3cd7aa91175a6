/**
 * The entry of `exports.cjs`: every text that a report can be exported as. Functions of their arguments alone; most sessions
 * export nothing, so the host's code has none of it.
 */
export { renderCsv } from '../../report/exports/csv.ts';
export { renderHtml } from '../../report/exports/html/html.ts';
export { renderMarkdown } from '../../report/exports/markdown.ts';

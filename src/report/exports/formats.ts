/** The formats a report can be printed in, by the names that the command line uses. */

import { reportText } from '../kept/store.ts';
import type { Report } from '../schema.ts';
import { renderScreen, type ScreenOptions } from '../terminal/screen.ts';
import { renderTable, type TableOptions } from '../terminal/table.ts';
import type { Theme } from './charts/palette.ts';
import { renderCsv } from './csv.ts';
import { renderHtml } from './html/html.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderSvg } from './svg.ts';

export interface RenderOptions extends TableOptions, ScreenOptions {
  /** The whole table instead of one screen. */
  full?: boolean | undefined;
  /** Of `svg`; light where absent. */
  theme?: Theme | undefined;
}

const RENDER = {
  table: (report, options) => (options.full ? renderTable : renderScreen)(report, options),
  json: reportText,
  markdown: renderMarkdown,
  html: renderHtml,
  svg: renderSvg,
  csv: renderCsv,
  junit: renderJunit,
} satisfies Record<string, (report: Report, options: RenderOptions) => string>;

export type ReportFormat = keyof typeof RENDER;

/**
 * A report as text that ends in a line break.
 * @param options for the table, and the theme of `svg`; the other formats take none.
 * @throws Failure `internal` for `json`, when the report breaks its own schema
 */
export function renderReport(report: Report, format: ReportFormat, options: RenderOptions): string {
  return RENDER[format](report, options);
}

/** The forest plot of a report as an SVG file of its own, in fixed colours: programs that show SVG know no style of a page. */
import type { Report } from '../schema.ts';
import { summaryOf } from '../words/summary.ts';
import { drawForest } from './charts/forest.ts';
import { THEMES, type Theme } from './charts/palette.ts';
import { answersForest } from './charts/report-forests.ts';

/** @param theme light where absent @returns the drawing, ending in a line break */
export function renderSvg(report: Report, { theme = 'light' }: { theme?: Theme | undefined } = {}): string {
  const { sentence } = summaryOf(report);
  const forest = answersForest(report) ?? {
    ...{ title: 'No source and no model', description: sentence, rows: [], apart: [], axis: '' },
    legend: [sentence],
  };
  return `${drawForest(forest, { palette: THEMES[theme], id: 'lis', ground: true })}\n`;
}

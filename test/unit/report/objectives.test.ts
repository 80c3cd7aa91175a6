import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../../src/report/exports/csv.ts';
import { renderHtml } from '../../../src/report/exports/html/html.ts';
import { renderJunit } from '../../../src/report/exports/junit.ts';
import { renderMarkdown } from '../../../src/report/exports/markdown.ts';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { renderTable, TABLE_WIDTH } from '../../../src/report/terminal/table.ts';
import { byObjectiveRows } from '../../../src/report/words/objectives.ts';
import { byTime } from '../../fixtures/objective-report.ts';
import { fullReport } from './sample.ts';

/** The full sample by time spent too, which sees no gain in co-click. */
function withObjective(): Report {
  const report = fullReport();
  return { ...report, objectives: [byTime(report)] };
}

describe('a report by an objective', () => {
  const report = withObjective();

  it('is one, and an older one without it still is', () => {
    expect(ReportSchema.parse(report)).toEqual(report);
    expect(ReportSchema.parse(fullReport())).not.toHaveProperty('objectives');
  });

  it('shows each source by the label of the log and by the objective', () => {
    expect(byObjectiveRows(report)).toEqual([
      ['source', 'objective', 'metric', 'base', 'LIS', 'interval', 'verdict'],
      ['co-click', 'log.label', 'AUC', '0.7003', '+0.0120', '[+0.0080, +0.0160]', 'headroom'],
      ['', 'time', 'weighted AUC', '0.7219', '+0.0001', '[-0.0001, +0.0003]', 'no-headroom'],
      ['editorial', 'log.label', ...byObjectiveRows(report)[3]!.slice(2)],
    ]);
    expect(byObjectiveRows(fullReport())).toEqual([]);
  });

  it('has no base of another metric that the report does not hold', () => {
    expect(byObjectiveRows({ ...report, metric: 'gauc' })[1]!.slice(2, 4)).toEqual(['GAUC', '–']);
  });

  it('says it in the table, within its width', () => {
    const text = renderTable(report, { colour: false });
    expect(text).toMatch(/ {2}Also by {3}time: click, weighed by dwell_ms · 14\.9 % positive\n/);
    expect(text).toMatch(/By objective\n.*\n {2}co-click +log.label .*headroom\n +time +0\.7219/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(TABLE_WIDTH);
  });

  it('says it in Markdown, HTML, CSV and JUnit', () => {
    expect(renderMarkdown(report)).toContain(
      '<summary><b>By objective</b></summary>\n\n| source | objective | metric |',
    );
    expect(renderHtml(report)).toContain('<td>weighted AUC</td>');
    const rows = renderCsv(report).split('\r\n');
    expect(rows[0]!.endsWith(',verdict,objective,from,to')).toBe(true);
    expect(rows.filter((row) => row.endsWith(',no-headroom,time,,'))).not.toEqual([]);
    expect(renderJunit(report)).toContain('<testsuite name="co-click (time)"');
  });
});

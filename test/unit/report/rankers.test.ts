import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../../src/report/exports/csv.ts';
import { renderHtml } from '../../../src/report/exports/html/html.ts';
import { renderJunit } from '../../../src/report/exports/junit.ts';
import { renderMarkdown } from '../../../src/report/exports/markdown.ts';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { renderTable, TABLE_WIDTH } from '../../../src/report/terminal/table.ts';
import { byRankerRows } from '../../../src/report/words/rankers.ts';
import { estimate, fullReport } from './sample.ts';

/** The full sample under `deepfm` too, which sees no gain in co-click. */
function twoRankers(): Report {
  const report = fullReport();
  const { arms, sources } = fullReport();
  const lis = { transferable: estimate(0.0001, 0.0002, 0.6), total: estimate(0.03, 0.01, 0.002) };
  report.otherRankers = [
    {
      ranker: { kind: 'deepfm', hidden: [64, 32], dropout: 0.2 },
      arms: arms.map((arm) => ({ ...arm, ranker: 'deepfm', auc: arm.auc + 0.01 })),
      sources: sources.map((source) => (source.name === 'co-click' ? { ...source, lis } : source)),
      models: [],
      verdicts: [
        {
          ...{ code: 'no-headroom', severity: 'info', target: 'co-click' },
          ...{ message: 'Below.', action: 'Try another.' },
        },
      ],
    },
  ];
  return report;
}

describe('a report of two rankers', () => {
  const report = twoRankers();

  it('is one, and an older one without them still is', () => {
    expect(ReportSchema.parse(report)).toEqual(report);
    expect(ReportSchema.parse(fullReport())).not.toHaveProperty('otherRankers');
  });

  it('shows both beside each other for every source', () => {
    expect(byRankerRows(report)).toEqual([
      ['source', 'ranker', 'base AUC', 'LIS', 'interval', 'verdict'],
      ['co-click', 'fm', '0.7003', '+0.0120', '[+0.0080, +0.0160]', 'headroom'],
      ['', 'deepfm', '0.7103', '+0.0001', '[-0.0003, +0.0005]', 'no-headroom'],
      ['editorial', 'fm', ...byRankerRows(report)[3]!.slice(2)],
      ['', 'deepfm', ...byRankerRows(report)[4]!.slice(2)],
    ]);
    expect(byRankerRows(fullReport())).toEqual([]);
  });

  it('says it in the table, within its width', () => {
    const text = renderTable(report, { colour: false });
    expect(text).toMatch(/ {2}and {7}deepfm · hidden 64-32 · dropout 0\.2\n/);
    expect(text).toMatch(/By ranker\n.*\n {2}co-click +fm +0\.7003 .*headroom\n +deepfm .*no-headroom\n/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(TABLE_WIDTH);
  });

  it('says it in Markdown and HTML', () => {
    expect(renderMarkdown(report)).toContain(
      '<summary><b>LIS by ranker</b></summary>\n\n| source | ranker | base AUC |',
    );
    expect(renderMarkdown(report)).toContain('deepfm, hidden 64-32, dropout 0.2');
    expect(renderHtml(report)).toContain('<caption>LIS by ranker</caption>');
    expect(renderHtml(fullReport())).not.toContain('LIS by ranker');
  });

  it('names the ranker of every row of CSV', () => {
    const rows = renderCsv(report).trimEnd().split('\r\n').slice(1);
    const alone = renderCsv(fullReport()).trimEnd().split('\r\n').slice(1);
    expect(rows.slice(0, alone.length)).toEqual(alone);
    expect(alone.every((row) => /,fm,,[^,]*,[^,]*,,,$/.test(row))).toBe(true);
    expect(rows.slice(alone.length)).toHaveLength(alone.length);
    expect(rows.slice(alone.length).every((row) => /,deepfm,,[^,]*,[^,]*,,,$/.test(row))).toBe(true);
    expect(rows[alone.length]).toMatch(/^co-click,lis\.transferable,,,0\.0001,/);
  });

  it('gives JUnit a suite of its own for a source under another ranker', () => {
    const text = renderJunit(report);
    expect(text).toContain('<testsuite name="co-click (deepfm)" tests="1"');
    expect(text).toContain('classname="co-click (deepfm)" name="no-headroom"');
  });
});

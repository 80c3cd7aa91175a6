import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../../src/report/exports/csv.ts';
import { renderHtml } from '../../../src/report/exports/html/html.ts';
import { renderMarkdown } from '../../../src/report/exports/markdown.ts';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { renderTable, TABLE_WIDTH } from '../../../src/report/terminal/table.ts';
import {
  skippedSentences,
  sliceSentences,
  trendRows,
  trendSentence,
  trendsOf,
  windowNames,
  windowRows,
} from '../../../src/report/words/rolling/rolling.ts';
import { withLeak, withLeakingBase } from '../../fixtures/leaks.ts';
import { estimate } from '../../fixtures/report.ts';
import { rollingReport, sevenWindows } from '../../fixtures/rolling-report.ts';

const report = rollingReport();
const said = (given: Report = report): string[] =>
  trendsOf(given).map((trend) => trendSentence(trend, given.rolling!));

it('is a report, and one without windows still is', () => {
  expect(ReportSchema.parse(report)).toEqual(report);
  const { rolling: _none, ...older } = report;
  expect(ReportSchema.parse(older)).not.toHaveProperty('rolling');
});

describe('the sentences', () => {
  it('say mean, ends and change, or that none can be told', () => {
    expect(said()).toEqual([
      'co-click: LIS +0.0183 on average over 6 of 7 windows of 1d, +0.0211 → +0.0151, a change of -0.0061 [-0.0110, -0.0012].',
      'content: LIS +0.0702 on average over 6 of 7 windows of 1d, +0.0703 → +0.0701; no trend can be told: a change of -0.0004 [-0.0092, +0.0084].',
      'notellm: AIS +0.0040 on average over 6 of 7 windows of 1d, +0.0031 → +0.0053; no trend can be told: a change of +0.0012 [-0.0031, +0.0055].',
      'the base: AUC 0.7230 on average over 6 of 7 windows of 1d, 0.7251 → 0.7204; no trend can be told: a change of -0.0046 [-0.0104, +0.0012].',
    ]);
  });

  it('say that windows are too few', () => {
    const windows = sevenWindows().windows.slice(0, 1);
    const rolling = sevenWindows({
      windows,
      sources: [],
      models: [],
      base: { mean: estimate(0.7251, 0.01) },
    });
    const few = { ...report, rolling };
    expect(said(few)).toEqual([
      'the base: AUC 0.7251 on average over 1 window of 1d, too few to tell a trend.',
    ]);
    expect(trendRows(few).at(-1)).toEqual([
      ...['the base', 'AUC', '0.7251', '[0.7151, 0.7351]', '–', '–', 'too few'],
    ]);
  });

  it('name what was left out, and why; a time of day where windows begin within a day', () => {
    expect(skippedSentences(report.rolling!)).toEqual([
      'The window of 2026-10-28 is left out: no positives.',
    ]);
    const [first, ...rest] = sevenWindows().windows;
    const windows = [{ ...first!, from: '2026-10-24T12:00:00.000Z' }, ...rest];
    expect(windowNames({ windows }).slice(0, 2)).toEqual(['2026-10-24 12:00', '2026-10-26 00:00']);
  });

  it('count by reason what was left out where that is much', () => {
    const windows = sevenWindows().windows.map((window, i) => ({
      ...window,
      skipped: i === 2 ? 'no negatives' : i > 2 ? 'too few users' : undefined,
    }));
    expect(skippedSentences({ windows })).toEqual([
      'The window of 2026-10-27 is left out: no negatives.',
      '4 windows are left out, the first that of 2026-10-28: too few users.',
    ]);
  });

  it('follow the length and the age of the data in order', () => {
    expect(sliceSentences(report)).toEqual([
      'LIS of co-click by the length of its data: +0.0233 at 1 slice, +0.0314 at 3, +0.0377 at 7.',
      'Honest gain of co-click by the age of its data: +0.0242 at 1 slice, +0.0161 at 2, +0.0049 at 4.',
    ]);
    const [first, ...others] = sevenWindows().sources;
    const turned = [{ ...first!, lags: first!.lags!.slice(1).toReversed(), lengths: [] }, ...others];
    expect(sliceSentences({ ...report, rolling: sevenWindows({ sources: turned }) })).toEqual([
      'Honest gain of co-click by the age of its data: +0.0161 at 2 slices, +0.0049 at 4.',
    ]);
  });

  it('say nothing of what holds the label, nor of anything where the base does', () => {
    const leak = withLeak(rollingReport(), 'co-click');
    expect(trendsOf(leak).map(({ name }) => name)).toEqual(['content', 'notellm', 'the base']);
    expect(sliceSentences(leak)).toEqual([]);
    expect(trendsOf(withLeakingBase(rollingReport()))).toEqual([]);
  });

  it('say nothing where no window was measured', () => {
    const windows = sevenWindows().windows.map((window) => ({
      ...{ ...window, skipped: 'too few users', sources: [], models: [] },
    }));
    const { base: _none, ...rest } = sevenWindows({ windows, sources: [], models: [] });
    const none = { ...report, rolling: rest };
    expect(said(none)).toEqual([]);
    expect(trendRows(none)).toEqual([]);
    const text = renderTable(none, { colour: false });
    expect(text).toContain(
      'Over 7 windows of 1d\n\n  7 windows are left out, the first that of 2026-10-25: too few users.\n',
    );
  });
});

describe('the tables', () => {
  it('have a row for each source, each model and the base, and what is told of it', () => {
    expect(trendRows(report).map((cells) => [cells[0], cells[1], cells.at(-1)])).toEqual([
      ['', '', 'trend'],
      ['co-click', 'LIS', 'drifting'],
      ['content', 'LIS', 'none told'],
      ['notellm', 'AIS', 'none told'],
      ['the base', 'AUC', 'none told'],
    ]);
    const unjudged = { ...report, verdicts: [] };
    expect(trendRows(unjudged)[1]!.at(-1)).toBe('falls');
  });

  it('have a row for each window, also of one that is left out', () => {
    const rows = windowRows(report, ({ value }, format) => format(value));
    expect(rows.slice(0, 2)).toEqual([
      ['window', 'rows', 'base AUC', 'LIS co-click', 'LIS content', 'AIS notellm'],
      ['2026-10-25', '4,100', '0.7251', '+0.0211', '+0.0703', '+0.0031'],
    ]);
    expect(rows[4]).toEqual(['2026-10-28', '4,103', '–', '–', '–', '–']);
    expect(rows).toHaveLength(8);
    expect(windowRows({ ...report, rolling: undefined }, String)).toEqual([]);
  });
});

describe('the terminal', () => {
  const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

  it('shows them within its width', () => {
    const text = renderTable(report, { colour: false });
    expect(text).toMatch(/Over 7 windows of 1d\n +mean .* trend\n {2}co-click +LIS .* drifting\n/);
    expect(text).toMatch(/\n {2}2026-10-28 +4,103 +– +– +– +–\n/);
    expect(widest(text)).toBeLessThanOrEqual(TABLE_WIDTH);
    expect(renderTable({ ...report, rolling: undefined }, { colour: false })).not.toContain('windows of');
  });

  it('leaves out columns and earlier windows that do not fit, and says so', () => {
    const given = sevenWindows();
    const names = Array.from({ length: 9 }, (_, i) => `a-source-of-a-long-name-${i}`);
    const windows = Array.from({ length: 20 }, (_, i) => ({
      ...given.windows[0]!,
      from: new Date(Date.UTC(2026, 9, 1 + i, 12)).toISOString(),
      sources: names.map((name) => ({ ...given.windows[0]!.sources[0]!, name })),
    }));
    const sources = names.map((name) => ({ ...given.sources[0]!, name }));
    const wide = { ...report, rolling: sevenWindows({ windows, sources, models: [] }) };
    const text = renderTable(wide, { colour: false });
    expect(text).toContain('… and 6 earlier windows, 6 more columns in the report');
    expect(text).toContain('2026-10-20 12:00');
    expect(text).not.toContain('2026-10-06 12:00');
    expect(widest(text)).toBeLessThanOrEqual(TABLE_WIDTH);
  });
});

describe('the exports', () => {
  it('say it in Markdown and HTML', () => {
    const markdown = renderMarkdown(report);
    expect(markdown).toContain(
      '<summary><b>Over 7 windows of 1d</b></summary>\n\nco-click: LIS +0.0183 on average',
    );
    expect(markdown).toContain('### Windows\n\n| window | rows | base AUC | LIS co-click |');
    expect(markdown).toContain('| co-click | age | 4 | – | – | +0.0049 |');
    const html = renderHtml(report);
    expect(html).toContain('<summary>Over 7 windows of 1d</summary>\n<p>co-click: LIS +0.0183');
    expect(html).toContain('<td>+0.0211 [+0.0166, +0.0256]</td>');
    expect(renderHtml({ ...report, rolling: undefined })).not.toContain('windows of');
  });

  it('have a row of CSV for every number, with the times of its window', () => {
    const rows = renderCsv(report).trimEnd().split('\r\n');
    expect(rows[0]!.endsWith(',verdict,objective,from,to')).toBe(true);
    const ofWindow = rows.filter((row) => row.endsWith('2026-10-25T00:00:00.000Z,2026-10-26T00:00:00.000Z'));
    expect(ofWindow.map((row) => row.split(',').slice(0, 5).join())).toEqual([
      ',window.baseAuc,,,0.7251',
      'co-click,window.lis,,,0.0211',
      'co-click,window.honestGain,,,0.01055',
      'co-click,window.freshness,,,0.0035',
      'co-click,window.placeboGain,,,-0.0012',
      'content,window.lis,,,0.0703',
      'content,window.placeboGain,,,-0.0009',
      ',window.ais,,,0.0031',
    ]);
    const [skipped] = rows.filter((row) => row.startsWith(',window,'));
    expect(skipped).toContain(',no positives,');
    const begin = (start: string) => rows.filter((row) => row.startsWith(start)).length;
    expect(begin('co-click,trend.mean,windows,1d,0.0183,')).toBe(1);
    expect(begin(',trend.change,windows,1d,')).toBe(2); // of the base, of the model
    expect(begin('co-click,length.lis,length,3,0.0314,')).toBe(1);
    expect(begin('co-click,lag.honestGain,age,4,0.0049,')).toBe(1);
  });
});

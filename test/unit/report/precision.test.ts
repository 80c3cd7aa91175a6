import { expect, it } from 'vitest';
import { renderHtml } from '../../../src/report/exports/html/html.ts';
import { renderMarkdown } from '../../../src/report/exports/markdown.ts';
import type { PrecisionReport } from '../../../src/report/schema.ts';
import { renderTable } from '../../../src/report/terminal/table.ts';
import {
  allEvaluationUsers,
  precisionSentence,
  precisionStages,
} from '../../../src/report/words/precision.ts';
import { exampleReport } from '../../fixtures/report.ts';

const stages = [
  { share: 1 / 16, users: 1560, rows: 6240, halfWidth: 0.00214 },
  { share: 1 / 8, users: 3120, rows: 12_480, halfWidth: 0.000494 },
];
const precision: PrecisionReport = {
  ...{ asked: 0.0005, reached: true, allUsers: 24_960, allRows: 99_840, stages },
};
const report = exampleReport({ precision });
const all = { share: 1, users: 24_960, rows: 99_840, halfWidth: 0.00071 };

it('says in one sentence how many users were measured, and whether the interval is as narrow as asked', () => {
  expect(precisionSentence(report)).toBe(
    'Measured on 1/8 of the evaluation users (3,120 of 24,960): the interval is as narrow as asked (±0.0005).',
  );
  const ofAll = (reached: boolean) =>
    precisionSentence({
      ...report,
      precision: { ...precision, reached, stages: [...stages.slice(0, 1), all] },
    });
  expect(ofAll(true)).toBe(
    'Measured on all 24,960 evaluation users: it took them all to be as precise as asked (±0.0005).',
  );
  expect(ofAll(false)).toBe(
    'Measured on all 24,960 evaluation users: the widest interval is ±0.00071, wider than asked (±0.0005).',
  );
  // Of one stage no sample was looked at.
  const once = (asked: number, halfWidth: number) =>
    precisionSentence({
      ...report,
      precision: { ...precision, asked, reached: halfWidth <= asked, stages: [{ ...all, halfWidth }] },
    });
  expect(once(0.001, 0.00071)).toBe(
    'Measured on all 24,960 evaluation users: they are too few to measure a sample of them. The widest interval is ±0.00071, as narrow as asked (±0.001).',
  );
  expect(once(0.0005, 0.000504)).toBe(
    'Measured on all 24,960 evaluation users: they are too few to measure a sample of them. The widest interval is ±0.000504, wider than asked (±0.0005).',
  );
  expect(once(0.00125, 0.00126)).toContain('±0.0013, wider than asked (±0.00125)');
  expect(once(0.0126, 0.012604)).toContain('±0.012604, wider than asked (±0.0126)');
  const sparse = { ...precision, asked: 0.003, stages: [...stages.slice(0, 1), all] };
  expect(precisionSentence({ ...report, precision: sparse })).toBe(
    'Measured on all 24,960 evaluation users: a sample was as narrow as asked (±0.003), but held too few users whom the data reaches.',
  );
  const several = { ...report, sources: [...report.sources, ...report.sources] };
  expect(precisionSentence(several)).toContain('all intervals are as narrow as asked');
  expect(precisionSentence(exampleReport())).toBeUndefined();
});

it('lists the stages with their rows and half-widths', () => {
  expect(precisionStages(precision)).toBe(
    '1/16: 1,560 users, 6,240 rows, ±0.0021; 1/8: 3,120 users, 12,480 rows, ±0.00049',
  );
  expect(
    precisionStages({ ...precision, asked: 0.000494, stages: [{ ...all, halfWidth: 0.0004944 }] }),
  ).toContain('±0.0004944');
  expect(precisionStages({ ...precision, stages: [all] })).toBe('1: 24,960 users, 99,840 rows, ±0.00071');
});

it('tells how many evaluation users the log has', () => {
  expect(allEvaluationUsers(report)).toBe(24_960);
  expect(allEvaluationUsers(exampleReport())).toBe(5);
});

it('stands in the table, in Markdown and in HTML', () => {
  const table = renderTable(report, { colour: false });
  expect(table.replace(/\s+/g, ' ')).toContain('Measured on 1/8 of the evaluation users (3,120 of 24,960)');
  expect(table).toContain('20 of 99,840 rows · 5 of 24,960 users');
  expect(table).toContain('1/16: 1,560 users');
  for (const text of [renderMarkdown(report), renderHtml(report)]) {
    expect(text).toContain('Measured on 1/8 of the evaluation users');
    expect(text).toContain('1/16: 1,560 users, 6,240 rows, ±0.0021');
  }
});

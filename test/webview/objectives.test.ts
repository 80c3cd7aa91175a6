// @vitest-environment jsdom
/** What the panel shows of objectives beside log.label. */
import { expect, test } from 'vitest';
import type { Report } from '../../src/report/schema.ts';
import { fullReport } from '../fixtures/full-report.ts';
import { byTime } from '../fixtures/objective-report.ts';
import { cells, payload, settled, startPage } from './page.ts';

async function show(report: Report): Promise<HTMLElement> {
  const page = startPage();
  page.send('report', payload({ report }));
  await settled();
  return page.root;
}

test('each source stands by the label of the log and by each objective', async () => {
  const report = fullReport();
  const root = await show({ ...report, objectives: [byTime(report)] });
  const [first] = report.sources;
  const rows = cells(root, 'objectives');
  const ofFirst = rows.filter(([name]) => name === first!.name);
  expect(ofFirst.map(([, objective, metric]) => [objective, metric])).toEqual([
    ['log.label', 'AUC'],
    ['time', 'weighted AUC'],
  ]);
  expect(ofFirst[1]!.slice(3, 5)).toEqual(['0.7219', '+0.0001']);
  expect(ofFirst[1]!.at(-1)).toBe('not worth aligning on');
  expect(rows).toHaveLength(report.sources.length + report.models.length + 1);
});

test('the details of a source say what it gains by each objective, unless it holds the label', async () => {
  const report = fullReport();
  const [first] = report.sources;
  const lines = async (shown: Report) => {
    const root = await show(shown);
    root.querySelector<HTMLElement>(`[data-key="answer:${first!.name}"]`)!.click();
    return [...root.querySelectorAll('.details:not([hidden]) p')]
      .map((line) => line.textContent ?? '')
      .filter((line) => line.startsWith('by '));
  };
  const value = { ...byTime(report), name: 'value' };
  expect(await lines({ ...report, objectives: [byTime(report), value] })).toEqual([
    'by time +0.0001 · by value +0.0001',
  ]);
  expect(await lines(report)).toEqual([]);
  const leak: Report['verdicts'][number] = {
    ...({ code: 'label-leak', severity: 'error' } as const),
    ...{ target: first!.name, message: 'Leaks.', action: 'Mend.' },
  };
  expect(await lines({ ...report, objectives: [{ ...value, verdicts: [leak] }] })).toEqual([]);
  expect(await lines({ ...report, objectives: [value], verdicts: [leak] })).toEqual([]);
});

test('a report without objectives has no such table', async () => {
  const root = await show(fullReport());
  expect(root.querySelector('table[data-table="objectives"]')).toBeNull();
});

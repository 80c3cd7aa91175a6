import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../src/report/schema.ts';
import { partTitle } from '../../../../src/vscode/codelens/part-title.ts';
import { age } from '../../../../src/vscode/words/phrases.ts';
import { runningTitle, sourceFacts, specFacts } from '../../../../src/vscode/words/titles.ts';
import { estimate, exampleReport } from '../../../fixtures/report.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));
const created = Date.parse('2026-11-01T10:00:00.000Z');
const hour = 3_600_000;

describe('over the document', () => {
  it('stand the base AUC of the report and its age', () => {
    expect(specFacts(exampleReport(), created + 2 * hour, undefined, t)).toEqual([
      'base AUC 0.7355',
      '2 h ago',
    ]);
  });

  it('stands nothing before the first run', () => {
    expect(specFacts(undefined, created, undefined, t)).toEqual([]);
  });

  it('stands what made the report stale', () => {
    expect(specFacts(exampleReport(), created, 'clicks.csv changed', t)).toEqual([
      'base AUC 0.7355',
      'just now',
      'stale: clicks.csv changed',
    ]);
  });

  it('stands the progress of a run, rounded down so that 100 % means done', () => {
    expect(runningTitle({ message: 'training leaked:co-click', fraction: 0.439 }, t)).toBe(
      'training leaked:co-click … 43 %',
    );
    expect(runningTitle({ message: 'training', fraction: 0.9999 }, t)).toBe('training … 99 %');
  });
});

describe('over a source', () => {
  const sourceTitle = (...[result, stale]: Parameters<typeof sourceFacts>) =>
    partTitle('co-click', sourceFacts(result, stale, t), t);
  const [source] = exampleReport().sources;
  const verdict = (code: Verdict['code']): Verdict => ({
    code,
    severity: 'info',
    target: 'co-click',
    message: '',
    action: '',
  });

  it('stands LIS with half the width of its interval', () => {
    // high − low = 2 · 0.00147, half of it 0.00147 → 0.0015: 0.001 ± 0.001 would not say on which side of 0 it ends
    expect(sourceTitle({ source: source!, verdicts: [] }, undefined, t)).toBe(
      '▶ co-click · LIS +0.0012 ±0.0015',
    );
  });

  it('stands the verdict in words, then the numbers and what is there already, and last what is stale', () => {
    const good = { ...source!, lis: { ...source!.lis, transferable: estimate(0.0203, 0.0051) } };
    const verdicts = [{ ...verdict('headroom'), severity: 'positive' as const }, verdict('low-coverage')];
    const honest = { ...good, honestGain: estimate(0.0084, 0.004) };
    expect(sourceTitle({ source: honest, verdicts }, 'a.csv changed', t)).toBe(
      '▶ co-click · worth aligning on · LIS +0.020 ±0.005 · already there +0.008 · stale: a.csv changed',
    );
  });

  it('stands the total alone where there is no transferable part', () => {
    const declared = { ...source!, lis: { total: source!.lis.total } };
    expect(sourceTitle({ source: declared, verdicts: [] }, undefined, t)).toBe(
      '▶ co-click · total LIS +0.039 ±0.011',
    );
  });

  it('stands the way to its first result', () => {
    expect(sourceTitle(undefined, undefined, t)).toBe('▶ Evaluate co-click');
  });
});

it.each([
  [-5000, 'just now'],
  [59_000, 'just now'],
  [60_000, '1 min ago'],
  [59.9 * 60_000, '59 min ago'],
  [hour, '1 h ago'],
  [47.9 * hour, '47 h ago'],
  [48 * hour, '2 days ago'],
])('an age of %d ms is "%s"', (milliseconds, text) => {
  expect(age(milliseconds, t)).toBe(text);
});

import { describe, expect, it } from 'vitest';
import { AUDIT_CODES } from '../../../../src/report/schema-audit.ts';
import { gateMeasured } from '../../../../src/vscode/findings/gate-words.ts';
import { findingsByColumn } from '../../../../src/vscode/findings/notes/by-column.ts';
import { findingMarkdown } from '../../../../src/vscode/findings/notes/finding-text.ts';
import { leaksOf } from '../../../../src/vscode/findings/notes/leaks.ts';
import { lineNote } from '../../../../src/vscode/findings/notes/words.ts';
import { countWords, findingTitle, shortPrice } from '../../../../src/vscode/findings/words.ts';
import { exampleFinding } from '../../../fixtures/audit.ts';
import { labelLeak } from '../../../fixtures/leaks.ts';
import { estimate, exampleReport } from '../../../fixtures/report.ts';

const t = (message: string, ...values: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_, i) => String(values[Number(i)]));

const copy = exampleFinding({ price: estimate(0.3112, 0.01) });
const doubt = exampleFinding({ code: 'outcome-like', severity: 'warning', target: 'slot' });

describe('findings in few words', () => {
  it('has a title for each code', () => {
    const titles = AUDIT_CODES.map((code) => findingTitle({ code }, t));
    expect(new Set(titles).size).toBe(AUDIT_CODES.length);
  });

  it('counts what leaks, then what is to be looked at', () => {
    const [error, warning, info] = (['error', 'warning', 'info'] as const).map((severity) => ({ severity }));
    expect(countWords([error!, warning!, info!], t)).toBe('1 leak, 1 to look at');
    expect(countWords([error!, error!], t)).toBe('2 leaks');
    expect(countWords([info!], t)).toBeUndefined();
  });

  it('rounds a price, without hiding it', () => {
    expect(shortPrice(copy, t)).toBe('worth +0.311 AUC');
    expect(shortPrice({ price: estimate(-0.00042, 0.001) }, t)).toBe('worth -0.0004 AUC');
    expect(shortPrice({}, t)).toBeUndefined();
  });

  it('leaves notes of the audit out of what is told of columns', () => {
    const drift = exampleFinding({ code: 'column-drift', severity: 'info' });
    const split = exampleFinding({ code: 'random-split', about: 'split', target: 'split' });
    expect(findingsByColumn([copy, doubt, drift, split])).toEqual(
      new Map([
        ['dwell_ms', [copy]],
        ['slot', [doubt]],
      ]),
    );
  });
});

describe('a note behind a line', () => {
  it('says what the audit found first', () => {
    expect(lineNote([{ name: 'dwell_ms', evidence: [], findings: [copy] }], 'AUC', false, t)).toEqual({
      text: 'leak: copies the label · worth +0.311 AUC',
      leaks: true,
    });
    expect(lineNote([{ name: 'slot', evidence: [], findings: [doubt] }], 'AUC', true, t)).toEqual({
      text: 'seems to be written with the outcome? · stale',
      leaks: false,
    });
  });
});

describe('what a report says of a column', () => {
  const column = (name: string, auc: number, specPath: (string | number)[]) => ({
    name,
    auc,
    specPath,
    line: 1,
  });
  const leaks = leaksOf({
    verdicts: [
      labelLeak('the base', [column('watched', 0.9998, ['log', 'features', 0])]),
      labelLeak('recent', [
        column('watched', 1, ['sources', 0, 'columns', 0]),
        column('hour', 0.6, ['sources', 0, 'columns', 1]),
      ]),
      labelLeak('co-click', [column('max', 1, ['sources', 1, 'name'])]),
    ],
  });

  it('is a leak only where the column alone holds the label, and the spec lists it', () => {
    expect([...leaks].map(([name, { auc, verdict }]) => [name, auc, verdict.target])).toEqual([
      ['watched', 0.9998, 'the base'],
    ]);
  });

  it('is noted behind the line, of a column of the base too', () => {
    const leak = leaks.get('watched')!;
    expect(lineNote([{ name: 'watched', evidence: [], findings: [], leak }], 'AUC', false, t)).toEqual({
      text: 'label leak · AUC 0.9998 alone',
      leaks: true,
    });
  });
});

it('a gate that is not met says what was measured, with its interval', () => {
  const report = exampleReport();
  const gate = { source: 'co-click', condition: 'transferable >= 0.002', value: 0.00123, met: false };
  expect(gateMeasured(gate, report)).toEqual({
    value: 'transferable +0.0012',
    whole: 'transferable +0.0012 [-0.0002, +0.0027]',
  });
  expect(gateMeasured({ ...gate, value: 0.03912 }, report).whole).toBe('total +0.0391 [+0.0277, +0.0505]');
  expect(gateMeasured({ ...gate, objective: 'dwell' }, report).whole).toBe('+0.0012');
});

describe('the hover of a finding', () => {
  it('has the price with its interval, why it leaks, and what to do', () => {
    const text = findingMarkdown(
      { name: 'dwell_ms', findings: [copy], age: '2 h ago', stale: undefined, links: ['[lis.yaml:3](x)'] },
      t,
    );
    expect(text).toBe(
      [
        '**LIS** · dwell\\_ms',
        '**copies the label** (label-copy) · worth +0.3112 \\[+0.3012, +0.3212\\] AUC',
        '\\`dwell\\_ms\\` is the label: it orders 99.9 % of pairs.',
        'It is written after the click.',
        '→ Drop the column.',
        'Audited 2 h ago · [lis.yaml:3](x)',
      ].join('\n\n'),
    );
  });

  it('says why it is stale', () => {
    const facts = { name: 'a', findings: [doubt], age: 'now', stale: 'a.csv changed', links: [] };
    expect(findingMarkdown(facts, t)).toMatch(/Audited now · \*\*stale: a\\?\.csv changed\*\*$/);
  });
});

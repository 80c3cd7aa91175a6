import { describe, expect, it } from 'vitest';
import type { Report, Verdict } from '../../../../src/report/schema.ts';
import { specHash } from '../../../../src/specfile/hash.ts';
import { parseSpec } from '../../../../src/specfile/reading/parse.ts';
import { sourceHover } from '../../../../src/vscode/hover/source.ts';
import { isAccepted, verdictMarks } from '../../../../src/vscode/problems/verdicts.ts';
import { type CheckedReport, lastResults } from '../../../../src/vscode/state/reports/results.ts';
import { exampleReport } from '../../../fixtures/report.ts';
import { covered, HEAD } from '../../specfile/support.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));

const text = `${HEAD}sources:\n  - {name: co-click, build: co-click}\n  - {name: swing, build: swing}\n`;
const hash = specHash(parseSpec(text).spec!);

const verdict = (target: string, code: Verdict['code'], severity: Verdict['severity']): Verdict => ({
  code,
  severity,
  target,
  message: `${code} of ${target}.`,
  action: 'Do it.',
});

function checked(
  path: string,
  names: string[],
  more: Partial<Report> = {},
  staleInputs: string[] = [],
): CheckedReport {
  const report = exampleReport();
  const sources = names.map((name) => ({ ...report.sources[0]!, name }));
  const verdicts = names.map((name) => verdict(name, 'underpowered', 'warning'));
  return {
    path,
    report: { ...report, spec: { ...report.spec, hash }, sources, verdicts, ...more },
    staleInputs,
  };
}

const marks = (spec: string, ...reports: CheckedReport[]) =>
  verdictMarks(parseSpec(spec), { ...reports[0]!, ...lastResults(reports) }, t).map(
    ({ range, severity, message, reportPath }) =>
      `${covered(spec, range)} ${severity} ${message} (${reportPath})`,
  );

describe('the last result of a source', () => {
  it('is that of the newest report that has it', () => {
    const results = lastResults([checked('new', ['swing']), checked('old', ['co-click', 'swing'])]);
    expect([...results.sources].map(([name, { path }]) => [name, path])).toEqual([
      ['co-click', 'old'],
      ['swing', 'new'],
    ]);
    expect(results.sources.get('swing')?.verdicts.map(({ target }) => target)).toEqual(['swing']);
  });
});

describe('verdicts', () => {
  it('mark the names of the sources that they concern', () => {
    const both = checked('r.json', ['co-click', 'swing'], {
      verdicts: [
        verdict('co-click', 'headroom', 'positive'),
        verdict('swing', 'underpowered', 'warning'),
        verdict('swing', 'low-coverage', 'info'),
        verdict('removed', 'headroom', 'positive'),
      ],
    });
    expect(marks(text, both)).toEqual([
      'co-click information headroom of co-click. Do it. (r.json)',
      'swing warning underpowered of swing. Do it. (r.json)',
      'swing information low-coverage of swing. Do it. (r.json)',
    ]);
  });

  it('go with their source, and say why they are stale', () => {
    const both = checked('r.json', ['co-click', 'swing']);
    expect(marks(text.replace('name: swing', 'name: other'), both)).toEqual([
      'co-click information Stale, the spec changed: underpowered of co-click. Do it. (r.json)',
    ]);
    const [first] = marks(text, checked('r.json', ['co-click'], {}, ['data/a.csv']));
    expect(first).toMatch(/^co-click information Stale, a\.csv changed: /);
    expect(marks(`${HEAD}sources: 7\n`, both)).toEqual([]);
    expect(marks(`${HEAD}sources: [7, {build: swing}]\n`, both)).toEqual([]);
  });

  it('are each as stale as their own report', () => {
    const alone = checked('new', ['swing']);
    const before = checked('old', ['co-click', 'swing'], { spec: { path: 'lis.yaml', hash: 'another' } });
    expect(marks(text, alone, before)).toEqual([
      'co-click information Stale, the spec changed: underpowered of co-click. Do it. (old)',
      'swing warning underpowered of swing. Do it. (new)',
    ]);
  });
});

describe('the hover over a source', () => {
  const result = lastResults([checked('r.json', ['co-click'])]).sources.get('co-click')!;
  const created = Date.parse(result.report.created);

  it("shows the report's own numbers with their intervals", () => {
    const told = sourceHover(result, created + 3_600_000 * 2, undefined, t);
    const { transferable, total } = result.source.lis;
    expect(told).toMatch(/^\*\*co-click\*\* · undecided · 2 h ago\n/);
    expect(told).toContain('95 % interval');
    expect(told).toContain(`+${transferable!.value.toFixed(4)}`);
    expect(told).toContain(`+${total.low.toFixed(4)} … +${total.high.toFixed(4)}`);
    expect(told).toContain(`a LIS of ${result.source.minimumDetectable.toFixed(4)} four times`);
  });

  it('says how far it lies above the best of the others, and at which level where that is another one', () => {
    const difference = { ...result.source.lis.total, value: 0.0244, low: 0.0174, high: 0.0314 };
    const over = (level: number) => {
      const versus = { source: 'co_click|1d', difference: { ...difference, level } };
      return sourceHover({ ...result, source: { ...result.source, versus } }, created, undefined, t);
    };
    expect(over(0.95)).toMatch(/\| LIS over co\\_click\\\|1d&nbsp;.*\+0\.0244.*\+0\.0174 … \+0\.0314 \|$/m);
    expect(over(0.975)).toContain('LIS over co\\_click\\|1d, at 97.5 %');
    expect(sourceHover(result, created, undefined, t)).not.toContain('LIS over');
  });

  it('leaves out what the source does not have, and says what is stale', () => {
    const { lis, ...rest } = result.source;
    const { honestGain: _h, placeboGain: _p, netLis: _n, ...bare } = rest;
    const declared = { ...result, source: { ...bare, lis: { total: lis.total } } };
    const told = sourceHover(declared, created, 'a.csv changed', t);
    expect(told).toContain('just now · stale: a.csv changed');
    expect(told).not.toMatch(/transferable|honest|placebo|net LIS/);
  });
});

describe('a comment that sets a leak aside', () => {
  const mark = (line: number, code: Verdict['code'] = 'label-leak') => ({
    code,
    range: { start: { line, column: 0, offset: 0 }, end: { line, column: 1, offset: 1 } },
  });

  it('stands on the line or alone above it, names the code and has a reason', () => {
    expect(isAccepted(mark(0), 'features: [a]  # lis: ignore[label-leak] known before\n')).toBe(true);
    expect(isAccepted(mark(1), '# lis: ignore[label-copy, label-leak]: known\nfeatures: [a]\n')).toBe(true);
    expect(isAccepted(mark(0), 'features: [a]  # lis: ignore[label-leak]\n')).toBe(false);
    expect(isAccepted(mark(0), 'features: [a]  # lis: ignore[label-copy] known\n')).toBe(false);
    expect(isAccepted(mark(1), 'a: 1 # lis: ignore[label-leak] known\nfeatures: [a]\n')).toBe(false);
    expect(isAccepted(mark(0), 'features: [a]\nb: 1 # lis: ignore[label-leak] known\n')).toBe(false);
  });

  it('sets aside no other verdict', () => {
    expect(isAccepted(mark(0, 'underpowered'), 'name: a # lis: ignore[underpowered] so what\n')).toBe(false);
  });
});

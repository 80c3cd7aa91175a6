import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../src/common/width.ts';
import type { Report, SourceReport, Verdict } from '../../../src/report/schema.ts';
import { paints } from '../../../src/report/terminal/paint.ts';
import { renderScreen } from '../../../src/report/terminal/screen.ts';
import { fullReport } from '../../fixtures/full-report.ts';
import { withLeak, withLeakingBase } from '../../fixtures/leaks.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { estimate, exampleReport } from '../../fixtures/report.ts';

const screen = (report: Report, width?: number, colour = false) =>
  renderScreen(report, { colour, width, reportPath: '.lis/runs/a.json', reportName: 'lis.yaml' });
const lines = (text: string) => text.trimEnd().split('\n');
/** Paths and commands are there to be copied, so they are as long as they are. */
const measured = (text: string) => lines(text).filter((line) => !/^(Report|More|Terms) /.test(line));

const [first] = exampleReport().sources;
const source = (name: string, lis: number, more: Partial<SourceReport> = {}): SourceReport => ({
  ...first!,
  ...{ name, lis: { transferable: estimate(lis, 0.004), total: estimate(0.4, 0.01) } },
  ...more,
});
const judged = (target: string, code: Verdict['code'], severity: Verdict['severity']): Verdict => ({
  ...{ target, code, severity, message: `${code} of ${target}.`, action: `Act on ${target}.` },
});
const withSources = (sources: SourceReport[], verdicts: Verdict[] = []): Report =>
  exampleReport({ models: [], sources, verdicts });

describe('the screen at the end of a run', () => {
  const report = withSources(
    [source('co-click', 0.02), source('swing', 0.001)],
    [judged('co-click', 'headroom', 'positive'), judged('swing', 'underpowered', 'warning')],
  );

  it('says how many users were measured where that hangs on a precision', () => {
    const stage = { share: 1 / 8, users: 3120, rows: 12_480, halfWidth: 0.00047 };
    const precision = { asked: 0.0005, reached: true, allUsers: 24_960, allRows: 99_840, stages: [stage] };
    expect(screen({ ...report, precision }, 200)).toContain(
      'Users   Measured on 1/8 of the evaluation users (3,120 of 24,960): all intervals are as narrow as\n        asked (±0.0005).',
    );
    expect(screen(report)).not.toContain('Measured on');
    const needing = (usersNeeded: number) =>
      withSources(
        [source('swing', 0.001, { power: { usersNeeded, seedsNeeded: null, advice: 'users' } })],
        [judged('swing', 'underpowered', 'warning')],
      );
    const measured = { ...precision, allUsers: 40 };
    expect(screen({ ...needing(9), precision: measured })).toContain('lower `precision`');
    expect(screen({ ...needing(90), precision: measured })).toContain('evaluate more users');
    expect(screen(needing(9))).toContain('evaluate more users');
  });

  it('says the answer, then a line for each source, the base, the time and where everything else is', () => {
    const text = screen({ ...report, warnings: [{ code: 'one-seed', message: 'One seed.' }] }, 80);
    const shown = lines(text);
    expect(shown[0]).toMatch(/^co-click is worth aligning on: it could raise this ranker/);
    const at = shown.findIndex((line) => line.includes('what to do'));
    expect(shown[at]).toMatch(/^ +verdict +LIS +honest gain +what to do$/);
    expect(shown[at + 1]).toMatch(
      /^ {2}co-click +worth aligning on +\+0\.020 ± 0\.004 +-0\.0005 +align on it$/,
    );
    expect(shown[at + 2]).toMatch(/^ {2}swing +undecided +\+0\.001 ± 0\.004 /);
    expect(text).toMatch(/\nBase {4}a factorisation machine, trained anew for each arm, AUC 0\.7355\n/);
    expect(text).toMatch(/\nNote {4}1 warning: add --full to read it\n/);
    expect(shown.slice(-3)).toEqual([
      'Report  .lis/runs/a.json',
      'More    lis report lis.yaml --full',
      'Terms   lis explain LIS',
    ]);
    expect(shown.length).toBeLessThanOrEqual(24);
  });

  it.each([40, 60, 80, 100, 120])('is never wider than a terminal of %i columns, nor than 100', (width) => {
    for (const each of [report, fullReport(), modelsReport(), withLeak(report, 'swing')]) {
      const text = screen(each, width);
      expect(Math.max(...measured(text).map(widthOf))).toBeLessThanOrEqual(Math.min(width, 100));
      expect(text).toContain('worth aligning on');
      expect(text).not.toMatch(/ \n/);
    }
  });

  it('has at most 24 lines of 80 columns for a few sources and models', () => {
    for (const each of [report, fullReport(), modelsReport(), withLeak(report, 'swing')])
      expect(lines(screen(each, 80)).length).toBeLessThanOrEqual(24);
  });

  it('leaves out columns by importance, and keeps the verdict to the end', () => {
    const at = (width: number) => lines(screen(report, width)).find((line) => line.includes('undecided'))!;
    expect(at(60)).toMatch(/undecided +\+0\.001 ± 0\.004 +-0\.0005$/);
    expect(at(50)).toMatch(/undecided +\+0\.001 ± 0\.004$/);
    expect(at(72)).toMatch(/\+0\.001 ± 0\.004 +use a longer log$/);
    const narrow = lines(screen(report, 40));
    expect(narrow[narrow.indexOf('co-click') + 1]).toBe('  worth aligning on · +0.020 ± 0.004');
    const least = lines(screen(report, 30));
    expect(least[least.indexOf('co-click') + 1]).toBe('  worth aligning on');
  });

  it('puts what holds the label first and apart, in red, and says it once', () => {
    const leaking = withLeak(report, 'swing');
    const text = screen(leaking, 80, true);
    const [line, more] = lines(text);
    expect(line).toBe(
      paints(true).bad('LEAK swing holds the label (dwell_ms): no gain by it means anything. Take it'),
    );
    expect(more).toBe(paints(true).bad('  out.'));
    expect(text.match(/swing/g)).toHaveLength(1);
    const base = screen(withLeakingBase(report), 80);
    expect(base).toMatch(/^LEAK The column `watched` of the base holds the label\. Take it out\.\n/);
    expect(base).not.toMatch(/co-click|swing|±/);
  });

  it('counts the leaks that the audit found', () => {
    const found = { code: 'label-copy', severity: 'error', target: 'ctr', message: 'm' } as const;
    expect(screen({ ...report, audit: [found] })).toMatch(/^LEAK The audit found a leak in the data\./);
    expect(screen({ ...report, audit: [found, found] })).toContain('The audit found 2 leaks in the data.');
    expect(screen(report)).not.toContain('LEAK');
  });

  it('colours by severity, and only where colours are wanted', () => {
    const text = screen(report, 80, true);
    expect(text).toContain(paints(true).good('worth aligning on'));
    expect(text).toContain(paints(true).alert('undecided        '));
    expect(screen(report, 80)).not.toContain('\u001b');
  });

  it('names models, and says what the numbers are', () => {
    const text = screen(modelsReport());
    expect(text).toMatch(/ +verdict +LIS or AIS /);
    expect(text).toMatch(/\n {2}model off-the-shelf +alignment is the bottleneck /);
    expect(screen({ ...modelsReport(), sources: [] })).toMatch(/ +verdict +AIS /);
  });

  it('does not call data worth it whose gain something else explains, or that nothing shows to transfer', () => {
    const row = (codes: Verdict['code'][], more: Partial<SourceReport> = {}) =>
      lines(
        screen(
          withSources(
            [source('s', 0.02, more)],
            codes.map((code) => judged('s', code, 'positive')),
          ),
        ),
      ).find((line) => line.startsWith('  s '))!;
    expect(row(['headroom'])).toContain('worth aligning on');
    expect(row(['headroom', 'artefact'])).toMatch(/not worth it as it stands .* judge by the net LIS/);
    expect(row(['headroom', 'label-suspect'])).toContain('may hold the label');
    expect(row(['headroom', 'ranker-dependent'])).toContain('depends on the ranker');
    expect(row(['headroom', 'objective-dependent'])).toContain('depends on the objective');
    expect(row(['headroom'], { lis: { total: estimate(0.02, 0.004) } })).toMatch(
      /may be worth aligning on +total \+0\.020 ± 0\.004/,
    );
    expect(row(['no-headroom'], { coverage: 0 })).toMatch(/touches no row .* check ids and times/);
    expect(row([])).toContain('adds to the ranking');
    const rowOf = (value: number) =>
      row([], { lis: { transferable: estimate(value, 0.004), total: estimate(0.4, 0.01) } });
    expect(rowOf(0.001)).toContain('no difference shown');
    expect(rowOf(-0.01)).toContain('takes from the ranking');
  });

  it('says what would decide', () => {
    const action = (advice: NonNullable<SourceReport['power']>['advice']) =>
      screen(
        withSources(
          [source('s', 0.001, { power: { usersNeeded: null, seedsNeeded: null, advice } })],
          [judged('s', 'underpowered', 'warning')],
        ),
      );
    expect(action('users')).toContain('evaluate more users');
    expect(action('seeds')).toContain('use more seeds');
    expect(action('users-and-seeds')).toContain('more users and seeds');
    expect(action('enough')).toContain('about the minimum gain');
  });

  it('counts what has no room', () => {
    const many = Array.from({ length: 14 }, (_, i) => source(`s${i}`, 0.02 - i / 1000));
    expect(screen(withSources(many))).toContain('\n  … and 4 more\n');
  });

  it.each([40, 80])('says at which level ± is where it is not the usual one, in %i columns', (width) => {
    const note = /± is at 97\.5 %:\s+wider\s+for\s+sources,\s+since\s+several\s+compete\.\n/;
    expect(screen(report, width)).not.toContain('± is at');
    const wider = structuredClone(report);
    for (const { lis } of wider.sources) lis.transferable!.level = 0.975;
    const text = screen(wider, width);
    expect(text).toMatch(note);
    expect(Math.max(...measured(text).map(widthOf))).toBeLessThanOrEqual(width);
    expect(screen(withLeakingBase(wider), width)).not.toContain('± is at');
  });

  it('shows the gate, and quotes a path with a space', () => {
    expect(screen(fullReport())).toMatch(/\nGate {4}\S+: .*(met|not met)\n/);
    const text = renderScreen(report, { colour: false, reportPath: "it's mine/a.json" });
    expect(text).toContain("lis report 'it'\\''s mine/a.json' --full");
  });

  it('aligns names in Chinese, and obeys no text of a file', () => {
    const text = screen(
      withSources([source('共同点击的很长的名字很长的名字', 0.02), source('b\u001b[31m', 0.01)]),
    );
    const [a, b] = lines(text).filter((line) => line.includes('adds to the ranking'));
    expect(widthOf(a!.slice(0, a!.indexOf('adds')))).toBe(widthOf(b!.slice(0, b!.indexOf('adds'))));
    expect(text).toContain('b\\u001b[31m');
  });
});

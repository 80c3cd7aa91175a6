import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/schema.ts';
import { specHash } from '../../../src/specfile/hash.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { partTitle } from '../../../src/vscode/codelens/part-title.ts';
import { sourceHover } from '../../../src/vscode/hover/source.ts';
import { verdictMarks } from '../../../src/vscode/problems/verdicts.ts';
import { verdictIcon } from '../../../src/vscode/side/icons.ts';
import { type CheckedReport, knownReport, lastResults } from '../../../src/vscode/state/reports/results.ts';
import { modelTitleFacts } from '../../../src/vscode/words/model-titles.ts';
import { sourceFacts, specFacts } from '../../../src/vscode/words/titles.ts';
import { fullReport } from '../../fixtures/full-report.ts';
import { labelLeak, withLeak, withLeakingBase } from '../../fixtures/leaks.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { covered, HEAD } from '../specfile/support.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));

const text = `${HEAD.replace('time: t}', 'time: t, features: [watched, hour]}')}sources:
  - {name: co-click, build: co-click}
  - {name: recent, columns: [{name: dwell_ms, type: numeric}]}
`;
const hash = specHash(parseSpec(text).spec!);
const checked = (report: Report, staleInputs: string[] = []): CheckedReport => ({
  path: 'r.json',
  report: { ...report, spec: { path: 'lis.yaml', hash } },
  staleInputs,
});
const marks = (spec: string, found: CheckedReport) =>
  verdictMarks(parseSpec(spec), { ...found, ...lastResults([found]) }, t).flatMap(
    ({ range, severity, code }) => (code === 'label-leak' ? [`${covered(spec, range)} ${severity}`] : []),
  );

describe('a label leak in the editor', () => {
  it('is an error on the column that holds the label', () => {
    expect(marks(text, checked(withLeak(fullReport(), 'recent')))).toEqual([
      '{name: dwell_ms, type: numeric} error',
    ]);
    expect(marks(text, checked(withLeakingBase(fullReport())))).toEqual([
      'watched error',
      'co-click error',
      'recent error',
    ]);
  });

  it('is one on the name where the column has gone, and news where the data changed', () => {
    const found = checked(withLeak(fullReport(), 'recent'), ['clicks.csv']);
    expect(marks(text, found)).toEqual(['{name: dwell_ms, type: numeric} information']);
    const edited = text.replace('dwell_ms', 'other');
    expect(marks(edited, checked(withLeak(fullReport(), 'recent')))).toEqual(['recent information']);
    expect(marks(text.replace('watched, ', ''), checked(withLeakingBase(fullReport())))[0]).toBe(
      'a.csv information',
    );
  });

  it('stands in the place of the gain', () => {
    const report = withLeak(fullReport(), 'recent');
    const recent = lastResults([checked(report)]).sources.get('recent')!;
    expect(partTitle('recent', sourceFacts(recent, undefined, t), t)).toBe(
      '▶ recent · ❌ label leak: dwell_ms',
    );
    const columns = ['a', 'b', 'c'].map((name) => ({ name, auc: 1, specPath: [], line: 1 }));
    const several = { ...recent, verdicts: [labelLeak('recent', columns)] };
    expect(sourceFacts(several, undefined, t)).toEqual(['❌ label leak: a and 2 more']);
    const models = withLeak(modelsReport(), 'notellm');
    const model = lastResults([checked(models)]).models.get('notellm')!;
    expect(modelTitleFacts(model, 'a.csv changed', t)).toEqual([
      '❌ label leak: dwell_ms',
      'stale: a.csv changed',
    ]);
    expect(specFacts(report, 0, undefined, t)[0]).toBe('label leak: dwell_ms');
    expect(specFacts(withLeakingBase(fullReport()), 0, undefined, t)[0]).toBe('label leak: watched');
  });

  it('is red in the side bar, and comes first in the hover', () => {
    const report = withLeak(fullReport(), 'recent');
    expect(verdictIcon(report.verdicts.at(-1))).toEqual({ id: 'error', colour: 'list.errorForeground' });
    const recent = lastResults([checked(report)]).sources.get('recent')!;
    const hover = sourceHover(recent, Date.now(), undefined, t).split('\n\n');
    expect(hover[1]).toContain('❌ **The column \\`dwell\\_ms\\` of recent holds the label.**');
    expect(hover[2]).toMatch(/^\| \|/);
  });

  it('of the base outlives a run of one source', () => {
    const partial = checked(withLeakingBase(fullReport()));
    partial.report = { ...partial.report, spec: { ...partial.report.spec, only: ['recent'] } };
    expect(knownReport([partial])!.latest.verdicts[0]).toMatchObject({ target: 'the base' });
  });
});

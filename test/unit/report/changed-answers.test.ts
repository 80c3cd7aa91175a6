import { describe, expect, it } from 'vitest';
import type { Report, SourceReport, Verdict } from '../../../src/report/schema.ts';
import { renderScreen } from '../../../src/report/terminal/screen.ts';
import { changedAnswers } from '../../../src/report/words/changed-answers.ts';
import { withLeak } from '../../fixtures/leaks.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { estimate, exampleReport } from '../../fixtures/report.ts';

const [first] = exampleReport().sources;
const source = (name: string, lis: number): SourceReport => ({
  ...{ ...first!, name },
  lis: { transferable: estimate(lis, 0.004), total: estimate(0.4, 0.01) },
});
const judged = (target: string, code: Verdict['code']): Verdict => ({
  ...{ target, code, severity: 'info', message: 'm', action: 'a' },
});
const report = (sources: SourceReport[], verdicts: Verdict[] = []): Report =>
  exampleReport({ models: [], sources, verdicts });

describe('what a run says otherwise than the one before', () => {
  it('is each gain and verdict that is shown as another', () => {
    const before = report(
      [source('a', 0.02), source('b', 0.01)],
      [{ ...judged('a', 'headroom'), severity: 'positive' as const }],
    );
    const after = report([source('a', 0.018), source('b', 0.0101)], [judged('a', 'underpowered')]);
    expect(changedAnswers(before, after)).toEqual(['a LIS +0.020 → +0.018, worth aligning on → undecided']);
    expect(changedAnswers(before, before)).toEqual([]);
  });

  it('is what is new and what is gone', () => {
    const before = report([source('a', 0.02)]);
    const after = report([source('b', 0.01)]);
    expect(changedAnswers(before, after)).toEqual(['b is new: LIS +0.010, adds to the ranking', 'a is gone']);
    const models = modelsReport();
    expect(changedAnswers({ ...models, models: [] }, models)).toContain(
      'model prod-v2 is new: AIS +0.009, adds to the ranking',
    );
  });

  it('has no number of what holds the label', () => {
    const before = report([source('a', 0.02), source('b', 0.3)]);
    const after = withLeak(before, 'b');
    expect(changedAnswers(before, after)).toEqual(['b adds to the ranking → holds the label']);
    expect(changedAnswers(report([source('a', 0.02)]), after)).toEqual(['b is new: holds the label']);
  });

  it('is the AUC of the base, and another metric', () => {
    const before = report([source('a', 0.02)]);
    const arms = before.arms.map((arm) => (arm.arm === 'base' ? { ...arm, auc: 0.75 } : arm));
    expect(changedAnswers(before, { ...before, arms })).toEqual(['the base AUC 0.7355 → 0.7500']);
    expect(changedAnswers({ ...before, arms: [] }, before)).toEqual([]);
    expect(changedAnswers(before, { ...before, metric: 'gauc' })).toEqual([
      'gains are in GAUC now, not in AUC',
    ]);
  });

  it('is on the screen of the run, the first six of it', () => {
    const screen = (changes?: string[]) =>
      renderScreen(report([source('a', 0.02)]), { colour: false, width: 40, changes });
    expect(screen()).not.toContain('run before');
    expect(screen([])).toContain('\n\nNothing has changed since the run before.\n');
    const many = screen(
      Array.from({ length: 8 }, (_, i) => `source number ${i} LIS +0.020 → +0.018, and more`),
    );
    expect(many).toContain(
      '\n\nSince the run before\n  source number 0 LIS +0.020 → +0.018,\n    and more\n',
    );
    expect(many).toContain('\n  … and 2 more\n');
    expect(many).not.toContain('number 6');
  });
});

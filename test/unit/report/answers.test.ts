import { describe, expect, it } from 'vitest';
import { answers } from '../../../src/report/answers.ts';
import type { SourceReport, Verdict } from '../../../src/report/schema.ts';
import { withLeak } from '../../fixtures/leaks.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { estimate, exampleReport } from '../../fixtures/report.ts';

const [first] = exampleReport().sources;
const source = (name: string, lis: SourceReport['lis']): SourceReport => ({ ...first!, name, lis });

describe('the line of a source or model', () => {
  it('puts what can transfer first, by its gain, and totals of declared data after it', () => {
    const report = exampleReport({
      models: [],
      verdicts: [],
      sources: [
        source('declared', { total: estimate(0.5, 0.01) }),
        source('small', { transferable: estimate(0.001, 0.002), total: estimate(0.4, 0.01) }),
        source('large', { transferable: estimate(0.02, 0.002), total: estimate(0.3, 0.01) }),
      ],
    });
    expect(answers(report).map(({ name, what, gain }) => [name, what, gain.value])).toEqual([
      ['large', 'LIS', 0.02],
      ['small', 'LIS', 0.001],
      ['declared', 'total LIS', 0.5],
    ]);
  });

  it('holds the judgement, the answer and what is there today', () => {
    const judged: Verdict = {
      ...{ target: first!.name, code: 'headroom', severity: 'positive' },
      ...{ message: 'm', action: 'Align on it.' },
    };
    const report = exampleReport({ models: [], verdicts: [judged] });
    const answer = answers(report).find(({ name }) => name === first!.name);
    expect(answer).toMatchObject({ part: 'source', verdict: judged, action: 'Align on it.', leaks: false });
    expect(answer!.sentence).toContain(answer!.name);
    expect(answer!.honest).toEqual(first!.honestGain);
    expect(answer!.placebo).toEqual(first!.placeboGain);
  });

  it('lists models among the sources, by what they bring', () => {
    const report = modelsReport();
    const lines = answers(report);
    expect(
      lines
        .filter(({ part }) => part === 'model')
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(report.models.map(({ name }) => name).toSorted());
    const values = lines.filter(({ what }) => what !== 'total LIS').map(({ gain }) => gain.value);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(lines.find(({ part }) => part === 'model')).toMatchObject({ what: 'AIS' });
  });

  it('puts what holds the label last, whatever it gains', () => {
    const sources = [
      source('small', { transferable: estimate(0.001, 0.002), total: estimate(0.4, 0.01) }),
      source('label', { transferable: estimate(0.3, 0.002), total: estimate(0.3, 0.01) }),
      source('declared', { total: estimate(0.2, 0.01) }),
    ];
    const report = withLeak(exampleReport({ models: [], sources }), 'label');
    expect(answers(report).map(({ name, leaks }) => [name, leaks])).toEqual([
      ['small', false],
      ['declared', false],
      ['label', true],
    ]);
  });
});

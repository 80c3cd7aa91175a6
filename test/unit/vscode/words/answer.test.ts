import { describe, expect, it } from 'vitest';
import type { Report, Verdict } from '../../../../src/report/schema.ts';
import { THE_BASE } from '../../../../src/report/words/label-leak.ts';
import { gainWords, shortAnswer, verdictWords, wholeAnswer } from '../../../../src/vscode/words/answer.ts';
import { withLeak, withLeakingBase } from '../../../fixtures/leaks.ts';
import { modelsReport } from '../../../fixtures/models-report.ts';
import { estimate, exampleReport } from '../../../fixtures/report.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));

const verdict = (target: string, code: Verdict['code'], severity: Verdict['severity'] = 'info'): Verdict => ({
  ...{ code, severity, target },
  message: `${code}.`,
  action: 'Do it.',
});
/** co-click gains 0.0203, swing 0.0301. */
const two = (...verdicts: Verdict[]): Report => {
  const report = exampleReport({ verdicts });
  const [source] = report.sources;
  const named = (name: string, value: number) => ({
    ...{ ...source!, name },
    lis: { ...source!.lis, transferable: estimate(value, 0.0051) },
  });
  return { ...report, sources: [named('co-click', 0.0203), named('swing', 0.0301)] };
};

it.each([
  [0.0203, 0.0051, '+0.020 ±0.005'],
  [-0.0203, 0.0051, '-0.020 ±0.005'],
  [0.0001, 0.0002, '+0.0001 ±0.0002'],
  [-0.00001, 0.0002, '0.0000 ±0.0002'],
])('a gain of %d within %d is %s', (value, half, text) => {
  expect(gainWords(estimate(value, half))).toBe(text);
});

describe('the answer in few words', () => {
  it('is that of the source whose verdict says most for it, and not that of the highest number', () => {
    const report = two(
      verdict('swing', 'underpowered', 'warning'),
      verdict('co-click', 'headroom', 'positive'),
    );
    expect(shortAnswer(report, t)).toBe('worth aligning on: co-click +0.020');
    expect(shortAnswer(report, t, false)).toBe('worth aligning on +0.020');
  });

  it('puts what leaks before all, and gives its gain no number', () => {
    expect(shortAnswer(withLeak(two(verdict('co-click', 'headroom', 'positive')), 'swing'), t)).toBe(
      'label leak: dwell_ms',
    );
    const base = withLeakingBase(two());
    expect(base.verdicts[0]!.target).toBe(THE_BASE);
    expect(shortAnswer(base, t)).toBe('label leak: watched');
  });

  it('is that of the best model where there is no source', () => {
    const report = { ...modelsReport(), sources: [] };
    expect(shortAnswer(report, t)).toBe('notellm +0.031');
  });

  it('is none where nothing was judged', () => {
    expect(shortAnswer(exampleReport(), t)).toBeUndefined();
    expect(shortAnswer(undefined, t)).toBeUndefined();
  });
});

it('headroom that is not shown to transfer says so', () => {
  expect(verdictWords([verdict('a', 'headroom', 'positive')], t)).toBe('worth aligning on');
  expect(verdictWords([verdict('a', 'headroom')], t)).toBe('may be worth aligning on');
  expect(verdictWords([verdict('a', 'headroom'), verdict('a', 'artefact', 'warning')], t)).toBe(
    'not worth it as it stands',
  );
  expect(verdictWords([], t)).toBeUndefined();
});

it('the whole answer is the sentence of the report and what to do', () => {
  const report = two(verdict('co-click', 'headroom', 'positive'), verdict('swing', 'no-headroom'));
  expect(wholeAnswer(report, t, 'co-click')).toEqual([
    'co-click is worth aligning on: it could raise this ranker (AUC 0.735) by up to 0.020 ± 0.005 AUC.',
    '→ Do it.',
  ]);
  expect(wholeAnswer(report, t)[0]).toMatch(/^co-click is worth aligning on.* The other source is not shown/);
  expect(wholeAnswer(report, t, 'gone')).toEqual([]);
  expect(wholeAnswer(undefined, t)).toEqual([]);
});

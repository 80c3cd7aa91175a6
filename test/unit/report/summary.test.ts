import { describe, expect, it } from 'vitest';
import { referenceSource } from '../../../src/report/estimates.ts';
import { reportText } from '../../../src/report/kept/store.ts';
import type { ModelReport, Report, SourceReport, Verdict } from '../../../src/report/schema.ts';
import { gainCell } from '../../../src/report/words/answer-words.ts';
import { firstSentence, summarize, summaryOf } from '../../../src/report/words/summary.ts';
import { gainText } from '../../../src/report/words/summary-source.ts';
import { withLeak, withLeakingBase } from '../../fixtures/leaks.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { estimate, exampleReport } from '../../fixtures/report.ts';

const [first] = exampleReport().sources;

function source(name: string, value: number, half: number, more: Partial<SourceReport> = {}): SourceReport {
  return { ...first!, name, lis: { ...first!.lis, transferable: estimate(value, half) }, ...more };
}

const verdict = (target: string, code: Verdict['code'], severity: Verdict['severity'] = 'info'): Verdict => ({
  target,
  code,
  severity,
  message: 'm',
  action: `what to do about ${target}`,
});

const report = (sources: SourceReport[], verdicts: Verdict[]): Report =>
  exampleReport({ sources, models: [], verdicts });

const sentence = (found: SourceReport, ...verdicts: Verdict[]): string =>
  summarize(report([found], verdicts)).sentence;

it('a gain has the digits that tell on which side of 0 its interval ends', () => {
  expect(gainText(estimate(0.0203, 0.0051))).toBe('0.020 ± 0.005');
  expect(gainText(estimate(0.0055, 0.0051))).toBe('0.0055 ± 0.0051');
  expect(gainText(estimate(-0.0004, 0.002))).toBe('-0.0004 ± 0.0020');
});

it('a gain that rounds to zero has no sign', () => {
  expect(gainText(estimate(-0.00002, 0.0003))).toBe('0.0000 ± 0.0003');
  expect(gainCell(estimate(-0.00002, 0.0003))).toBe('0.0000 ± 0.0003');
  expect(gainCell(estimate(0.00002, 0.0003))).toBe('0.0000 ± 0.0003');
  expect(gainCell(estimate(0.0203, 0.0051))).toBe('+0.020 ± 0.005');
  expect(gainCell(estimate(-0.0203, 0.0051))).toBe('-0.020 ± 0.005');
});

it('the first sentence of an answer ends before a capital letter, or with a Chinese stop', () => {
  expect(firstSentence('a.b is worth it: by 0.02 AUC. The other is not.')).toEqual([
    'a.b is worth it: by 0.02 AUC.',
    'The other is not.',
  ]);
  expect(firstSentence('值得用来对齐。另一来源不值得。')).toEqual(['值得用来对齐。', '另一来源不值得。']);
  expect(firstSentence('no stop at all')).toEqual(['no stop at all', '']);
});

describe('the answer on a source', () => {
  it('is that it is worth aligning on, by how much, and what is there today', () => {
    const honest = source('co-click', 0.0203, 0.005, { honestGain: estimate(0.0081, 0.002) });
    expect(sentence(honest, verdict('co-click', 'headroom', 'positive'))).toBe(
      'co-click is worth aligning on: it could raise this ranker (AUC 0.735) by up to 0.020 ± 0.005 AUC. Rebuilding it once a slice already gives 0.008 of that.',
    );
    const unsure = source('co-click', 0.0203, 0.005, { honestGain: estimate(0.0081, 0.02) });
    expect(sentence(unsure, verdict('co-click', 'headroom', 'positive'))).toMatch(/0\.005 AUC\.$/);
    const close = source('co-click', 0.0203, 0.005, { honestGain: estimate(0.0081, 0.0078) });
    expect(sentence(close, verdict('co-click', 'headroom', 'positive'))).toContain('gives 0.0081 of that.');
  });

  it('is no recommendation where no relation explains the gain, or users’ own future may', () => {
    const verdicts = [verdict('co-click', 'headroom'), verdict('co-click', 'artefact', 'warning')];
    expect(sentence(source('co-click', 0.02, 0.005), ...verdicts)).toBe(
      'co-click is not worth aligning on as it stands: most of its 0.020 ± 0.005 AUC is there without any relation between items.',
    );
    const declared = source('pairs', 0, 1, { lis: { total: estimate(0.3, 0.01) } });
    expect(sentence(declared, verdict('pairs', 'headroom'))).toBe(
      "pairs may be worth aligning on: it adds 0.300 ± 0.010 AUC to this ranker (AUC 0.735), which may be users' own future.",
    );
  });

  it('is that it is not worth it with this ranker, or that no row was touched', () => {
    expect(sentence(source('swing', -0.0006, 0.0004), verdict('swing', 'no-headroom'))).toBe(
      'swing is not worth aligning on with this ranker (AUC 0.735): its gain is -0.0006 ± 0.0004 AUC.',
    );
    expect(sentence(source('swing', 0, 0, { coverage: 0 }), verdict('swing', 'no-headroom', 'warning'))).toBe(
      'swing touches no row of the log: check its ids, times and columns.',
    );
  });

  it('is that the log does not tell, where the gain is above 0 and may be less than what is worth having', () => {
    expect(sentence(source('co-click', 0.0055, 0.0051), verdict('co-click', 'underpowered', 'warning'))).toBe(
      'This log does not tell whether co-click is worth aligning on: its gain, 0.0055 ± 0.0051 AUC over this ranker (AUC 0.735), is above 0, but not surely above the minimum gain.',
    );
  });

  it('is that the log does not tell, and what it could have told', () => {
    const small = source('co-click', 0.0025, 0.0099, { minimumDetectable: 0.0141 });
    expect(sentence(small, verdict('co-click', 'underpowered', 'warning'))).toBe(
      'This log does not tell whether co-click is worth aligning on: its gain is 0.003 ± 0.010 AUC over this ranker (AUC 0.735); the smallest gain that this log could detect is 0.0141 (80 % power).',
    );
    const unused = { lis: { total: estimate(0, 0), transferable: { ...estimate(0, 0), se: 0 } } };
    expect(sentence(source('a', 0, 0, unused), verdict('a', 'underpowered', 'warning'))).toBe(
      'This log does not tell whether a is worth aligning on: no head found a use for it.',
    );
    expect(sentence(source('a', 0, 0.003, { coverage: 0 }), verdict('a', 'underpowered', 'warning'))).toMatch(
      /^a touches no row/,
    );
    expect(
      sentence(source('a', 0, 0.003, { minimumDetectable: 0 }), verdict('a', 'underpowered', 'warning')),
    ).toMatch(/\(AUC 0\.735\)\.$/);
  });

  it.each([
    ['label-suspect', ', if none of its columns holds the label: it could'],
    ['ranker-dependent', ' with this ranker, and not with another: it could'],
    ['objective-dependent', ' by the label of the log, and not by every objective: it could'],
  ] as const)('says what %s doubts', (code, words) => {
    const verdicts = [verdict('a', 'headroom', 'positive'), verdict('a', code, 'warning')];
    expect(sentence(source('a', 0.02, 0.005), ...verdicts)).toContain(`a is worth aligning on${words}`);
  });

  it('is what it adds, where a report of an early version has no verdict', () => {
    expect(sentence(source('co-click', 0.02, 0.005))).toBe(
      'co-click adds 0.020 ± 0.005 AUC to this ranker (AUC 0.735).',
    );
    expect(sentence(source('pairs', 0, 1, { lis: { total: estimate(0.3, 0.01) } }))).toMatch(
      /, users' own later clicks included\.$/,
    );
  });

  it('cuts a name that is too long to be read', () => {
    expect(sentence(source('c'.repeat(200), 0.02, 0.005)).length).toBeLessThan(120);
  });
});

describe('the answer of a run', () => {
  const three = [source('a', 0.01, 0.002), source('b', 0.02, 0.002), source('c', 0.03, 0.04)];

  it('is that on the source whose verdict says most for it, and how many others are worth it', () => {
    const verdicts = [
      verdict('a', 'headroom', 'positive'),
      verdict('b', 'headroom', 'positive'),
      verdict('c', 'underpowered', 'warning'),
    ];
    expect(summarize(report(three, verdicts)).sentence).toMatch(
      /^b is worth aligning on: .* Of the 2 other sources, 1 is worth aligning on too\.$/,
    );
    expect(summarize(report(three.slice(0, 2), verdicts)).sentence).toMatch(
      / The other source is worth aligning on too\.$/,
    );
    const [, , doubt] = verdicts;
    expect(summarize(report(three, [doubt!])).sentence).toMatch(
      /^This log does not tell whether c .* Of the 2 other sources, none are shown to be worth aligning on\.$/,
    );
    expect(summarize(report(three.slice(1), [doubt!])).sentence).toMatch(
      / The other source is not shown to be worth aligning on\.$/,
    );
  });

  it('prefers relations to what is there without any, whatever the gain', () => {
    const verdicts = [
      verdict('a', 'headroom', 'positive'),
      verdict('b', 'headroom'),
      verdict('b', 'artefact', 'warning'),
    ];
    expect(summarize(report(three.slice(0, 2), verdicts)).sentence).toMatch(
      /^a is worth aligning on: .* The other source is not shown to be worth aligning on\.$/,
    );
  });

  it('takes what rests on users’ own future only where there is nothing else', () => {
    const declared = source('pairs', 0, 1, { lis: { total: estimate(0.3, 0.01) } });
    const verdicts = [verdict('pairs', 'headroom'), verdict('a', 'no-headroom')];
    expect(summarize(report([declared, three[0]!], verdicts)).sentence).toMatch(/^a is not worth/);
  });

  it('names what holds the label, last, and no number of it', () => {
    const both = report([three[0]!, source('dwell', 0.5, 0.01)], [verdict('a', 'headroom', 'positive')]);
    const { sentence: said, parts } = summarize(withLeak(both, 'dwell'));
    expect(said).toMatch(
      /^a is worth .* dwell holds the label \(dwell_ms\): no gain by it means anything\.$/,
    );
    expect(said).not.toContain('other source');
    expect(parts[1]).toMatchObject({ target: 'dwell', verdict: 'label-leak' });
    expect(said).not.toContain('0.500');
  });

  it('is that nothing can be said over a base that holds the label', () => {
    expect(summarize(withLeakingBase(report(three, []))).sentence).toBe(
      'The base holds the label, so that no gain over it means anything.',
    );
  });

  it('is that only the base was evaluated, where there is nothing else', () => {
    expect(summarize(report([], [])).sentence).toMatch(/^Only the base was evaluated/);
  });
});

describe('the answer on a model', () => {
  const models = modelsReport();
  const [model] = models.models;
  const onModel = (change: Partial<ModelReport>, ...verdicts: Verdict[]): string =>
    summarize({ ...models, models: [{ ...model!, name: 'notellm', ...change }], verdicts }).parts.at(-1)!
      .sentence;
  const best = referenceSource(models.sources)!.name;
  const captured = Object.fromEntries(
    models.sources.map(({ name }) => [name, estimate(name === best ? 0.4 : 0.9, 0.1)]),
  );

  it('is where the bottleneck is, with the share of what the best source could give', () => {
    const change = { ais: estimate(0.008, 0.002), captured };
    const share = `The model notellm brings 0.008 ± 0.002 AUC, 40 % of what ${best} could`;
    expect(onModel(change, verdict('notellm', 'alignment-bottleneck', 'warning'))).toBe(
      `${share}: the alignment is the bottleneck.`,
    );
    expect(onModel(change, verdict('notellm', 'data-bottleneck'))).toBe(
      `${share}: the data is the bottleneck.`,
    );
    expect(onModel(change)).toBe(`${share}.`);
    expect(onModel({ ...change, captured: {} })).toBe('The model notellm brings 0.008 ± 0.002 AUC.');
  });

  it('doubts what is too good, what is not shown, and what holds the label', () => {
    const change = { ais: estimate(0.008, 0.002) };
    expect(onModel(change, verdict('notellm', 'exceeds-reference', 'warning'))).toMatch(
      /brings 0\.008 ± 0\.002 AUC, more than .+ could: it knows more/,
    );
    expect(onModel({ ...change, coverage: 0.41 }, verdict('notellm', 'low-coverage'))).toBe(
      'The model notellm brings 0.008 ± 0.002 AUC, and has vectors in 41 % of the rows alone.',
    );
    expect(onModel({ ais: estimate(0.001, 0.002) })).toBe(
      'It is not shown that the model notellm brings anything: 0.001 ± 0.002 AUC.',
    );
    expect(onModel(change, verdict('notellm', 'label-leak', 'error'))).toMatch(/holds the label/);
  });
});

describe('the summary in a report', () => {
  it('has what to do for each source and model, and is kept as it was written', () => {
    const whole = report([source('a', 0.01, 0.002)], [verdict('a', 'headroom', 'positive')]);
    const summary = summarize(whole);
    expect(summary.parts).toEqual([
      {
        target: 'a',
        sentence: summary.sentence,
        verdict: 'headroom',
        action: 'what to do about a',
      },
    ]);
    const kept = { ...whole, summary: { sentence: 'As it was.', parts: [] } };
    expect(summaryOf(kept).sentence).toBe('As it was.');
    expect(summaryOf(whole)).toEqual(summary);
    expect(JSON.parse(reportText({ ...whole, summary }))).toMatchObject({ summary });
  });
});

describe('what else decides the sentence', () => {
  const undecided = source('co-click', 0.0055, 0.0051);

  it('is the minimum gain, by its number where the report keeps it', () => {
    const { spec } = exampleReport();
    const kept = { ...spec, options: { minimumGain: 0.001 } };
    const told = summarize({ ...report([undecided], [verdict('co-click', 'underpowered')]), spec: kept });
    expect(told.sentence).toMatch(/is above 0, but not surely above the minimum gain of 0\.0010\.$/);
  });

  it('is how few rows the data reaches', () => {
    const thin = source('co-click', 0.0001, 0.0002, { coverage: 0.0022 });
    expect(sentence(thin, verdict('co-click', 'underpowered', 'warning'))).toBe(
      'This log does not tell whether co-click is worth aligning on: it reaches only 0.2 % of the evaluated rows.',
    );
  });

  it('is whether the gain is surely more than that of the placebo', () => {
    const headroom = verdict('co-click', 'headroom', 'positive');
    const over = (half: number) =>
      sentence(source('co-click', 0.0045, 0.0031, { netLis: estimate(0.0031, half) }), headroom);
    expect(over(0.0034)).toContain(
      'That is not surely more than what the same features bring with items permuted: 0.0031 ± 0.0034 AUC over these.',
    );
    expect(over(0.003)).not.toContain('permuted');
  });

  it('is, of two undecided sources, the one that gains more at least, and never one that reaches nothing', () => {
    const [wide, narrow] = [source('wide', 0.0047, 0.0046), source('narrow', 0.0044, 0.0035)];
    const empty = source('empty', 0, 0, { coverage: 0 });
    const answerOn = (...sources: SourceReport[]) =>
      summarize(
        report(
          sources,
          sources.map(({ name }) => verdict(name, 'underpowered')),
        ),
      ).sentence;
    expect(answerOn(wide, narrow)).toMatch(/whether narrow is worth/);
    const loses = source('loses', -0.0002, 0.0004);
    expect(answerOn(empty, loses)).toMatch(/whether loses is worth/);
  });
});

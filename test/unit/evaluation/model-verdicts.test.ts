import { describe, expect, it } from 'vitest';
import { modelVerdicts } from '../../../src/evaluation/judge/model-verdicts.ts';
import type { Estimate, ModelReport, SourceReport } from '../../../src/report/schema.ts';
import { estimate as make } from '../../fixtures/report.ts';

/** From its limits, so that tests say what fires. */
const between = (low: number, high: number): Estimate => make((low + high) / 2, (high - low) / 2);

const source = (name: string, low: number, high: number): SourceReport => ({
  name,
  kind: 'embeddings',
  provenance: 'declared',
  coverage: 0.9,
  lis: { total: between(low, high) },
  minimumDetectable: 0.003,
  segments: [],
  features: [],
});

const model = (ais: Estimate, captured: ModelReport['captured'], kind: ModelReport['kind'] = 'embeddings') =>
  ({
    name: 'm',
    kind,
    coverage: 1,
    ais,
    captured,
    notCaptured: {},
    probes: [],
    segments: [],
    minimumDetectable: 0.001,
  }) satisfies ModelReport;

const data = source('data', 0.03, 0.05);
const judge = (judged: ModelReport, sources = [data], headroom = ['data']) =>
  modelVerdicts(judged, { sources, headroom: new Set(headroom) });
const codes = (...args: Parameters<typeof judge>) => judge(...args).map(({ code }) => code);

describe('verdicts on a model', () => {
  it.each([
    ['alignment-bottleneck', 0.1, 0.299],
    ['alignment-bottleneck', -0.4, -0.1],
    [undefined, 0.1, 0.3],
    [undefined, 0.35, 0.79],
    [undefined, 0.79, 1.1],
    ['data-bottleneck', 0.8, 1.1],
  ])('say %s where captured lies in [%f, %f]', (code, low, high) => {
    expect(codes(model(between(0.001, 0.04), { data: between(low, high) }))).toEqual(code ? [code] : []);
  });

  it('blame no alignment where the vectors reach few rows, which leaves the other verdicts as they are', () => {
    const few = (low: number, high: number) => ({
      ...model(between(0.001, 0.04), { data: between(low, high) }),
      coverage: 0.59,
    });
    expect(judge(few(0.1, 0.2))).toEqual([
      {
        code: 'low-coverage',
        severity: 'info',
        target: 'm',
        message: expect.stringMatching(
          /^In 59\.0 % of the evaluation rows, less than 60\.0 %, .* its AIS \+0\.0205/,
        ),
        action: expect.stringMatching(/more of the items/),
      },
    ]);
    expect(codes({ ...few(0.1, 0.2), coverage: 0.6 })).toEqual(['alignment-bottleneck']);
    expect(codes(few(0.35, 0.5))).toEqual(['low-coverage']);
    expect(codes(few(0.85, 0.95))).toEqual(['data-bottleneck']);
    expect(codes({ ...few(0.1, 0.2), ais: between(0.06, 0.07) })).toEqual(['exceeds-reference']);
    expect(codes(few(0.1, 0.2), [])).toEqual(['low-coverage']);
  });

  it('blame the alignment only where the data has headroom', () => {
    expect(codes(model(between(0, 0.002), { data: between(0, 0.1) }), [data], [])).toEqual([]);
  });

  it('say that a model exceeds the reference only where its lower limit lies above the upper one of the LIS', () => {
    expect(codes(model(between(0.0501, 0.06), { data: between(1.1, 1.4) }))).toEqual(['exceeds-reference']);
    expect(codes(model(between(0.0499, 0.06), { data: between(1.1, 1.4) }))).toEqual(['data-bottleneck']);
  });

  it('hold a model against sources of other features too, but against none that may be worth nothing', () => {
    const ais = between(0.06, 0.07);
    expect(codes(model(ais, { data: null }))).toEqual(['exceeds-reference']);
    expect(codes(model(ais, { data: null }), [source('data', -0.001, 0.001)])).toEqual([]);
  });

  it('hold predictions of another ranker against nothing', () => {
    expect(codes(model(between(0.06, 0.07), { data: null }, 'predictions'))).toEqual([]);
  });

  it('hold a model against the best data alone', () => {
    const better = source('better', 0.06, 0.08);
    const judged = model(between(0.051, 0.055), { data: between(1.1, 1.6), better: between(0.6, 0.85) });
    expect(codes(judged, [data, better], ['data', 'better'])).toEqual([]);
    const little = model(between(0.001, 0.003), { data: between(0.02, 0.08), better: between(0.01, 0.05) });
    const [verdict, ...more] = judge(little, [data, better], ['data', 'better']);
    expect(verdict!.message).toContain('of the LIS of better');
    expect(more).toEqual([]);
    // Where the best is of other features, the best of the same ones is divided by.
    const other = model(between(0.001, 0.003), { data: between(0.02, 0.08), better: null });
    expect(judge(other, [data, better], ['data', 'better'])[0]!.message).toContain('of the LIS of data');
  });

  it('take declared data for a reference only where no transferable LIS is above 0', () => {
    const built: SourceReport = {
      ...source('built', 0.1, 0.2),
      lis: { transferable: between(0.008, 0.012), total: between(0.1, 0.2) },
    };
    const declared = source('declared', 0.13, 0.15);
    const judged = model(between(0.007, 0.011), {
      built: between(0.82, 0.98),
      declared: between(0.04, 0.08),
    });
    const [verdict, ...more] = judge(judged, [declared, built], ['built', 'declared']);
    expect(verdict).toMatchObject({ code: 'data-bottleneck' });
    expect(verdict!.message).toContain('of the LIS of built');
    expect(more).toEqual([]);
  });

  it('name the model, the source and the numbers', () => {
    const [verdict] = judge(model(between(0.001, 0.003), { data: between(0.02, 0.08) }));
    expect(verdict).toMatchObject({ target: 'm', severity: 'warning' });
    expect(verdict!.message).toBe(
      'The data is good and the model has not learnt it: m brings AIS +0.0020 [+0.0010, +0.0030], 5.0 % [2.0 %, 8.0 %] of the LIS of data (+0.0400 [+0.0300, +0.0500]).',
    );
  });
});

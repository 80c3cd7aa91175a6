import { describe, expect, it } from 'vitest';
import { contentCannotExpress } from '../../../src/evaluation/judge/probe-verdict.ts';
import type { Estimate, ModelReport, ProbeReport, SourceReport } from '../../../src/report/schema.ts';
import { estimate as make } from '../../fixtures/report.ts';

/** From its limits, so that tests say what fires. */
const between = (low: number, high: number): Estimate => make((low + high) / 2, (high - low) / 2);

const source: SourceReport = {
  name: 'clicks',
  kind: 'co-click',
  provenance: 'built',
  coverage: 0.9,
  lis: { transferable: between(0.03, 0.05), total: between(0.2, 0.3) },
  honestGain: between(0.02, 0.03),
  minimumDetectable: 0.003,
  segments: [],
  features: [],
};
const model: ModelReport = {
  name: 'm',
  kind: 'embeddings',
  coverage: 1,
  ais: between(-0.002, 0.002),
  captured: {},
  notCaptured: {},
  probes: [],
  segments: [],
  minimumDetectable: 0.001,
};
const probe: ProbeReport = { source: 'clicks', gain: between(0.001, 0.003), coverage: 0.9 };

const judge = (ofProbe: Estimate, ofModel: Estimate, changes: Partial<ProbeReport> = {}, probed = source) =>
  contentCannotExpress(model, { ...probe, ...changes }, probed, { probe: ofProbe, model: ofModel });

const below = between(-0.02, -0.0001);
const about = between(-0.02, 0.0001);

describe('content that cannot express a source', () => {
  it('is said where neither vectors nor adapter reach three tenths of the LIS', () => {
    const verdict = judge(below, below)!;
    expect(verdict).toMatchObject({ code: 'content-cannot-express', severity: 'warning' });
    expect(verdict.message).toContain('+0.0020 [+0.0010, +0.0030], less than 30.0 % of its LIS of +0.0400');
    expect(verdict.message).toContain('the vectors as they are +0.0000 [-0.0020, +0.0020]');
    expect(verdict.action).toContain('The windows it learns from bring +0.0250 by themselves');
  });

  it('is not said where one of them may', () => {
    expect(judge(about, below)).toBeUndefined();
    expect(judge(below, about)).toBeUndefined();
  });

  it('is not said of vectors that few rows have', () => {
    expect(judge(below, below, { coverage: 0.59 })).toBeUndefined();
    expect(judge(below, below, { coverage: undefined })).toBeUndefined();
    expect(judge(below, below, { coverage: 0.6 })).toMatchObject({ code: 'content-cannot-express' });
  });

  it('has no honest gain to name where the source has none', () => {
    const { honestGain: _, ...without } = source;
    expect(judge(below, below, {}, without)!.action).toMatch(/for longer\.$/);
  });
});

/** A report made by hand: the numbers are easy to recognise, and nothing was computed. */
import { summariseSeeds } from '../../../src/report/arm.ts';
import type { Estimate, ModelReport, Report } from '../../../src/report/schema.ts';

export function estimate(value: number, se: number, p: number): Estimate {
  return {
    value,
    low: value - 2 * se,
    high: value + 2 * se,
    level: 0.95,
    se,
    df: 40,
    p,
    variance: { users: se * se, seeds: 0 },
    plainSe: se / 2,
  };
}

export function sampleReport(): Report {
  const perSeed = [
    { seed: 1, auc: 0.7001, logLoss: 0.31, epochs: 1.25 },
    { seed: 2, auc: 0.7003, logLoss: 0.312, epochs: 1.5 },
    { seed: 3, auc: 0.7005, logLoss: 0.311, epochs: 1.75 },
  ];
  return {
    version: 1,
    tool: { name: 'lis-lens', version: '0.1.0' },
    created: '2026-11-01T10:20:30.000Z',
    spec: { path: 'lis.yaml', hash: 'ab'.repeat(32) },
    seed: 1,
    inputs: [],
    resources: {
      wallSeconds: 3.21,
      cpuSeconds: 5.5,
      peakMemoryBytes: 412 * 1024 * 1024,
      threads: 2,
      rowsTrained: 1_250_000,
      versions: { node: '24.0.0', duckdb: '1.5.0' },
    },
    data: {
      rows: 80_000,
      trainRows: 64_000,
      evalRows: 16_000,
      users: 2_000,
      evalUsers: 1_500,
      effectiveUsers: 876.4,
      items: 1_234,
      positiveRate: 0.1234,
      timeUnit: 'timestamp',
      evaluate: { from: '2026-10-12T00:00:00.000Z', to: '2026-10-14T23:59:58.000Z' },
      slices: 14,
    },
    ranker: { kind: 'fm', factors: 16 },
    arms: [
      { id: 'base', arm: 'base', ranker: 'fm', ...summariseSeeds(perSeed) },
      {
        id: 'leaked:co-click',
        arm: 'leaked',
        source: 'co-click',
        ranker: 'fm',
        ...summariseSeeds([{ seed: 1, auc: 0.7123, logLoss: 0.3055, epochs: 2 }]),
      },
    ],
    models: [],
    sources: [
      {
        name: 'co-click',
        kind: 'co-click',
        provenance: 'built',
        coverage: 0.523,
        lis: { transferable: estimate(0.012, 0.002, 0.00001), total: estimate(0.0391, 0.0058, 0) },
        honestGain: estimate(-0.0005, 0.0006, 0.41),
        minimumDetectable: 0.0056,

        segments: [],
        features: [],
      },
    ],
    verdicts: [],
    warnings: [{ code: 'null-users', message: 'Rows without a user were left out.', count: 12 }],
  };
}

/** The sample with everything a report can hold, and text that a careless exporter would let through. */
export function fullReport(): Report {
  const report = sampleReport();
  const source = report.sources[0]!;
  report.arms[0]!.ranking = {
    gauc: { impressions: 0.61, positives: 0.62, equal: 0.63 },
    groups: { used: 900, skipped: 600 },
    weightedAuc: 0.69,
    ndcg: { '10': 0.33 },
    recall: { '10': 0.44 },
  };
  source.lis.transferable = { ...source.lis.transferable!, pHolm: 0.0004 };
  source.placeboGain = estimate(0.0004, 0.0005, 0.42);
  source.netLis = estimate(0.0116, 0.002, 0.00001);
  source.freshness = estimate(0.002, 0.001, 0.05);
  source.lookAhead = estimate(0.0105, 0.002, 0.00001);
  source.selfEvidence = estimate(0.0271, 0.005, 0.00001);
  source.nullCheck = estimate(-0.0002, 0.001, 0.8);
  source.relaImpr = 0.06;
  source.power = { usersNeeded: 900, seedsNeeded: 3, advice: 'enough' };
  source.segments = [
    {
      by: 'item',
      value: 'cold',
      rows: 1200,
      users: 300,
      positiveRate: 0.1,
      baseAuc: 0.54,
      lis: estimate(0.03, 0.01, 0.003),
    },
    {
      by: '<b>region</b>',
      value: '=north',
      rows: 40,
      users: 6,
      positiveRate: 0,
      baseAuc: null,
      lis: null,
      reason: 'one class only',
    },
  ];
  source.features = [
    { name: 'max', singleAuc: 0.8123, dropGain: estimate(0.009, 0.002, 0.0001), missing: 0.125 },
    { name: 'level1', singleAuc: null, missing: 0 },
  ];
  report.sources.push({
    name: 'editorial',
    kind: 'pairs',
    provenance: 'declared',
    observed: '2026-10-01..2026-10-24',
    coverage: 0.31,
    lis: { total: { ...estimate(0.001, 0.003, 0.74), pHolm: 0.74 } },
    minimumDetectable: 0.0084,
    segments: [],
    features: [],
  });
  report.verdicts = [
    {
      code: 'headroom',
      severity: 'positive',
      target: 'co-click',
      message: 'The transferable LIS +0.0120 lies above the minimum gain of 0.0010 & more | <so>.',
      action: 'Worth aligning on.',
    },
    {
      code: 'underpowered',
      severity: 'warning',
      target: 'editorial',
      message: 'This log does not decide.',
      action: 'Evaluate more users.',
    },
  ];
  report.gate = { source: 'co-click', condition: 'transferable >= 0.02', value: 0.012, met: false };
  return report;
}

const share = (value: number, half: number): Estimate => ({
  ...estimate(value, half / 2, 0.00001),
  low: value - half,
  high: value + half,
});

/** Two models: vectors that captured a part of one source, with a probe, and score files. */
export function sampleModels(): ModelReport[] {
  return [
    {
      name: 'notellm',
      kind: 'embeddings',
      coverage: 0.874,
      ais: estimate(0.0096, 0.002, 0.00001),
      relaImpr: 0.048,
      captured: { 'co-click': null, editorial: share(0.41, 0.189) },
      notCaptured: { 'co-click': 'the LIS of co-click is not one of similarities of vectors' },
      probes: [
        { source: 'editorial', gain: estimate(0.014, 0.003, 0.00002) },
        {
          source: 'co-click',
          gain: estimate(0.0001, 0.001, 0.9),
          untrained: 'no honest window of co-click held enough pairs to train on',
        },
      ],
      segments: [
        {
          by: 'item',
          value: 'tail',
          rows: 900,
          users: 200,
          positiveRate: 0.2,
          baseAuc: 0.61,
          lis: estimate(0.02, 0.005, 0.001),
        },
        {
          by: 'item',
          value: 'head',
          rows: 30,
          users: 5,
          positiveRate: 1,
          baseAuc: null,
          lis: null,
          reason: 'one class only',
        },
      ],
      minimumDetectable: 0.0057,
    },
    {
      name: 'prod-v2',
      kind: 'predictions',
      coverage: 1,
      ais: estimate(0.0021, 0.0009, 0.03),
      relaImpr: null,
      captured: { 'co-click': null, editorial: null },
      notCaptured: {
        'co-click': 'its scores come from another ranker than the LIS',
        editorial: 'its scores come from another ranker than the LIS',
      },
      probes: [],
      segments: [],
      minimumDetectable: 0.0026,
    },
  ];
}

/** The full sample with models, their arms and a verdict on one of them. */
export function modelsReport(): Report {
  const report = fullReport();
  report.models = sampleModels();
  const arm = (id: string, kind: 'baseline' | 'model', model: string, ranker: string, auc: number) => ({
    ...{ id, arm: kind, model, ranker },
    ...summariseSeeds([{ seed: 1, auc, logLoss: null }]),
  });
  report.arms.push(
    arm('model:notellm', 'model', 'notellm', 'fm', 0.7099),
    arm('baseline:prod-v2', 'baseline', 'prod-v2', 'predictions', 0.7411),
    arm('model:prod-v2', 'model', 'prod-v2', 'predictions', 0.7432),
  );
  report.verdicts.push({
    code: 'alignment-bottleneck',
    severity: 'warning',
    target: 'notellm',
    message: 'The data is good and the model has not learnt it.',
    action: 'Work on the alignment.',
  });
  return report;
}

/** A report made by hand: the numbers are easy to recognise, and nothing was computed. */
import { summariseSeeds } from '../../../src/report/arm.ts';
import type { Estimate, Report } from '../../../src/report/schema.ts';

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

/** examples/feed/kinds.lis.yaml: every kind of source, model and probe in one run, which is what a spec may hold. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeFeed } from '../../../examples/feed/generate.ts';
import { simulate } from '../../../examples/feed/impressions.ts';
import { Trace } from '../../../src/common/trace.ts';
import { runDifference, subtractArms } from '../../../src/metrics/intervals/paired-runs.ts';
import { modelArms, sourceArms } from '../../../src/report/estimate-arms.ts';
import { modelEstimates, namedEstimates } from '../../../src/report/estimates.ts';
import { decodeInfluence } from '../../../src/report/kept/influence.ts';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';

/** Looks at three samples of these few users, one after another, whatever they show. */
vi.mock('../../../src/metrics/intervals/precision.ts', async (original) => ({
  ...(await original<typeof import('../../../src/metrics/intervals/precision.ts')>()),
  nextStage: (stages: readonly unknown[], looks: readonly unknown[]) =>
    looks.length < 3 ? stages.length - 3 + looks.length : undefined,
}));

let folder: string;
let specPath: string;
let report: Report;
const run = { signal: new AbortController().signal, onProgress: () => {}, threads: 1, memoryBytes: 2 ** 31 };

const numbers = ({ created: _c, resources: _r, base, spec: _s, ...rest }: Omit<Report, 'precision'>) => ({
  ...rest,
  base: { ...base, cached: undefined },
});

/** The base of one run serves the next. */
const cached = () => ({ ...run, cacheFolder: join(folder, 'cache') });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-kinds-'));
  await writeFeed(simulate(12_000, 1), join(folder, 'data'));
  specPath = join(folder, 'kinds.lis.yaml');
  copyFileSync('examples/feed/kinds.lis.yaml', specPath);
  report = await evaluate({ specPath, seeds: 1, run: cached() });
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('one spec of every kind', () => {
  it('has the arms of each', () => {
    const kinds = report.sources.map(({ kind, provenance }) => `${kind} ${provenance}`);
    expect(kinds).toEqual([
      'co-click built',
      'swing built',
      'session built',
      'pmi built',
      'id-embedding built',
      'pairs declared',
      'embeddings declared',
      'clusters declared',
      'clusters-of declared',
      'columns declared',
    ]);
    const armsOf = (name: string) =>
      report.arms.filter(({ id }) => id.split(':').includes(name)).map(({ arm }) => arm);
    for (const built of ['co-click', 'swing', 'session', 'pmi', 'ranker-vectors']) {
      expect(armsOf(built)).toEqual(expect.arrayContaining(['honest', 'leaked', 'leaked-total', 'placebo']));
    }
    for (const file of ['pairs', 'vectors', 'ids', 'ids-of-vectors', 'after-the-click']) {
      expect(armsOf(file)).toEqual(['leaked-total', 'placebo']);
    }
    expect(armsOf('weak')).toEqual(['model', 'probe']);
    expect(armsOf('ranker')).toEqual(['baseline', 'model']);
  });

  it('is a report that holds every number', () => {
    expect(ReportSchema.parse(structuredClone(report))).toEqual(report);
    for (const { auc } of report.arms) expect(auc).toBeGreaterThan(0.4);
    for (const { target } of report.verdicts) expect(target).not.toBe('');
    const judged = new Set(report.verdicts.map(({ target }) => target));
    for (const { name } of report.sources) expect(judged).toContain(name);
  });

  it('carries what each estimate shares with those of other runs', () => {
    const { count, df } = report.data.userGroups!;
    const influence = (id: string) => {
      const { perSeed } = report.arms.find((arm) => arm.id === id)!;
      return perSeed.map((seed) => decodeInfluence(seed.influence!, count)!);
    };
    const nothing = { seeds: [1], perSeed: [{ value: 0, sums: new Float64Array(count) }] };
    const ofSources = report.sources.flatMap((source) =>
      namedEstimates(source).map(({ key, estimate }) => ({ key, estimate, arms: sourceArms(source, key) })),
    );
    const ofModels = report.models.flatMap((model) =>
      modelEstimates(model).map(({ key, estimate, source }) => ({
        key,
        estimate,
        arms: modelArms(model, key, source),
      })),
    );
    const without = [...ofSources, ...ofModels].filter(({ arms }) => arms === undefined);
    expect(new Set(without.map(({ key }) => key.replace(/\..*/, '')))).toEqual(
      new Set(['captured', 'versus']),
    );
    const ratios: number[] = [];
    for (const { estimate, arms } of [...ofSources, ...ofModels]) {
      if (arms === undefined || estimate === null) continue;
      const difference = { seeds: [1], perSeed: subtractArms(influence(arms.arm), influence(arms.minus!)) };
      const found = runDifference(nothing, difference, df);
      expect(found.value).toBeCloseTo(estimate.value, 12);
      // Arms that differ in the rows of a few users alone share hardly a group.
      if (estimate.se > 0.001) ratios.push(found.se / estimate.se);
    }
    expect(ratios.length).toBeGreaterThan(20);
    // A standard error over 256 groups is known to 4 %; the estimates of one run share their groups.
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(0.15);
  });

  it('divides by the sources of the same features, and by no others', () => {
    const { captured, notCaptured } = report.models[0]!;
    const divided = Object.keys(captured).filter((name) => captured[name] !== null);
    for (const name of divided) expect(['vectors', 'ranker-vectors']).toContain(name);
    expect(divided).toContain('vectors');
    expect(Object.keys(notCaptured).sort()).toEqual(
      report.sources
        .map(({ name }) => name)
        .filter((name) => !divided.includes(name))
        .sort(),
    );
  });

  it('probes the model that asks for it', () => {
    expect(report.models.map(({ probes }) => probes.map(({ source }) => source))).toEqual([
      [],
      ['co-click'],
      [],
      [],
    ]);
  });

  it('gives every number as it is where the evaluation users came in three parts', async () => {
    const said = await evaluate({ specPath, seeds: 1, precision: 1e-6, run: cached() });
    const { precision, ...parts } = said;
    expect(precision!.stages.map(({ share }) => share)).toEqual([0.25, 0.5, 1]);
    expect(precision!.reached).toBe(false);
    expect(precision!.stages.at(-1)).toMatchObject({
      users: report.data.evalUsers,
      rows: report.data.evalRows,
    });
    expect(numbers(parts)).toEqual(numbers(report));
  });

  it('gives every number as it is where memory holds the features of some evaluation rows, and not the base', async () => {
    const trace = new Trace();
    const rowsAtOnce = Math.ceil(report.data.evalRows / 2.5);
    const found = await evaluate({ specPath, seeds: 1, rowsAtOnce, run: { ...run, trace } });
    expect(numbers(found)).toEqual(numbers(report));
    const trained = trace.spans.filter(({ category, args }) => category === 'train' && args?.['fitRows']);
    expect(trained.length).toBeGreaterThan(5);
    for (const { args } of trained) expect(args!['codes']).toBe('in a file');
    const scored = trace.spans
      .filter(({ category }) => category === 'score')
      .map(({ args }) => args!['from']);
    expect(new Set(scored).size).toBe(3);
  });

  it('may be run in parts: one of its clusters, one of its models', async () => {
    const part = await evaluate({ specPath, seeds: 1, run, sources: ['ids-of-vectors', 'noise'] });
    expect(part.spec.only).toEqual(['ids-of-vectors', 'noise']);
    expect(part.sources.map(({ name }) => name)).toEqual(['ids-of-vectors']);
    expect(part.models.map(({ name }) => name)).toEqual(['noise']);
    expect(part.inputs.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['data/content-good.parquet', 'data/content-noise.parquet']),
    );
  });
});

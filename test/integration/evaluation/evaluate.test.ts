import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cancelled, type Failure } from '../../../src/common/failure.ts';
import type { Progress, RunContext } from '../../../src/common/progress.ts';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';
import {
  type SmallWorkspace,
  smallLog,
  smallSpec,
  writeSmallWorkspace,
} from '../../support/small-workspace.ts';

let folder: string;
let workspace: SmallWorkspace;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-evaluate-'));
  workspace = writeSmallWorkspace(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const context = (changes: Partial<RunContext> = {}): RunContext => ({
  signal: new AbortController().signal,
  onProgress: () => {},
  threads: 1,
  memoryBytes: 2 ** 31,
  ...changes,
});

/** The run of the workspace as it stands, with what it told: made once, by the first test that asks. */
let made: Promise<{ before: number; report: Report; told: Progress[] }> | undefined;
function plainRun(): NonNullable<typeof made> {
  made ??= (async () => {
    const told: Progress[] = [];
    const run = context({ onProgress: (progress) => told.push(progress) });
    const before = Date.now();
    return { before, report: await evaluate({ specPath: workspace.specPath, run }), told };
  })();
  return made;
}

/** A report without what may differ between two runs of the same spec. */
const numbers = ({ created: _created, resources: _resources, ...rest }: Report) => rest;

describe('evaluate', () => {
  it('gives a valid report whose gains are differences of its arms', async () => {
    const { report, before } = await plainRun();
    expect(ReportSchema.parse(report)).toEqual(report);
    // When it began, as the name of its file says: not when it ended.
    const began = Date.parse(report.created);
    expect(began).toBeGreaterThanOrEqual(before - 5);
    expect(Date.now() - began).toBeGreaterThanOrEqual(1000 * report.resources.wallSeconds - 5);
    expect(report.arms.map((arm) => arm.id)).toEqual([
      'base',
      'honest:co-click',
      'fresh:co-click',
      'leaked:co-click',
      'leaked-total:co-click',
      'placebo:co-click',
      'honest:recent',
      'fresh:recent',
      'leaked:recent',
      'leaked-total:recent',
      'placebo:recent',
    ]);
    const auc = (id: string) => report.arms.find((arm) => arm.id === id)!.auc;
    // Of two sources Holm judges the surer at level 1 − 0.05/2, z₀.₉₈₇₅ + z₀.₈ = 2.2414 + 0.8416, and no one below 95 %.
    const detectable = report.sources.map(
      ({ minimumDetectable, lis }) => minimumDetectable / lis.transferable!.se,
    );
    expect(Math.max(...detectable)).toBeGreaterThan(3.0829);
    expect(Math.min(...detectable)).toBeGreaterThan(2.8015);
    for (const source of report.sources) {
      expect(source.lis.transferable!.value).toBeCloseTo(auc(`leaked:${source.name}`) - auc('base'), 12);
      expect(source.lis.total.value).toBeCloseTo(auc(`leaked-total:${source.name}`) - auc('base'), 12);
      expect(source.honestGain!.value).toBeCloseTo(auc(`honest:${source.name}`) - auc('base'), 12);
      const difference = (a: string, b: string) => auc(`${a}:${source.name}`) - auc(`${b}:${source.name}`);
      expect(source.placeboGain!.value).toBeCloseTo(auc(`placebo:${source.name}`) - auc('base'), 12);
      expect(source.freshness!.value).toBeCloseTo(difference('fresh', 'honest'), 12);
      expect(source.lookAhead!.value).toBeCloseTo(difference('leaked', 'fresh'), 12);
      expect(source.netLis!.value).toBeCloseTo(difference('leaked', 'placebo'), 12);
      expect(source.selfEvidence!.value).toBeCloseTo(difference('leaked-total', 'leaked'), 12);
      expect(source.features.map(({ name }) => name)).toEqual(['max', 'sum', 'mean', 'count']);
      expect(source.features.every(({ dropGain }) => dropGain !== undefined)).toBe(true);
      expect(report.verdicts.some(({ target }) => target === source.name)).toBe(true);
    }
    const [whole, recent] = report.sources;
    expect(whole!.coverage).toBeGreaterThan(0.5);
    expect(recent!.coverage).toBeGreaterThan(0);
    expect(recent!.coverage).toBeLessThan(whole!.coverage);
    expect(report.data).toMatchObject({
      rows: 3000,
      trainRows: 2400,
      evalRows: 600,
      users: 120,
      items: 60,
      slices: 10,
    });
  });

  it('evaluates the named sources alone, and refuses a name that is not there', async () => {
    const only = (sources: string[]) => evaluate({ specPath: workspace.specPath, sources, run: context() });
    const report = await only(['recent']);
    expect(report.sources.map(({ name }) => name)).toEqual(['recent']);
    await expect(only(['recnet'])).rejects.toMatchObject({ kind: 'usage', message: /did you mean `recent`/ });
  });

  it('gives exactly 0 to data without a value, and next to nothing to a constant, beside a source of more features', async () => {
    const specPath = join(folder, 'nothing.lis.yaml');
    const [head, ...lines] = smallLog().trimEnd().split('\n');
    const rows = [`${head},empty,same`, ...lines.map((line) => `${line},,x`)];
    writeFileSync(join(folder, 'data', 'nothing.csv'), `${rows.join('\n')}\n`);
    const text = smallSpec('  - {name: empty, columns: [empty]}\n  - {name: constant, columns: [same]}\n');
    writeFileSync(specPath, text.replace('clicks.csv', 'nothing.csv'));
    const { sources } = await evaluate({
      specPath,
      sources: ['recent', 'empty', 'constant'],
      run: context(),
    });
    expect(sources.map(({ name }) => name)).toEqual(['recent', 'empty', 'constant']);
    const [recent, empty, constant] = sources;
    expect(empty!.lis.total).toMatchObject({ value: 0, se: 0, low: 0, high: 0 });
    // Only its factors start elsewhere; without the missing fields of the base it "gained" as much as real data.
    expect(Math.abs(constant!.lis.total.value)).toBeLessThan(0.001);
    expect(recent!.lis.total.value).toBeGreaterThan(0.01);
  });

  it('gives exactly 0 to data without a value under deepfm too, which reads numbers beside the bins', async () => {
    const specPath = join(folder, 'nothing-deep.lis.yaml');
    const [head, ...lines] = smallLog().trimEnd().split('\n');
    const rows = [`${head},empty`, ...lines.map((line) => `${line},`)];
    writeFileSync(join(folder, 'data', 'nothing-deep.csv'), `${rows.join('\n')}\n`);
    const deep = 'ranker: {kind: deepfm, hidden: [8, 4], epochs: 1}\nseeds: 1\n';
    const text = smallSpec(`  - {name: empty, columns: [{name: empty, type: numeric}]}\n${deep}`);
    writeFileSync(specPath, text.replace('clicks.csv', 'nothing-deep.csv'));
    const report = await evaluate({ specPath, sources: ['recent', 'empty'], run: context() });
    expect(report.sources[1]!.lis.total).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(report.ranker).toMatchObject({ kind: 'deepfm', hidden: [8, 4] });
    expect(report.arms.every(({ ranker }) => ranker === 'deepfm')).toBe(true);
    expect(report.sources[0]!.lis.total.value).not.toBe(0);
  });

  it('evaluates every arm under each ranker, and the first one as if it were alone', async () => {
    const specWith = (ranker: string) => smallSpec(`${ranker}\nseeds: 2\n`);
    const request = { specPath: workspace.specPath, sources: ['recent'] };
    const alone = await evaluate({
      ...request,
      specText: specWith('ranker: {kind: fm, epochs: 1}'),
      run: context(),
    });
    const deep = '{kind: deepfm, hidden: [8], epochs: 1}';
    const both = await evaluate({
      ...request,
      specText: specWith(`rankers: [{kind: fm, epochs: 1}, ${deep}]`),
      run: context(),
    });
    expect(ReportSchema.parse(both)).toEqual(both);
    const { otherRankers, verdicts, warnings: _w, spec: _s, ...first } = numbers(both);
    const { verdicts: expectedVerdicts, warnings: _, spec: __, ...expected } = numbers(alone);
    expect(first).toEqual(expected);
    expect(verdicts.filter(({ code }) => code !== 'ranker-dependent')).toEqual(expectedVerdicts);

    const [other] = otherRankers!;
    expect(otherRankers).toHaveLength(1);
    expect(other!.ranker).toMatchObject({ kind: 'deepfm', hidden: [8] });
    expect(other!.arms.map(({ id }) => id)).toEqual(both.arms.map(({ id }) => id));
    expect(other!.arms.every(({ ranker }) => ranker === 'deepfm')).toBe(true);
    const auc = (id: string) => other!.arms.find((arm) => arm.id === id)!.auc;
    for (const [i, { name, lis, features }] of other!.sources.entries()) {
      expect(name).toBe(both.sources[i]!.name);
      expect(lis.total.value).toBeCloseTo(auc(`leaked-total:${name}`) - auc('base'), 12);
      expect(features.map(({ dropGain }) => dropGain)).toEqual(Array(4).fill(undefined));
    }
    expect(both.resources.rowsTrained).toBeGreaterThan(alone.resources.rowsTrained);
    for (const { name } of both.sources) {
      const codes = [verdicts, other!.verdicts].map(
        (list) => list.find(({ target }) => target === name)!.code,
      );
      const says = verdicts.some(({ target, code }) => target === name && code === 'ranker-dependent');
      expect(says).toBe(codes[0] !== codes[1]);
    }
  });

  it('finds no LIS where labels are redrawn so that no item goes with another', async () => {
    const report = await evaluate({ specPath: workspace.specPath, nullCheck: true, run: context() });
    expect(report.sources.map(({ name }) => name)).toEqual(['co-click', 'recent']);
    for (const { nullCheck, lis } of report.sources) {
      expect(nullCheck!.low).toBeLessThan(0.005);
      expect(nullCheck!.value).toBeLessThan(lis.total.value);
    }
  });

  it('refuses a gate on a source that is not there before it trains, and judges one that is', async () => {
    const gated = (gate: string) =>
      evaluate({ specPath: workspace.specPath, specText: smallSpec(`gate: ${gate}`), run: context() });
    await expect(gated('{source: co-clik, total: ">= 0.1"}')).rejects.toMatchObject({
      kind: 'usage',
      where: { line: 16 },
    });
    const report = await gated('{source: co-click, total: ">= 0.1", transferable: ">= 0.5"}');
    expect(report.gate).toMatchObject({ source: 'co-click', met: false });
  });

  it('refuses a gate on what declared data cannot have before it reads the log', async () => {
    const specText = smallSpec('gate: {source: recent, transferable: ">= 0.1"}')
      .replace('    build: co-click\n    window: 2\n', '    columns: [position]\n')
      .replace('  features: [position]\n', '');
    const seen: string[] = [];
    const run = context({ onProgress: (p: Progress) => seen.push(p.message) });
    await expect(evaluate({ specPath: workspace.specPath, specText, run })).rejects.toMatchObject({
      kind: 'usage',
      code: 'gate-without-transferable',
    });
    expect(seen).toEqual([]);
  });

  it('offers leave-user-out as a diagnostic that says so, for co-click alone', async () => {
    const specText = smallSpec('selfEvidence: leave-user-out');
    const sources = ['co-click'];
    const report = await evaluate({ specPath: workspace.specPath, specText, sources, run: context() });
    expect(report.warnings.map(({ code }) => code)).toContain('leave-user-out');
    expect(report.arms.some(({ arm }) => arm === 'fresh')).toBe(false);
    expect(report.sources[0]!.lis.transferable!.value).toBeLessThan(report.sources[0]!.lis.total.value);
    const swing = specText.replace('build: co-click, window: all', 'build: swing, window: all');
    await expect(
      evaluate({ specPath: workspace.specPath, specText: swing, run: context() }),
    ).rejects.toMatchObject({ kind: 'usage', code: 'leave-user-out-source' });
  });

  it('measures gains in the metric of the spec', async () => {
    const specText = smallSpec('metric: gauc').replace('log:', 'log:\n  group: user_id');
    const sources = ['co-click'];
    const report = await evaluate({ specPath: workspace.specPath, specText, sources, run: context() });
    const gauc = (id: string) => report.arms.find((arm) => arm.id === id)!.ranking!.gauc!.impressions;
    const [source] = report.sources;
    expect(source!.lis.total.value).toBeCloseTo(gauc('leaked-total:co-click') - gauc('base'), 10);
    expect(source!.lis.total.low).toBeGreaterThan(0);
  });

  it('does not depend on the number of threads', async () => {
    const { report: oneThread } = await plainRun();
    const three = await evaluate({ specPath: workspace.specPath, run: context({ threads: 3 }) });
    expect(numbers(three)).toEqual(numbers(oneThread));
  });

  it('warns where an arm was still improving when its epochs ended', async () => {
    const specText = smallSpec('training: joint\nranker: {kind: fm, epochs: 0.25}');
    const request = { specPath: workspace.specPath, sources: ['recent'], seeds: 2, run: context() };
    const report = await evaluate({ ...request, specText });
    const warnings = report.warnings.filter((warning) => warning.code === 'stopped-at-limit');
    expect(warnings).toHaveLength(report.arms.length);
    expect(warnings[0]).toMatchObject({
      message: expect.stringMatching(
        /base was still improving when its 0.25 epochs ended, in 2 of 2 seeds: raise/,
      ),
      count: 2,
    });
    // Epochs that are no whole number of quarters end at the nearest quarter, and are no less of a limit.
    const rounded = await evaluate({
      ...request,
      specText: smallSpec('training: joint\nranker: {kind: fm, epochs: 0.3}'),
    });
    expect(rounded.warnings.filter((warning) => warning.code === 'stopped-at-limit')).toEqual(warnings);
  });

  it('warns that one seed says nothing about the spread between seeds', async () => {
    const codes = ({ warnings }: Report) => warnings.map(({ code }) => code);
    const request = { specPath: workspace.specPath, sources: ['recent'], run: context() };
    const alone = await evaluate({ ...request, seeds: 1 });
    expect(codes(alone)).toContain('one-seed');
    const { report } = await plainRun();
    expect(report.arms[0]!.perSeed).toHaveLength(3);
    expect(codes(report)).not.toContain('one-seed');
  });

  it('takes the text of an unsaved editor and another number of seeds', async () => {
    const specText = smallSpec('ranker: lr').replace(/sources:[\s\S]*ranker/, 'ranker');
    const report = await evaluate({ specPath: workspace.specPath, specText, seeds: 2, run: context() });
    expect(report.arms).toHaveLength(1);
    expect(report.arms[0]!.ranker).toBe('lr');
    expect(report.arms[0]!.perSeed.map((seed) => seed.seed)).toEqual([1, 2]);
    expect(report.sources).toEqual([]);
  });

  it('trains all arms of a seed as long as its base with commonStop, and the base as ever', async () => {
    const specOf = (ranker: string) =>
      smallSpec(`training: joint\nranker: {kind: fm, learningRate: 0.05${ranker}}\nseeds: 2`);
    const request = { specPath: workspace.specPath, sources: ['recent'] };
    const told: number[] = [];
    const onProgress = ({ phase, fraction }: Progress) => phase === 'train' && told.push(fraction);
    const common = await evaluate({
      ...request,
      specText: specOf(', commonStop: true'),
      run: context({ onProgress }),
    });
    const each = await evaluate({ ...request, specText: specOf(''), run: context() });
    const stops = ({ arms }: Report) => arms.map(({ perSeed }) => perSeed.map(({ epochs }) => epochs));
    expect(new Set(stops(common).map(String))).toEqual(new Set([String(stops(each)[0])]));
    expect(new Set(stops(each).map(String)).size).toBeGreaterThan(1);
    expect(common.arms[0]).toEqual(each.arms[0]);
    expect(common.ranker).toMatchObject({ commonStop: true });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it('says before it trains that no interval over users can exist', async () => {
    const log = readFileSync(workspace.logPath, 'utf8').trim().split('\n');
    const cut = 1 + 0.8 * (log.length - 1);
    const lone = log.map((line, i) =>
      i < cut || line.startsWith('u7,') ? line : line.replace(/,1,(p\d)$/, ',0,$1'),
    );
    writeFileSync(join(folder, 'lone.csv'), lone.join('\n'));
    for (const [metric, only] of [
      ['auc', 'positive'],
      ['gauc', 'measurable'],
    ]) {
      const specText = smallSpec(`metric: ${metric}`).replace('data/clicks.csv', 'lone.csv');
      const phases = new Set<string>();
      const run = context({ onProgress: ({ phase }) => phases.add(phase) });
      await expect(evaluate({ specPath: workspace.specPath, specText, run })).rejects.toMatchObject({
        code: 'too-few-users',
        message: expect.stringContaining(`Only 1 user has ${only} evaluation rows`),
      });
      expect(phases).toContain('encode');
      expect(phases).not.toContain('features');
      expect(phases).not.toContain('train');
    }
  });

  it('tells its progress without going back', async () => {
    const { told: seen } = await plainRun();
    const fractions = seen.map((p) => p.fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(new Set(seen.map((p) => p.phase))).toEqual(
      new Set(['read', 'encode', 'features', 'train', 'metrics', 'report']),
    );
  });

  it.each(['read', 'features', 'train', 'metrics'] as const)(
    'can be cancelled while it is in %s',
    async (phase) => {
      const controller = new AbortController();
      const onProgress = (p: Progress) => {
        if (p.phase === phase) controller.abort();
      };
      const run = context({ signal: controller.signal, onProgress });
      await expect(evaluate({ specPath: workspace.specPath, run })).rejects.toThrow(Cancelled);
    },
  );

  it('is cancelled before the next step where a step of the features was the last', async () => {
    const controller = new AbortController();
    const later: string[] = [];
    const onProgress = (p: Progress) => {
      if (controller.signal.aborted) later.push(p.message);
      if (p.message === 'building the base features') controller.abort();
    };
    const run = context({ signal: controller.signal, onProgress });
    await expect(evaluate({ specPath: workspace.specPath, run })).rejects.toThrow(Cancelled);
    expect(later).toEqual([]);
  });

  it('places an error of the spec, and one of the data, at its line', async () => {
    const failure = async (specText: string): Promise<Failure> => {
      const error = await evaluate({ specPath: workspace.specPath, specText, run: context() }).catch(
        (e) => e,
      );
      return error as Failure;
    };
    const wrongKey = await failure(smallSpec().replace('label:', 'lable:'));
    expect(wrongKey).toMatchObject({ kind: 'usage', where: { file: workspace.specPath, line: 7 } });
    expect(wrongKey.message).toContain('`label`');
    const wrongColumn = await failure(smallSpec().replace('label: click', 'label: clik'));
    expect(wrongColumn).toMatchObject({ kind: 'usage', where: { file: workspace.specPath, line: 7 } });
    expect(wrongColumn.message).toContain('click');
  });

  it('stops with the memory needed where the setting is too small', async () => {
    const run = context({ memoryBytes: 2 ** 20 });
    await expect(evaluate({ specPath: workspace.specPath, run })).rejects.toMatchObject({ kind: 'resource' });
  });
});

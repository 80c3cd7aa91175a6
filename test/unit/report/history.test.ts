import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { annotationsBeside } from '../../../src/report/kept/annotations.ts';
import { RunHistory } from '../../../src/report/kept/history.ts';
import { factsOf } from '../../../src/report/kept/run-facts.ts';
import { latestReport, runPath, writeReport } from '../../../src/report/kept/store.ts';
import type { Report } from '../../../src/report/schema.ts';
import { runInWords } from '../../../src/report/words/verdict-words.ts';
import { withLeak } from '../../fixtures/leaks.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { estimate, exampleReport } from '../../fixtures/report.ts';

let folder: string;
let spec: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-history-'));
  spec = join(folder, 'lis.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(day: number, report: Report = exampleReport(), specPath = spec): Promise<string> {
  const path = runPath(specPath, new Date(Date.UTC(2026, 10, day, 9, 30)));
  await writeReport(path, report);
  return path;
}

it('knows the model of the highest AIS beside the source whose verdict says most', () => {
  expect(factsOf(modelsReport())).toMatchObject({
    best: { source: 'co-click' },
    bestModel: { model: 'notellm', ais: { value: 0.0309 } },
  });
  expect(factsOf(exampleReport()).bestModel).toBeUndefined();
});

describe('tags and notes', () => {
  it('are kept beside the runs, and go with them', async () => {
    const [first, second] = [await run(1), await run(2)];
    const history = new RunHistory();
    await history.annotate(first, { tags: [' weekly', 'weekly', '', 'b'], note: ' why ' });
    await history.annotate(second, { tags: [], note: 'other' });
    expect((await new RunHistory().of(spec)).map(({ tags, note }) => [tags, note])).toEqual([
      [[], 'other'],
      [['weekly', 'b'], 'why'],
    ]);
    const file = join(folder, '.lis', 'notes.json');
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toHaveLength(2);
    await history.delete(second);
    expect(Object.values(await annotationsBeside(first))).toEqual([{ tags: ['weekly', 'b'], note: 'why' }]);
    await history.annotate(first, { tags: [], note: '' });
    expect(existsSync(file)).toBe(false);
  });

  it('are each changed alone, and lose nothing to what is written at the same time', async () => {
    const [first, second] = [await run(1), await run(2)];
    const history = new RunHistory();
    await Promise.all([
      history.annotate(first, { tags: ['weekly'] }),
      history.annotate(first, { note: 'why' }),
      history.annotate(second, { note: 'other' }),
      history.pin(first, true),
      history.pin(second, true),
    ]);
    const kept = async () =>
      (await new RunHistory().of(spec)).map(({ tags, note, pinned }) => ({ tags, note, pinned }));
    expect(await kept()).toEqual([
      { tags: [], note: 'other', pinned: true },
      { tags: ['weekly'], note: 'why', pinned: true },
    ]);
    await Promise.all([history.annotate(first, { tags: [] }), history.delete(second)]);
    expect(await kept()).toEqual([{ tags: [], note: 'why', pinned: true }]);
  });

  it('may be damaged or of another hand without harm', async () => {
    const path = await run(1);
    const file = join(folder, '.lis', 'notes.json');
    for (const text of ['{', 'null', '{"x": 1}', '{"x": {"tags": [1, "a"], "note": 2}}']) {
      writeFileSync(file, text);
      expect((await new RunHistory().of(spec))[0]).toMatchObject({ tags: [], note: '' });
    }
    expect(await annotationsBeside(path)).toEqual({ x: { tags: ['a'], note: '' } });
    await new RunHistory().annotate(path, { note: 'why' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ x: { tags: [1, 'a'], note: 2 } });
  });

  it.each(['{"a": {"tags": ["weekly"]}', 'null', '["a"]', ''])(
    'are not written over a file that cannot be read: %s',
    async (damaged) => {
      const path = await run(1);
      const file = join(folder, '.lis', 'notes.json');
      writeFileSync(file, damaged);
      const history = new RunHistory();
      const refusal = { code: 'damaged-notes', message: expect.stringContaining(file) };
      await expect(history.annotate(path, { note: 'why' })).rejects.toMatchObject(refusal);
      await expect(history.delete(path)).rejects.toMatchObject(refusal);
      expect(readFileSync(file, 'utf8')).toBe(damaged);
      expect(existsSync(path)).toBe(true);
      rmSync(file);
      await history.delete(path);
      expect(existsSync(path)).toBe(false);
    },
  );
});

describe('the history of a spec', () => {
  it('is empty before the first run', async () => {
    expect(await new RunHistory().of(spec)).toEqual([]);
  });

  it('lists its own runs, the newest first, with what they found', async () => {
    const [first, second] = [await run(1), await run(2)];
    await run(3, exampleReport(), join(folder, 'other.lis.yaml'));
    const runs = await new RunHistory().of(spec);
    expect(runs.map(({ path }) => path)).toEqual([second, first]);
    expect(runs[0]).toMatchObject({
      time: '2026-11-02T09:30:00.000Z',
      content: { facts: { baseAuc: 0.73548, best: { source: 'co-click', total: false } } },
    });
  });

  it('knows by name of which spec or config each run is', async () => {
    const windows = exampleReport({ spec: { path: 'C:\\w\\train.yaml', hash: 'ab' } });
    const paths = [await run(1), await run(2, windows, join(folder, 'train.yaml'))];
    const names = (await new RunHistory().among(paths)).map(
      ({ content }) => 'facts' in content && content.facts.specName,
    );
    expect(names).toEqual(['lis.yaml', 'train.yaml']);
  });

  it('lists a damaged report as such, with the reason', async () => {
    const path = await run(1);
    await run(2);
    writeFileSync(path, '{"version": 1, "tool"');
    const [, damaged] = await new RunHistory().of(spec);
    expect(damaged).toMatchObject({ path, time: '2026-11-01T09:30:00.000Z' });
    expect(damaged!.content).toEqual({ problem: expect.stringContaining(path) });
  });

  it('reads a report once, and again when it changes', async () => {
    const path = await run(1);
    const history = new RunHistory();
    const parse = vi.spyOn(JSON, 'parse');
    try {
      const [before] = await history.of(spec);
      await history.of(spec);
      expect(parse).toHaveBeenCalledTimes(1);
      await writeReport(path, exampleReport({ sources: [] }));
      utimesSync(path, 1, 1);
      const [after] = await history.of(spec);
      expect(before!.content).toMatchObject({ facts: { sources: 1 } });
      expect(after!.content).toMatchObject({ facts: { sources: 0, best: undefined } });
    } finally {
      parse.mockRestore();
    }
  });

  it('keeps pins beside the runs, and bears a damaged list of them', async () => {
    const [first, second] = [await run(1), await run(2)];
    const pins = join(folder, '.lis', 'pins.json');
    const pinned = async () => (await new RunHistory().of(spec)).map((kept) => kept.pinned);
    expect(await pinned()).toEqual([false, false]);
    await new RunHistory().pin(first, true);
    await new RunHistory().pin(first, true);
    expect(await pinned()).toEqual([false, true]);
    expect(JSON.parse(readFileSync(pins, 'utf8'))).toEqual(['2026-11-01T09-30-00-000Z-lis.json']);
    await new RunHistory().pin(second, true);
    await new RunHistory().delete(first);
    expect(await pinned()).toEqual([true]);
    writeFileSync(pins, '{"half');
    expect(await pinned()).toEqual([false]);
    await new RunHistory().pin(second, true);
    await new RunHistory().pin(second, false);
    expect(existsSync(pins)).toBe(false);
  });

  it('forgets what is deleted', async () => {
    const [first, second] = [await run(1), await run(2)];
    const history = new RunHistory();
    await history.of(spec);
    await history.delete(second);
    await history.delete(second);
    expect((await history.of(spec)).map(({ path }) => path)).toEqual([first]);
    expect((await latestReport(spec))?.path).toBe(first);
  });
});

describe('the facts of a run', () => {
  it('hold the gain of each source and each model, without what holds the label', () => {
    const { gains, metric } = factsOf(modelsReport());
    expect(metric).toBe('AUC');
    expect(gains.map(({ name, what, estimate: { value } }) => [what, name, value])).toEqual([
      ['LIS', 'co-click', 0.0377],
      ['LIS', 'content', 0.0749],
      ['AIS', 'notellm', 0.0309],
      ['AIS', 'off-the-shelf', -0.0012],
      ['AIS', 'prod-v2', 0.0087],
    ]);
    expect(factsOf(withLeak(modelsReport(), 'content')).gains.map(({ name }) => name)).not.toContain(
      'content',
    );
  });

  it('name the source that the answer is about: a total LIS only where there is no other', () => {
    const report = exampleReport();
    const [source] = report.sources;
    report.sources = [
      source!,
      { ...source!, name: 'declared', lis: { total: estimate(0.05, 0.01) } },
      { ...source!, name: 'weak', lis: { transferable: estimate(-0.01, 0.01), total: estimate(0.9, 0.1) } },
    ];
    expect(factsOf(report).best).toMatchObject({ source: 'co-click', total: false });
    report.sources = report.sources.slice(1, 2);
    expect(factsOf(report).best).toMatchObject({ source: 'declared', total: true, lis: { value: 0.05 } });
  });

  it('have the verdict on that source, and what the run took', () => {
    const report = modelsReport();
    report.tool.origin = 'command line';
    const verdictOn = (target: string, code: 'headroom' | 'artefact' | 'no-headroom') => ({
      ...{ code, target, severity: 'info' as const, message: 'm', action: 'a' },
    });
    report.verdicts = [
      verdictOn('content', 'no-headroom'),
      verdictOn('co-click', 'headroom'),
      verdictOn('co-click', 'artefact'),
    ];
    report.verdicts[1]!.severity = 'positive';
    const facts = factsOf({ ...report, verdicts: report.verdicts.slice(0, 2) });
    expect(facts).toMatchObject({ verdict: { target: 'co-click' }, artefact: false, origin: 'command line' });
    expect(facts).toMatchObject({
      seeds: report.arms[0]!.perSeed.length,
      seconds: report.resources.wallSeconds,
    });
    expect(runInWords(facts)).toBe('worth aligning on');
    expect(runInWords(factsOf(report))).not.toBe('worth aligning on');
  });
});

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { constants, getPriority, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ComputeClient, type ComputeRequest } from '../../../src/compute/client.ts';
import { startProcess } from '../../../src/compute/process.ts';
import { runLogged } from '../../../src/evaluation/command/logged.ts';
import type { RunProgress } from '../../../src/protocol/messages.ts';
import { readReport } from '../../../src/report/kept/store.ts';
import { LONG_RUN, smallSpec, writeSmallWorkspace } from '../../support/small-workspace.ts';

const server = fileURLToPath(new URL('../../../dist/server.mjs', import.meta.url));

let folder: string;
let client: ComputeClient;
let log: string[];
let specPath: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-server-'));
  specPath = writeSmallWorkspace(folder).specPath;
  log = [];
  client = new ComputeClient(server, (level, message) => void log.push(`${level}: ${message}`));
});
afterEach(() => {
  client.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function run(changes: Partial<ComputeRequest> = {}, signal = new AbortController().signal) {
  const progress: RunProgress[] = [];
  const reportPath = join(folder, 'out', 'report.json');
  const result = client.evaluate(
    { specPath, overrides: { seeds: 1 }, reportPath, threads: 1, ...changes },
    { signal, onProgress: (value) => void progress.push(value) },
  );
  result.catch(() => {});
  return { result, progress };
}
const training = (progress: RunProgress[]) =>
  vi.waitFor(() => expect(progress.map(({ phase }) => phase)).toContain('train'), 60_000);

describe('the compute process', () => {
  it('evaluates a spec, tells how far it is, and writes the report', async () => {
    const { result, progress } = run();
    const { reportPath, summary } = await result;
    const report = await readReport(reportPath);
    expect(report.data.rows).toBe(3000);
    expect(summary.baseAuc).toBe(report.arms.find(({ arm }) => arm === 'base')?.auc);
    expect(summary.sources.map(({ name, total }) => [name, total])).toEqual(
      report.sources.map(({ name, lis }) => [name, lis.total]),
    );
    const fractions = progress.map(({ fraction }) => fraction);
    expect(fractions.length).toBeGreaterThan(0);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(progress.at(-1)?.rows).toBe(3000);
  });

  it('lets its host run the programs that a spec names, and runs them itself for one that does not', async () => {
    const program = fileURLToPath(new URL('../../support/ranker-program.mjs', import.meta.url));
    const specText = smallSpec(
      `training: joint\nranker: {command: ['${process.execPath}', '${program}', score]}\n`,
    );
    const titles: string[] = [];
    const host = new ComputeClient(server, () => {}, {
      runProgram: (call, signal) => {
        titles.push(call.title);
        return runLogged({ ...call, logPath: join(folder, 'log.txt') }, signal);
      },
    });
    const limited = { specText, overrides: { seeds: 1, sources: ['recent'] } };
    try {
      const reportPath = join(folder, 'out', 'hosted.json');
      const request = { specPath, reportPath, threads: 1, ...limited };
      const signal = new AbortController().signal;
      await host.evaluate(request, { signal, onProgress: () => {} });
      const arms = ['base', 'honest', 'fresh', 'leaked', 'leaked-total', 'placebo'];
      expect(titles).toEqual(arms.map((arm) => `${arm}${arm === 'base' ? '' : ':recent'}, seed 1`));
      const limitedReport = await readReport((await run(limited).result).reportPath);
      expect((await readReport(reportPath)).arms).toEqual(limitedReport.arms);
    } finally {
      host.dispose();
    }
  });

  it('works at a lower priority than the editor', async () => {
    await run().result;
    expect(getPriority(client.pid)).toBe(constants.priority.PRIORITY_BELOW_NORMAL);
  });

  it('drafts a spec that runs as it is', async () => {
    const out = join(folder, 'new.lis.yaml');
    const hooks = { signal: new AbortController().signal, onProgress: () => {} };
    const draft = await client.draft({ data: [join(folder, 'data', 'clicks.csv')], out }, hooks);
    expect(draft).toMatchObject({ from: '3,000 rows', undecided: [] });
    expect(draft.facts).toContainEqual({
      key: 'user',
      value: 'user_id',
      why: 'its name; 120 ids on 3,000 rows',
    });
    expect(draft.text).toContain('path: data/clicks.csv\n');
    expect(existsSync(out)).toBe(false);
    const { summary } = await run({ specPath: out, specText: draft.text }).result;
    expect(summary.sources.map(({ name }) => name)).toEqual(['co-click']);
  });

  it('says which data cannot be drafted from', async () => {
    const data = [join(folder, 'absent.csv')];
    const hooks = { signal: new AbortController().signal, onProgress: () => {} };
    await expect(client.draft({ data, out: join(folder, 'a.lis.yaml') }, hooks)).rejects.toMatchObject({
      name: 'Failure',
      message: expect.stringContaining(relative(folder, data[0]!)),
    });
  });

  it('exports the features of every arm', async () => {
    const out = join(folder, 'features');
    const progress: RunProgress[] = [];
    const hooks = {
      signal: new AbortController().signal,
      onProgress: (p: RunProgress) => void progress.push(p),
    };
    const { files } = await client.exportFeatures({ specPath, folder: out, threads: 1 }, hooks);
    expect(files.map(({ file, rows }) => [file, rows])).toEqual([
      ['base.parquet', 3000],
      ['co-click.parquet', 3000],
      ['recent.parquet', 3000],
    ]);
    expect(readdirSync(out).sort()).toEqual([...files.map(({ file }) => file), 'manifest.json'].sort());
    expect(progress.length).toBeGreaterThan(0);
  });

  it("takes the editor's text before the file's", async () => {
    const { result } = run({ specText: smallSpec().replace(/sources:.*/s, 'sources: []\n') });
    expect((await result).summary.sources).toEqual([]);
  });

  it('passes on what is wrong, with its place', async () => {
    const { result } = run({ specText: smallSpec().replace('user: user_id', 'user: usr_id') });
    await expect(result).rejects.toMatchObject({
      name: 'Failure',
      where: { line: 5, specPath: ['log', 'user'] },
    });
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('may be killed while it trains: the run says so, and the next one works', async () => {
    const { result, progress } = run({ overrides: {}, specText: smallSpec(LONG_RUN) });
    await training(progress);
    process.kill(client.pid!, 'SIGKILL');
    await expect(result).rejects.toMatchObject({ code: 'compute-crashed' });
    const { reportPath } = await run().result;
    expect((await readReport(reportPath)).data.rows).toBe(3000);
    expect(readdirSync(join(folder, 'out'))).toEqual(['report.json']);
  });

  it('describes the columns of files while it trains, and evaluates one source alone', async () => {
    const abort = new AbortController();
    const { result, progress } = run({ overrides: {}, specText: smallSpec(LONG_RUN) }, abort.signal);
    await training(progress);
    const ask = { folder, patterns: ['data/*.csv'], rows: 1000 };
    const facts = await client.describe(ask, new AbortController().signal);
    expect(facts).toMatchObject({ files: [{ path: 'data/clicks.csv' }], rows: 1000, complete: false });
    expect(facts.columns.map(({ name, type }) => [name, type])).toEqual([
      ['user_id', 'VARCHAR'],
      ['item_id', 'VARCHAR'],
      ['ts', 'BIGINT'],
      ['click', 'BIGINT'],
      ['position', 'VARCHAR'],
    ]);
    expect(facts.columns.find(({ name }) => name === 'click')).toMatchObject({ distinct: 2, nulls: 0 });
    const missing = client.describe({ ...ask, patterns: ['nowhere.csv'] }, new AbortController().signal);
    await expect(missing).rejects.toMatchObject({ kind: 'data', code: 'missing-file' });
    abort.abort();
    await expect(result).rejects.toThrow('Cancelled');
    const { summary, reportPath } = await run({ overrides: { seeds: 1, sources: ['recent'] } }).result;
    expect(summary.sources.map(({ name }) => name)).toEqual(['recent']);
    expect((await readReport(reportPath)).spec.only).toEqual(['recent']);
    await run({ overrides: { seeds: 1, sources: ['recent', 'co-click'] } }).result;
    expect((await readReport(reportPath)).spec.only).toBeUndefined();
  });

  it('outlives nonsense on its channel', async () => {
    const heard: string[] = [];
    const compute = startProcess(server, (_level, message) => void heard.push(message));
    const ready = new Promise<void>((resolve, reject) => {
      compute.listen({ onMessage: ({ type }) => type === 'ready' && resolve(), onExit: reject });
    });
    await ready;
    compute.send('evaluate' as never);
    compute.send({ type: 'evaluate', payload: { specPath: 7 } } as never);
    await vi.waitFor(
      () => expect(heard.filter((line) => line.startsWith('Dropped'))).toHaveLength(2),
      30_000,
    );
    expect(compute.alive).toBe(true);
    compute.close(1000);
  });
});

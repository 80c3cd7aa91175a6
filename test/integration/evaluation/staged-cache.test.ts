/** The base in the cache: a run after an edit of the sources trains heads alone, to the same numbers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunContext } from '../../../src/common/progress.ts';
import type { EvaluateRequest } from '../../../src/evaluation/request.ts';
import { cacheFolder } from '../../../src/report/kept/store.ts';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';
import { random } from '../../support/random.ts';
import { smallSpec, writeSmallWorkspace } from '../../support/small-workspace.ts';

const ROWS = 3000;
const parent = mkdtempSync(join(tmpdir(), 'lis-staged-cache-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

let folders = 0;
function workspace(changes = 'training: staged\nseeds: 2\n'): string {
  return writeSmallWorkspace(join(parent, String(folders++)), ROWS, smallSpec(changes)).specPath;
}

const filesOf = (specPath: string): string[] => readdirSync(join(cacheFolder(specPath), 'base')).sort();

function run(
  specPath: string,
  request: Partial<EvaluateRequest> = {},
  changes: Partial<RunContext> = {},
): Promise<Report> {
  return evaluate({
    specPath,
    ...request,
    run: {
      signal: new AbortController().signal,
      onProgress: () => {},
      ...{ threads: 1, memoryBytes: 2 ** 31, cacheFolder: cacheFolder(specPath), ...changes },
    },
  });
}

/** A report without what may differ between two runs, and what the cache has to do with it. */
function numbers({ created: _created, resources: _resources, base, ...rest }: Report) {
  const { cached: _cached, ...other } = base!;
  return { ...rest, base: other };
}

describe('a second run', () => {
  it('trains no base and comes to the same numbers, as one without a cache does', async () => {
    const specPath = workspace();
    const without = await run(specPath, {}, { cacheFolder: undefined });
    expect(existsSync(cacheFolder(specPath))).toBe(false);
    const first = await run(specPath);
    expect(filesOf(specPath)).toHaveLength(3); // a search and two seeds
    const messages: string[] = [];
    const second = await run(
      specPath,
      {},
      { onProgress: ({ message }) => messages.push(message), threads: 2 },
    );
    expect([without, first, second].map(({ base }) => base?.cached)).toEqual([
      ...[undefined, undefined],
      { search: true, seeds: 2, trained: 0 },
    ]);
    expect(messages.filter((message) => /searching|training the base/.test(message))).toEqual([]);
    expect(numbers(first)).toEqual(numbers(without));
    expect(numbers(second)).toEqual(numbers(without));
    expect(ReportSchema.parse(JSON.parse(JSON.stringify(second)))).toEqual(second);
    const { trials, rows } = first.base!.search!;
    const visited = rows.fit * trials.reduce((sum, { epochs }) => sum + epochs, 0);
    const told = [without, first, second].map(({ resources }) => resources.baseRowsTrained!);
    // Beside the search: its references, the blocks of two seeds and the curve.
    expect(told[0]).toBeGreaterThan(visited + 2 * first.data.trainRows);
    expect(told.slice(1)).toEqual([told[0], 0]);
    expect(first.resources.rowsTrained).toBeGreaterThan(told[0]!);
  });

  it('with another source, more seeds or a renamed log trains only what no run has trained', async () => {
    const specPath = workspace();
    await run(specPath);
    const edited = smallSpec('training: staged\nseeds: 3\n')
      .replace('window: 2', 'window: 3')
      .replace('data/clicks.csv', 'data/renamed.csv');
    const log = readFileSync(join(specPath, '..', 'data', 'clicks.csv'));
    writeFileSync(join(specPath, '..', 'data', 'renamed.csv'), log);
    const request = { specText: edited };
    const cached = await run(specPath, request);
    expect(cached.base?.cached).toEqual({ search: true, seeds: 2, trained: 1 });
    expect(numbers(cached)).toEqual(numbers(await run(specPath, request, { cacheFolder: undefined })));
    expect(filesOf(specPath)).toHaveLength(4);
  });

  it('with another label, option or feature trains a base of its own', async () => {
    const specPath = workspace();
    await run(specPath, { seeds: 1 });
    const bin = smallSpec('training: staged\n');
    for (const specText of [
      `${bin}ranker: {kind: fm, l2: 0.001}\n`,
      bin.replace('features: [position]', 'features: []'),
      bin.replace('label: click', 'label: "click == 0"'),
    ]) {
      expect((await run(specPath, { specText, seeds: 1 })).base?.cached).toBeUndefined();
      expect((await run(specPath, { specText, seeds: 1 })).base?.cached).toMatchObject({ trained: 0 });
    }
  });

  it('after files were damaged, cut or deleted makes those again', async () => {
    const specPath = workspace();
    const first = await run(specPath);
    const folder = join(cacheFolder(specPath), 'base');
    const bySize = filesOf(specPath).sort(
      (a, b) => statSync(join(folder, a)).size - statSync(join(folder, b)).size,
    );
    const [search = '', ...seeds] = bySize.map((name) => join(folder, name));
    const bytes = readFileSync(search);
    writeFileSync(search, bytes.subarray(0, bytes.length - 7));
    const scores = readFileSync(seeds[0]!);
    scores[500]! ^= 1;
    writeFileSync(seeds[0]!, scores);
    const second = await run(specPath);
    expect(second.base?.cached).toEqual({ search: false, seeds: 1, trained: 1 });
    rmSync(seeds[1]!);
    const third = await run(specPath);
    expect(third.base?.cached).toEqual({ search: true, seeds: 1, trained: 1 });
    expect(numbers(second)).toEqual(numbers(first));
    expect(numbers(third)).toEqual(numbers(first));
    rmSync(folder, { recursive: true });
    expect((await run(specPath)).base?.cached).toBeUndefined();
    expect(filesOf(specPath)).toHaveLength(3);
  });

  it('finds the projections of vectors that it has learnt, and learns those of other vectors', async () => {
    const sources = (name: string): string =>
      smallSpec('training: staged\n').replace(
        /sources:[\s\S]*window: 2\n/,
        `sources:\n  - {name: v, embeddings: data/${name}.csv, item: item_id, vector: vector, use: [projection]}\n`,
      );
    const specPath = workspace();
    for (const [seed, name] of ['a', 'b'].entries()) {
      const draw = random(seed + 3);
      const lines = Array.from({ length: 60 }, (_, i) => `i${i},"[${draw()},${draw()},${draw()}]"`);
      writeFileSync(join(specPath, '..', 'data', `${name}.csv`), `item_id,vector\n${lines.join('\n')}\n`);
    }
    const trained: string[] = [];
    const told = {
      onProgress: ({ message }: { message: string }) =>
        trained.push(...(message.match(/searching|training the (?:base,|projections)/) ?? [])),
    };
    const first = await run(specPath, { specText: sources('a'), seeds: 1 }, told);
    expect(new Set(trained.splice(0))).toEqual(
      new Set(['searching', 'training the base,', 'training the projections']),
    );
    const second = await run(specPath, { specText: sources('a'), seeds: 1 }, told);
    expect(trained.splice(0)).toEqual([]);
    expect(numbers(second)).toEqual(numbers(first));
    await run(specPath, { specText: sources('b'), seeds: 1 }, told);
    expect(new Set(trained)).toEqual(new Set(['training the projections']));
  });

  it('builds the features of a new or changed source alone, and those of a damaged file', async () => {
    const specPath = workspace();
    const built = async (specText?: string): Promise<[Set<string>, Report]> => {
      const names: string[] = [];
      const onProgress = ({ message }: { message: string }): void => {
        names.push(...(message.match(/(?<=^building the features of ).*/)?.[0].split(' and ') ?? []));
      };
      const report = await run(specPath, specText === undefined ? {} : { specText }, { onProgress });
      return [new Set(names), report];
    };
    const [first, before] = await built();
    expect(first).toEqual(new Set(['co-click', 'recent']));
    const [again, after] = await built();
    expect(again).toEqual(new Set());
    expect(numbers(after)).toEqual(numbers(before));

    const more = smallSpec('training: staged\nseeds: 2\n')
      .replace('window: 2', 'window: 3')
      .replace('sources:\n', 'sources:\n  - {name: kind, columns: [position]}\n');
    const [changed, report] = await built(more);
    expect(changed).toEqual(new Set(['kind', 'recent']));
    expect((await built(more))[0]).toEqual(new Set());
    // The vectors of the ranker are learnt by the options that a search finds; other sources do not read these.
    const ids = '  - {name: ids, build: id-embedding, window: 3, use: [max]}\n';
    expect((await built(more.replace('sources:\n', `sources:\n${ids}`)))[0]).toEqual(new Set(['ids']));
    const without = await run(specPath, { specText: more }, { cacheFolder: undefined });
    expect(numbers(report)).toEqual(numbers(without));

    const folder = join(cacheFolder(specPath), 'features');
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      bytes[bytes.length - 9]! ^= 1;
      writeFileSync(join(folder, name), bytes);
    }
    const [repaired, same] = await built();
    expect(repaired).toEqual(new Set(['co-click', 'recent']));
    expect(numbers(same)).toEqual(numbers(before));
  });

  it('finds the features that a cancelled run had built', async () => {
    const specPath = workspace();
    const stop = new AbortController();
    const cancelled = run(
      specPath,
      {},
      {
        ...{ threads: 1, signal: stop.signal },
        onProgress: ({ message }) => {
          if (message === 'building the features of recent') stop.abort();
        },
      },
    );
    await expect(cancelled).rejects.toThrow('Cancelled');
    // Both seeds of the first source.
    expect(readdirSync(join(cacheFolder(specPath), 'features'))).toHaveLength(2);
  });

  it('goes on where the cache cannot be written', async () => {
    const specPath = workspace();
    mkdirSync(join(specPath, '..', '.lis'));
    writeFileSync(cacheFolder(specPath), 'a file');
    const report = await run(specPath);
    expect(report.base?.cached).toBeUndefined();
    expect(report.warnings.map(({ code }) => code)).not.toContain('cache');
  });
});

describe('the command line', () => {
  const lis = async (specPath: string, ...options: string[]): Promise<Report> => {
    const cli = join(import.meta.dirname, '../../../dist/cli.mjs');
    const args = ['evaluate', specPath, '--format', 'json', '--quiet', '--threads', '1', ...options];
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    return JSON.parse(Buffer.concat(chunks).toString());
  };

  it('keeps the base beside the spec, two runs at once too, and none with --no-cache', async () => {
    const specPath = workspace();
    const without = await lis(specPath, '--no-cache');
    expect(existsSync(cacheFolder(specPath))).toBe(false);
    const both = await Promise.all([lis(specPath), lis(specPath)]);
    expect(filesOf(specPath)).toHaveLength(3);
    const after = await lis(specPath);
    expect(after.base?.cached).toEqual({ search: true, seeds: 2, trained: 0 });
    for (const report of [...both, after]) expect(numbers(report)).toEqual(numbers(without));
    expect((await lis(specPath, '--no-cache')).base?.cached).toBeUndefined();
  });
});

/** What is taken from an earlier run, and what is made again: by what a training reads, not by what it is called. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../../../src/common/failure.ts';
import type { Dataset } from '../../../../../src/data/dataset.ts';
import { Store } from '../../../../../src/data/kept/store.ts';
import type { BlockPlan } from '../../../../../src/evaluation/base/blocks.ts';
import { BaseCache } from '../../../../../src/evaluation/base/cache/cache.ts';
import { Content } from '../../../../../src/evaluation/base/cache/content.ts';
import { keptSearch } from '../../../../../src/evaluation/base/cache/kept-search.ts';
import { allRows } from '../../../../../src/evaluation/base/row-scores.ts';
import type { BaseRun } from '../../../../../src/evaluation/base/run.ts';
import { searchBase } from '../../../../../src/evaluation/base/search/search.ts';
import type { Searched } from '../../../../../src/evaluation/base/search/searched.ts';
import { trainBlocks } from '../../../../../src/evaluation/base/train-blocks.ts';
import type { TrainTask } from '../../../../../src/evaluation/tasks/jobs.ts';
import type { Pool } from '../../../../../src/evaluation/tasks/pool.ts';
import type { FieldBlock, RankResult } from '../../../../../src/ranker/ranker.ts';
import type { RankerOptions } from '../../../../../src/specfile/schema.ts';
import { fmOptions, lrOptions } from '../../../../../src/specfile/schema-ranker.ts';
import { codeRowsOf } from '../../../../support/codes.ts';
import { NO_ENGINE } from '../../../../support/engine.ts';

// What is trained is told here, not trained: `test/integration/evaluation/staged-cache.test.ts` trains.
vi.mock('../../../../../src/evaluation/base/search/search.ts', async (original) => ({
  ...(await original<object>()),
  searchBase: vi.fn(),
}));

/** What threads would be asked to do. */
const runJobs = vi.fn<(kind: 'train', tasks: readonly TrainTask[]) => Promise<RankResult[]>>();

const ROWS = 8;
const FLAT = Array.from({ length: 2 * ROWS }, (_, i) => i % 3);
const options = fmOptions.parse({ learningRate: 0.06 });
const rows = (...indexes: number[]): Uint32Array => Uint32Array.from(indexes);
const breathe = async (): Promise<void> => undefined;

function block(changes: Partial<FieldBlock> = {}): FieldBlock {
  return {
    ...{ fields: 2, cardinalities: [3, 4], names: ['user', 'item'], ordered: [false, true] },
    codes: codeRowsOf([3, 4], FLAT),
    keys: [rows(7, 8, 9), undefined],
    ...changes,
  };
}

const label = Uint8Array.from([0, 1, 0, 1, 0, 1, 0, 1]);
const plan: BlockPlan = {
  ...{ by: 'time', blocks: 3 },
  trainings: [
    { fit: rows(0, 1), stop: rows(1), score: rows(2, 3), share: 0.5, label },
    { fit: rows(0, 1, 2, 3), stop: rows(3), score: rows(4, 5), share: 1, label },
  ],
  search: { fit: rows(0, 1), validate: rows(3), label },
  head: { fit: rows(2), validate: rows(3) },
};
const searched: Searched = {
  recipe: { options, epochs: 2.25 },
  search: {
    trials: [{ options: { l2: 1e-3 }, stage: 1, epochs: 3, bestEpochs: 2.25, logLoss: 0.1 + 0.2 }],
    ...{ chosen: 0, epochs: 2.25, logLoss: 0.1 + 0.2, edge: [], rows: { fit: 2, validate: 1 } },
    ...{ references: { constant: 0.7, lr: 0.6 }, weak: true },
  },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-base-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const user = rows(0, 1, 2, 0, 1, 2, 0, 1);

/** A run as far as the base is concerned. */
function runOf(
  changes: Partial<Pick<BaseRun, 'base' | 'given' | 'cache'> & Pick<Dataset, 'label' | 'user'>> = {},
) {
  const { label: labels = label, user: users = user, ...others } = changes;
  const data: Partial<Dataset> = { rows: ROWS, label: labels, user: users };
  const context = {
    signal: new AbortController().signal,
    threads: 1,
    memoryBytes: 2 ** 40,
    onProgress: () => {},
    spec: { path: 'lis.yaml', hash: '' },
    given: () => new Set<string>(),
    engine: NO_ENGINE,
    pool: { run: runJobs as Pool['run'], idle: 0 },
  };
  return {
    ...{ data: data as Dataset, parts: { fit: rows(), validate: rows(), evaluate: rows() }, seeds: [1] },
    ...{
      base: block(),
      given: new Set(['l2', 'epochs']),
      cache: new BaseCache(folder, breathe, 'p'),
      context,
      key: 'ranker',
      specPath: [],
    },
    ...{ breathe, onProgress: () => {}, ...others },
  } satisfies BaseRun;
}

describe('a search', () => {
  beforeEach(() => {
    vi.mocked(searchBase)
      .mockReset()
      .mockResolvedValue({ ...searched, rowsTrained: 18 });
  });

  async function search(
    changes: Parameters<typeof runOf>[0] = {},
    blockPlan: BlockPlan = plan,
    wanted: RankerOptions = options,
  ): Promise<boolean> {
    vi.mocked(searchBase).mockClear();
    const { cached, warnings, rowsTrained, ...found } = await keptSearch(runOf(changes), blockPlan, wanted);
    expect(found).toEqual(searched);
    // Said of what was kept, too, and by the key of this run.
    expect(warnings.map(({ code }) => code)).toEqual(['weak-base']);
    expect(searchBase).toHaveBeenCalledTimes(Number(!cached));
    expect(rowsTrained).toBe(cached ? 0 : 18);
    return cached;
  }

  it('is made once for the same content, whatever the order of what the spec gives', async () => {
    expect(await search()).toBe(false);
    const given = new Set(['epochs', 'l2']);
    expect(await search({ given, label: label.slice() }, { ...plan }, { ...options })).toBe(true);
    expect(readdirSync(folder)).toEqual(['base']);
  });

  it('is made again where anything differs that it reads, and by another program', async () => {
    await search();
    const codes = codeRowsOf([3, 4], FLAT.with(3, 1));
    const others: Parameters<typeof search>[] = [
      [{ base: block({ codes }) }],
      [{ base: block({ names: ['user', 'items'] }) }],
      [{ base: block({ cardinalities: [3, 5] }) }],
      [{ base: block({ ordered: [true, true] }) }],
      [{ base: block({ keys: [rows(7, 8, 0), undefined] }) }],
      [{ base: block({ keys: [undefined, rows(7, 8, 9)] }) }],
      [{ base: block({ dense: { names: ['item'], values: new Float32Array(ROWS) } }) }],
      [{}, { ...plan, search: { ...plan.search, label: label.map((y) => 1 - y) } }],
      [{ user: rows(0, 1, 2, 0, 1, 2, 0, 2) }],
      [{ given: new Set(['l2']) }],
      [{}, plan, { ...options, l2: 0.5 }],
      [{}, plan, lrOptions.parse({ kind: 'lr', learningRate: 0.06 })],
      [{}, { ...plan, search: { fit: rows(2), validate: rows(2), label } }],
      [{}, { ...plan, search: { fit: rows(0), validate: rows(3), label } }],
      [{ cache: new BaseCache(folder, breathe, 'q') }],
    ];
    for (const args of others) expect(await search(...args)).toBe(false);
    for (const args of [...others, []] as Parameters<typeof search>[])
      expect(await search(...args)).toBe(true);
  });

  it('is made again where the file, whole as it is, holds what is not the outcome of one', async () => {
    await search();
    const [name = ''] = readdirSync(join(folder, 'base'));
    const store = new Store(join(folder, 'base'));
    const { recipe, search: told } = searched;
    for (const facts of [
      ...[null, [], 'x', {}, { ...searched, more: 1 }, { recipe }],
      { recipe: { ...recipe, epochs: -1 }, search: told },
      { recipe: { ...recipe, options: { ...options, learningRate: 'fast' } }, search: told },
      { recipe, search: { ...told, logLoss: null } },
      { recipe, search: { ...told, chosen: 1 } },
    ]) {
      await store.write(name.slice(0, -4), { facts, bytes: new Uint8Array(0) });
      expect(await search()).toBe(false);
      expect(await search()).toBe(true);
    }
  });

  it('is not kept where no folder is named', async () => {
    const cache = new BaseCache(undefined, breathe, 'p');
    expect([await search({ cache }), await search({ cache })]).toEqual([false, false]);
  });

  it('that fails leaves nothing', async () => {
    vi.mocked(searchBase).mockRejectedValueOnce(new Cancelled());
    await expect(keptSearch(runOf(), plan, options)).rejects.toThrow(Cancelled);
    expect(await search()).toBe(false);
  });
});

describe('the scores of a seed', () => {
  /** A logit per row that says which seed it is of. */
  const resultOf = ({ seed, parts }: TrainTask) =>
    ({ scores: Float32Array.from(parts.evaluate, (row) => seed + row / 10) }) as RankResult;

  /** @returns the seeds that were trained */
  async function train(
    seeds: readonly number[],
    { epochs = 2.25, blocks = [block()], cache = new BaseCache(folder, breathe, 'p') } = {},
  ): Promise<number[]> {
    runJobs.mockReset();
    runJobs.mockImplementation(async (_, tasks) => tasks.map(resultOf));
    const wanted = seeds.map((seed) => ({ seed, blocks }));
    const { scores, kept } = await trainBlocks(
      runOf({ cache }),
      plan,
      { options, epochs },
      wanted,
      'the base',
    );
    for (const [k, seed] of seeds.entries()) {
      const logits = [2, 3, 4, 5].map((row) => seed + row / 10);
      const expected = [Number.NaN, Number.NaN, ...logits, Number.NaN, Number.NaN];
      expect([...allRows(scores[k]!)]).toEqual(expected.map(Math.fround));
      expect(scores[k]!.values.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    const tasks = runJobs.mock.calls.flatMap(([, jobs]) => jobs);
    const trained = [...new Set(tasks.map(({ seed }) => seed))];
    expect(tasks).toHaveLength(trained.length * plan.trainings.length);
    expect(kept).toBe(seeds.length - trained.length);
    return trained;
  }

  it('are trained once, and another seed alone', async () => {
    expect(await train([1, 2])).toEqual([1, 2]);
    expect(await train([1, 2])).toEqual([]);
    expect(await train([3, 1, 2, 4])).toEqual([3, 4]);
    expect(await train([4])).toEqual([]);
  });

  it('are trained again by another recipe or program, on other fields, and where no folder is named', async () => {
    await train([1]);
    expect(await train([1], { epochs: 3 })).toEqual([1]);
    expect(await train([1], { blocks: [block(), block({ names: ['vector', 'other'] })] })).toEqual([1]);
    expect(await train([1], { cache: new BaseCache(folder, breathe, 'q') })).toEqual([1]);
    expect(await train([1], { cache: new BaseCache(undefined, breathe, 'p') })).toEqual([1]);
    expect(await train([1])).toEqual([]);
  });

  it('are trained again where the file, whole as it is, holds too few, or lacks a row', async () => {
    await train([1]);
    const [name = ''] = readdirSync(join(folder, 'base'));
    const key = name.slice(0, -4);
    const store = new Store(join(folder, 'base'));
    const { bytes } = (await store.read(key, 1000))!;
    const lacking = Float32Array.from([0, 0, 1, 1, Number.NaN, 1, 1, 1]);
    for (const other of [bytes.subarray(1), new Uint8Array(0), new Uint8Array(lacking.buffer)]) {
      await store.write(key, { facts: null, bytes: other });
      expect(await train([1])).toEqual([1]);
      expect(await train([1])).toEqual([]);
    }
  });
});

describe('content', () => {
  it('is hashed piece by piece, and a cancelled run stops between two', async () => {
    const large = new Uint8Array(new SharedArrayBuffer(2 ** 24 + 1)).fill(3);
    let breaths = 0;
    const content = new Content(async () => void breaths++);
    const whole = await content.keyOf(large);
    expect(breaths).toBe(3);
    expect(await content.keyOf(large)).toBe(whole);
    expect(breaths).toBe(3);
    expect(await new Content(breathe).keyOf(large.slice())).toBe(whole);
    const cancelled = new Content(() => Promise.reject(new Cancelled()));
    await expect(cancelled.keyOf(large)).rejects.toThrow(Cancelled);
  });

  it('is told apart by every value in it, wherever it stands', async () => {
    const values = [
      ...[{}, { a: 1 }, { a: '1' }, { b: 1 }, { a: [1] }, { a: [[1]] }, [1, 2], [2, 1]],
      ...[rows(1), rows(1, 0), Uint8Array.from([1, 0, 0, 0]), new Float32Array(1), new Uint32Array(1)],
      ...[{ a: rows(1), b: rows(2) }, { a: rows(2), b: rows(1) }, new Set(['a']), new Set(['a', 'b'])],
    ];
    const content = new Content(breathe);
    const keys = await Promise.all(values.map((value) => content.keyOf(value)));
    expect(new Set(keys).size).toBe(values.length);
    expect(await content.keyOf({ b: new Set(['y', 'x']), a: undefined, c: rows(1) })).toBe(
      await content.keyOf({ c: rows(1), b: new Set(['x', 'y']) }),
    );
    // A part of an array is its own rows alone.
    expect(await content.keyOf(rows(5, 1, 6).subarray(1, 2))).toBe(await content.keyOf(rows(1)));
  });
});

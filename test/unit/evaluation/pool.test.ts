/** The threads of a run, with the real worker: which start, which are used again, and which end. */
import { getEventListeners } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import type { TrainTask } from '../../../src/evaluation/tasks/jobs.ts';
import { keepThreads, Pool, withPool } from '../../../src/evaluation/tasks/pool.ts';
import { auc } from '../../../src/metrics/index.ts';
import { fieldBlock, runTask } from '../../../src/ranker/index.ts';
import { builtInRanker } from '../../../src/specfile/schema-ranker.ts';

/** Threads since the test began: all that started, and those of them that run. */
const threads = vi.hoisted(() => ({ started: 0, running: 0 }));
vi.mock('node:worker_threads', async (original) => {
  const real = await original<{ Worker: typeof Worker }>();
  return {
    ...real,
    Worker: class extends real.Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        threads.started += 1;
        threads.running += 1;
      }

      override async terminate(): Promise<number> {
        const code = await super.terminate();
        threads.running -= 1;
        return code;
      }
    },
  };
});
beforeEach(() => Object.assign(threads, { started: 0, running: 0 }));

const ROWS = 400;
const rows = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);
const block = fieldBlock([
  { name: 'item', codes: Uint32Array.from({ length: ROWS }, (_, row) => (row * 7) % 11), cardinality: 11 },
]);
const label = Uint8Array.from({ length: ROWS }, (_, row) => Number((row * 7) % 11 < 4 !== (row % 5 === 0)));

const task = (seed: number): TrainTask => ({
  ...{ arm: 'base', options: { ...builtInRanker('fm'), epochs: 2 }, seed, blocks: [block], label },
  parts: { fit: rows(0, 250), validate: rows(250, 300), evaluate: rows(300, ROWS) },
});
const trial = (seed: number) => ({
  ...task(seed),
  quarters: 4,
  patience: { quarters: 4, share: 0 },
  soFar: { logLoss: [] },
  keep: false,
});

const silent = { large: false, onProgress: () => {} };
const two = { threads: 2, ...silent };
const running = (): AbortSignal => new AbortController().signal;

describe('the threads of a run', () => {
  it('do one batch after another, of any kind, with the results that a thread of its own would have', async () => {
    const hooks = { auc, isCancelled: () => false, onFraction: () => {} };
    const [first, second] = await withPool(running(), async (pool) => {
      const before = await pool.run('train', [task(1), task(2), task(3)], two);
      await pool.run('trial', [trial(1), trial(2)], two);
      expect(pool.idle).toBe(2);
      return [before, await pool.run('train', [task(1), task(2), task(3)], two)];
    });
    expect(threads).toEqual({ started: 2, running: 0 });
    const alone = [1, 2, 3].map((seed) => runTask(task(seed), hooks).scores);
    expect(first.map(({ scores }) => scores)).toEqual(alone);
    expect(second.map(({ scores }) => scores)).toEqual(alone);
  });

  it('say how far they are ten times a second, and no more often', async () => {
    const quick = { ...trial(1), quarters: 400, patience: { quarters: 400, share: 0 } };
    let told = 0;
    const onProgress = (): void => {
      told += 1;
    };
    const started = performance.now();
    const [done] = await withPool(running(), (pool) => pool.run('trial', [quick], { ...two, onProgress }));
    expect(done!.logLoss.length).toBeGreaterThan(100); // after each of which there is a fraction
    // Beside the fractions, its beginning and its end.
    expect(told).toBeLessThan(3 + (performance.now() - started) / 100);
  });

  it('end with large tasks, and where there is no memory for so many', async () => {
    await withPool(running(), async (pool) => {
      await pool.run('train', [task(1), task(2)], two);
      await pool.run('train', [task(1)], two);
      expect(pool.idle).toBe(2);
      await pool.run('train', [task(1), task(2)], { ...two, threads: 1 });
      expect(pool.idle).toBe(1);
      expect(threads).toEqual({ started: 2, running: 1 });
      await pool.run('train', [task(1)], { ...two, large: true });
      expect(threads).toEqual({ started: 2, running: 0 });
    });
  });

  it('do not start without tasks, or for a cancelled run', async () => {
    const unwatched = { ...two, onProgress: () => expect.unreachable() };
    expect(await withPool(running(), (pool) => pool.run('features', [], unwatched))).toEqual([]);
    const cancelled = withPool(AbortSignal.abort(), (pool) => pool.run('train', [task(1)], unwatched));
    await expect(cancelled).rejects.toThrow(Cancelled);
    expect(threads.started).toBe(0);
  });
});

describe('threads that are kept', () => {
  it('do the batches of later runs, as far as these want threads, and end when they are let go', async () => {
    const end = keepThreads();
    const first = await withPool(running(), (pool) => pool.run('train', [task(1), task(2)], two));
    expect(threads).toEqual({ started: 2, running: 2 });
    const later = await withPool(running(), (pool) =>
      pool.run('train', [task(1), task(2)], { ...two, threads: 1 }),
    );
    expect(later.map(({ scores }) => scores)).toEqual(first.map(({ scores }) => scores));
    expect(threads).toEqual({ started: 2, running: 1 });
    await end();
    expect(threads).toEqual({ started: 2, running: 0 });
    await withPool(running(), (pool) => pool.run('train', [task(1)], two));
    expect(threads).toEqual({ started: 3, running: 0 });
  });

  it('are none that a run has stopped, or that have worked on large tasks; two runs at once share none', async () => {
    const end = keepThreads();
    const abort = new AbortController();
    await withPool(abort.signal, async (pool) => {
      await pool.run('train', [task(1)], two);
      abort.abort();
    });
    expect(threads).toEqual({ started: 1, running: 0 });
    await withPool(running(), (pool) => pool.run('train', [task(1)], { ...two, large: true }));
    expect(threads).toEqual({ started: 2, running: 0 });
    const stopped = new AbortController();
    const long = { ...task(1), options: { ...task(1).options, epochs: 1e6, patience: 1e6 } };
    const onProgress = (fraction: number): void => {
      if (fraction > 0) stopped.abort();
    };
    const [ended, done] = await Promise.allSettled([
      withPool(stopped.signal, (pool) => pool.run('train', [long], { ...two, onProgress })),
      withPool(running(), (pool) => pool.run('train', [task(1), task(2)], two)),
    ]);
    expect([ended.status, done.status]).toEqual(['rejected', 'fulfilled']);
    expect(threads).toEqual({ started: 5, running: 2 });
    expect(await withPool(running(), (pool) => pool.run('train', [task(1)], two))).toHaveLength(1);
    expect(threads.started).toBe(5);
    await end();
    expect(threads.running).toBe(0);
  });
});

describe('a batch that does not come to its end', () => {
  it('ends its threads where a task fails, and others do the next', async () => {
    await withPool(running(), async (pool) => {
      const broken = { ...task(1), blocks: undefined } as unknown as TrainTask;
      await expect(pool.run('train', [broken, task(2)], two)).rejects.toThrow(TypeError);
      expect(threads).toEqual({ started: 2, running: 0 });
      expect(await pool.run('train', [task(1)], two)).toHaveLength(1);
    });
    expect(threads).toEqual({ started: 3, running: 0 });
  });

  it('stops when the run is cancelled, and so do those after it', async () => {
    const abort = new AbortController();
    const pool = new Pool(abort.signal);
    const long = { ...task(1), options: { ...task(1).options, epochs: 1e6, patience: 1e6 } };
    const onProgress = (fraction: number): void => {
      if (fraction > 0) abort.abort();
    };
    await expect(pool.run('train', [long, long], { ...two, onProgress })).rejects.toThrow(Cancelled);
    await expect(pool.run('train', [task(1)], two)).rejects.toThrow(Cancelled);
    expect(threads).toEqual({ started: 2, running: 0 });
    await pool.close();
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });
});

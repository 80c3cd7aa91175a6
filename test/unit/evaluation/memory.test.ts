import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  roomToBuild,
  roomToTrain,
  THREAD_BYTES,
  taskBytes,
  threadsWithin,
} from '../../../src/evaluation/tasks/memory.ts';
import type { RankTask } from '../../../src/ranker/ranker.ts';
import { emptyCodeRows } from '../../../src/ranker/rows/code-rows.ts';
import { SpecSchema } from '../../../src/specfile/schema.ts';
import { deepfmOptions } from '../../../src/specfile/schema-ranker.ts';

const options = SpecSchema.parse({ version: 1, log: { path: 'x', user: 'u', item: 'i', label: 'y' } })
  .ranker as RankTask['options'];

const task: RankTask = {
  arm: 'base',
  options,
  seed: 1,
  blocks: [
    {
      fields: 2,
      cardinalities: [600_000, 400_000],
      names: ['user', 'item'],
      codes: emptyCodeRows(0, [600_000, 400_000]),
    },
  ],
  label: new Uint8Array(0),
  parts: { fit: new Uint32Array(1000), validate: new Uint32Array(10), evaluate: new Uint32Array(100) },
};

describe('memory', () => {
  it('counts the table: 1 M ids of 16 + 4 · 16 bytes, and little else', () => {
    expect(taskBytes(task)).toBeGreaterThan(80e6);
    expect(taskBytes(task)).toBeLessThan(80e6 + 30 * 2 ** 20);
  });

  it('counts a window of the rows of a large log, and its codes where they are read from a file', () => {
    const none = new Uint32Array(0);
    // Lengths alone are read.
    const rows = { length: 8e7 } as Uint32Array;
    const parts = { fit: rows, validate: none, evaluate: none };
    const large = { ...task, options: { ...options, refit: false }, parts };
    const small = { ...large, parts: { ...parts, fit: none } };
    const ofWindow = taskBytes(large) - taskBytes(small);
    expect(ofWindow).toBe(4 * 2 ** 22);
    const [block] = task.blocks;
    const codes = { ...block!.codes, stride: 16, path: 'codes.bin', windows: 20, hash: '' };
    const fromFile = taskBytes({ ...large, blocks: [{ ...block!, codes }] }) - taskBytes(small);
    expect(fromFile).toBe((4 + 16 + 1) * 2 ** 22);
  });

  it('counts the tower, its moments and its batch for deepfm, and its dense inputs', () => {
    const deep = { ...task, options: deepfmOptions.parse({ kind: 'deepfm', hidden: [1024, 1024] }) };
    // (32 · 1024 + 1024 · 1024 + 3 · 1024 numbers) · 4 bytes, four times; and 3 values of 2 · 64 · 1024.
    const tower = taskBytes(deep) - taskBytes(task);
    expect(tower).toBeGreaterThan(16 * 1024 * 1059);
    expect(tower).toBeLessThan(16 * 1024 * 1059 + 2 ** 21);
    const dense = { names: ['item'], values: new Float32Array(0) };
    const withDense = { ...deep, blocks: [{ ...deep.blocks[0]!, dense }] };
    expect(taskBytes(withDense) - taskBytes(deep)).toBeGreaterThan(4 * 4 * 1024 * 4);
  });

  it('counts a projection by its numbers and the vectors of a block, not by how many vectors there are', () => {
    const vector = {
      name: 'v',
      dimension: 768,
      values: new Float32Array(0),
      mean: new Float32Array(768),
      scale: 1,
    };
    const vectorBlock = {
      fields: 1,
      cardinalities: [1_000_001],
      names: ['v'],
      codes: emptyCodeRows(0, [1_000_001]),
      vector,
    };
    const more = (changes: Partial<RankTask>) =>
      taskBytes({ ...task, ...changes, blocks: [...task.blocks, vectorBlock] }) -
      taskBytes({ ...task, ...changes });
    // 2048 rows of 768 numbers, W of 768 · 16, the block's ids of one more field; its gradient too for a batch of 64.
    const bytes = 4 * (2048 * 768 + 768 * 16 + 2048);
    for (const [changes, want] of [
      [{}, bytes],
      [{ options: deepfmOptions.parse({ kind: 'deepfm' }) }, bytes + 4 * 768 * 16],
    ] as const) {
      expect(more(changes)).toBeGreaterThan(want);
      expect(more(changes)).toBeLessThan(want + 60_000);
    }
  });

  it('keeps a second table where the best check is kept instead of refitted', () => {
    const kept = taskBytes({ ...task, options: { ...options, refit: false } });
    expect(kept - taskBytes(task)).toBeGreaterThan(80e6);
  });

  it('runs as many tasks side by side as fit, and never more than wanted', () => {
    const taskSize = taskBytes(task);
    expect(threadsWithin([task], 8, 100 + 3.5 * taskSize, 100)).toBe(3);
    expect(threadsWithin([task], 2, 100 + 3.5 * taskSize, 100)).toBe(2);
  });

  it('names what is needed where nothing fits', () => {
    expect(() => threadsWithin([task], 2, 50e6, 10e6)).toThrow(/needs 1\d\d MB besides the 10 MB.*48 MB/);
  });
});

describe('the room of a batch', () => {
  const small = { ...task, blocks: [{ ...task.blocks[0]!, cardinalities: [60_000, 40_000] }] };
  const taskSize = taskBytes(small);
  afterEach(() => vi.restoreAllMocks());

  it('holds the threads that wait already, since the next tasks run on these', () => {
    vi.spyOn(process.memoryUsage, 'rss').mockReturnValue(100e6 + THREAD_BYTES);
    const budget = (idle: number) => ({ threads: 8, memoryBytes: 100e6 + 3.5 * taskSize, pool: { idle } });
    expect(roomToTrain([small], budget(1)).threads).toBe(3);
    expect(roomToTrain([small], budget(0)).threads).toBe(2);
    const builders = new Array(8).fill({ peak: taskSize, result: 0 });
    expect(roomToBuild(builders, budget(1)).threads).toBe(3);
    expect(roomToBuild(builders, budget(0)).threads).toBe(2);
  });

  it('is said to be large from 16 MB on beside the thread and the result', () => {
    const budget = { threads: 2, memoryBytes: 2 ** 33, pool: { idle: 0 } };
    const built = (bytes: number) => roomToBuild([{ peak: THREAD_BYTES + 5e6 + bytes, result: 5e6 }], budget);
    expect(built(16e6).large).toBe(false);
    expect(built(16e6 + 1).large).toBe(true);
    expect(roomToTrain([small], budget).large).toBe(false);
    expect(roomToTrain([small, task], budget).large).toBe(true);
  });
});

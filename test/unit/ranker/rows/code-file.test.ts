/** Codes in a file are those in memory, and a training on them comes to the same bits. */
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Course } from '../../../../src/ranker/course.ts';
import { Model } from '../../../../src/ranker/model.ts';
import type { AnyBlock } from '../../../../src/ranker/ranker.ts';
import { pickFromFile } from '../../../../src/ranker/rows/code-file.ts';
import { fieldReader, someRows } from '../../../../src/ranker/rows/code-rows.ts';
import { inMemory } from '../../../../src/ranker/rows/in-memory.ts';
import { blockOfRows } from '../../../../src/ranker/rows/some-rows.ts';
import { Visits } from '../../../../src/ranker/rows/visits.ts';
import { CodeWriter } from '../../../../src/ranker/rows/write-codes.ts';
import { runTask } from '../../../../src/ranker/train.ts';
import { smallTask } from '../small-task.ts';

const ROWS = 5003;
const HOOKS = { isCancelled: () => false, onFraction: () => {}, auc: () => 0.5 };
const task = smallTask(ROWS);
const [block] = task.blocks;
let folder = '';

/** The task's block in a file. */
async function inFile(windows: number, name = `${windows}.bin`): Promise<AnyBlock> {
  const { codes, cardinalities } = block!;
  const writer = new CodeWriter(join(folder, name), ROWS, windows, cardinalities);
  for (const f of cardinalities.keys()) {
    const codeOf = fieldReader(codes, f);
    writer.set(
      f,
      Uint32Array.from({ length: ROWS }, (_, row) => codeOf(row)),
    );
  }
  await writer.next();
  return { ...block!, codes: await writer.finish() };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lis-code-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('codes in a file', () => {
  it.each([1, 3, 7])('are those in memory, of %i windows', async (windows) => {
    const { codes } = (await inFile(windows)) as AnyBlock & { codes: { path: string; hash: string } };
    const some = Uint32Array.from({ length: 700 }, (_, i) => 2 + 7 * i);
    const picked = pickFromFile(codes as never, some);
    expect(picked).toEqual(someRows(block!.codes, some));
    expect(pickFromFile(codes as never, undefined).bytes).toEqual(block!.codes.bytes);
    const file = { ...block!, codes } as unknown as AnyBlock;
    expect(blockOfRows(file, some)).toEqual(blockOfRows(block!, some));
  });

  it('train to the bits of one window in memory', async () => {
    const file = { ...task, blocks: [await inFile(1)] };
    const { scores, stop } = runTask(file, { ...HOOKS, auc: aucOfMean });
    const there = runTask(task, { ...HOOKS, auc: aucOfMean });
    expect(scores).toEqual(there.scores);
    expect(stop).toEqual(there.stop);
  });

  it('train in the order of their windows', async () => {
    const windows = 3;
    const course = new Course({ ...task, blocks: [await inFile(windows)] }, HOOKS);
    course.begin(task.parts.fit);
    for (let quarter = 0; quarter < 6; quarter++) course.quarter();
    const found = course.score(task.parts.evaluate);
    const model = new Model(task.options, task.blocks, task.label);
    const fresh = new Course(task, HOOKS);
    fresh.begin(task.parts.fit);
    model.restore(fresh.checkpoint());
    const visits = new Visits(
      task.parts.fit,
      windows,
      task.seed,
      () => {},
      () => {},
    );
    const half = Math.floor(task.parts.fit.length / 2);
    for (const end of [task.parts.fit.length, half]) {
      visits.begin();
      while (visits.done < end) {
        const { order, from, to } = visits.next(Math.min(1000, end - visits.done));
        model.train(order, from, to);
      }
    }
    const expected = new Float32Array(task.parts.evaluate.length);
    for (let from = 0; from < expected.length; from += 1000)
      model.score(task.parts.evaluate, from, Math.min(expected.length, from + 1000), expected);
    expect(found).toEqual(expected);
    expect(new Set(found).size).toBeGreaterThan(500);
  });

  it('go on from a checkpoint to the same bits', async () => {
    const ofFile = { ...task, blocks: [await inFile(4)] };
    const whole = new Course(ofFile, HOOKS);
    whole.begin(task.parts.fit);
    for (let quarter = 0; quarter < 3; quarter++) whole.quarter();
    const kept = whole.checkpoint();
    for (let quarter = 0; quarter < 3; quarter++) whole.quarter();
    const resumed = new Course(ofFile, HOOKS);
    resumed.resume(task.parts.fit, kept);
    for (let quarter = 0; quarter < 3; quarter++) resumed.quarter();
    expect(resumed.score(task.parts.evaluate)).toEqual(whole.score(task.parts.evaluate));
  });

  it('say what is wrong where the file was cut short, or is gone', async () => {
    const file = (await inFile(2, 'short.bin')) as AnyBlock & { codes: { path: string } };
    await truncate(file.codes.path, 100);
    const failing = { code: 'temporary-space', message: expect.stringContaining('fewer bytes') };
    expect(() => runTask({ ...task, blocks: [file] }, HOOKS)).toThrow(expect.objectContaining(failing));
    await rm(file.codes.path);
    expect(() => runTask({ ...task, blocks: [file] }, HOOKS)).toThrow(/cannot be read .*ENOENT/);
    expect(() => inMemory(file)).toThrow(/lie in a file/);
  });
});

/** Rises with what is learned: scores of positives above those of the others. */
function aucOfMean(scores: Float32Array, label: Uint8Array): number {
  const sums = [0, 0];
  const counts = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    sums[label[i]!]! += scores[i]!;
    counts[label[i]!]!++;
  }
  return sums[1]! / counts[1]! - sums[0]! / counts[0]!;
}

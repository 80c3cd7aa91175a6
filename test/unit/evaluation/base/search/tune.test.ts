import { afterAll, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../../../src/common/failure.ts';
import { isWeak, references } from '../../../../../src/evaluation/base/search/references.ts';
import { type TuneTask, tune } from '../../../../../src/evaluation/base/search/tune.ts';
import { Pool } from '../../../../../src/evaluation/tasks/pool.ts';
import { auc, logLoss } from '../../../../../src/metrics/index.ts';
import { fieldBlock, runTask } from '../../../../../src/ranker/index.ts';
import type { RankerOptions } from '../../../../../src/specfile/schema.ts';
import { builtInRanker } from '../../../../../src/specfile/schema-ranker.ts';
import { columnCodes } from '../../../../support/codes.ts';
import { random } from '../../../../support/random.ts';

const ROWS = 6000;
const USERS = 60;
const ITEMS = 40;

const range = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);

/** A log with factors: clicks follow the product of a direction of the user and one of the item, in three dimensions. */
function world() {
  const next = random(7);
  const vectors = (count: number) =>
    Array.from({ length: count }, () => Array.from({ length: 3 }, () => 2 * next() - 1));
  const [ofUser, ofItem] = [vectors(USERS), vectors(ITEMS)];
  const user = Uint32Array.from({ length: ROWS }, () => Math.floor(next() * USERS));
  const item = Uint32Array.from({ length: ROWS }, () => Math.floor(next() * ITEMS));
  const label = Uint8Array.from(user, (u, row) => {
    const affinity = ofUser[u]!.reduce((sum, x, k) => sum + x * ofItem[item[row]!]![k]!, 0);
    return next() < 1 / (1 + Math.exp(1 - 3 * affinity)) ? 1 : 0;
  });
  const share = Uint32Array.from(item, (i) => 1 + (i % 4));
  const block = fieldBlock([
    { name: 'user', codes: user, cardinality: USERS },
    { name: 'item', codes: item, cardinality: ITEMS },
    { name: 'count:item rate', codes: share, cardinality: 6 },
  ]);
  const parts = { fit: range(0, 4200), validate: range(4200, 5000), evaluate: range(5000, ROWS) };
  return { block, label, parts };
}

const { block, label, parts } = world();
/** The first field is the user's. */
const user = columnCodes(block, 0);
const pool = new Pool(new AbortController().signal);
const context = { pool, threads: 2, memoryBytes: 8e9, onProgress: (_: number) => {} };
afterAll(() => pool.close());
const task = (
  kind: RankerOptions['kind'] = 'fm',
  given: Partial<RankerOptions> = { epochs: 8 },
): TuneTask => ({
  options: { ...builtInRanker(kind), ...given } as RankerOptions,
  ...{ given: new Set(Object.keys(given)), blocks: [block], label, user, parts },
});

describe('the tuned base', () => {
  it('has a lower log loss on rows not seen than the default recipe', async () => {
    const tuned = await tune(task(), context);
    const labels = label.subarray(5000);
    const hooks = { auc, isCancelled: () => false, onFraction: () => {} };
    const common = { arm: 'base', seed: 2, blocks: [block], label, parts };
    const tunedRun = runTask({ ...common, options: tuned.options, epochs: tuned.epochs }, hooks);
    const usual = runTask({ ...common, options: builtInRanker('fm') }, hooks);
    expect(logLoss(tunedRun.scores, labels)).toBeLessThan(logLoss(usual.scores, labels) - 0.02);
    expect(auc(tunedRun.scores, labels)).toBeGreaterThan(auc(usual.scores, labels) + 0.02);
  });

  it('holds every trial, and chooses the lowest log loss', async () => {
    const { trials, chosen, logLoss, options, epochs, rows, rowsTrained } = await tune(
      task('fm', { epochs: 15 }),
      context,
    );
    expect(trials.map(({ stage }) => stage)).toEqual([
      ...Array(8).fill(1),
      ...Array(4).fill(2),
      ...Array(4).fill(3),
    ]);
    expect(logLoss).toBe(Math.min(...trials.map((trial) => trial.logLoss!)));
    expect(trials[chosen]).toMatchObject({ logLoss, bestEpochs: epochs });
    expect(options).toEqual({ ...task('fm', { epochs: 15 }).options, ...trials[chosen]!.options });
    expect(rows).toEqual({ fit: 4200, validate: 800 });
    expect(rowsTrained).toBe(4200 * trials.reduce((sum, trial) => sum + trial.epochs, 0));
    for (const trial of trials) {
      expect(trial.bestEpochs).toBeLessThanOrEqual(trial.epochs);
      // A trial is left behind, turns, diverges or goes on to the end.
      if (trial.dropped === undefined && trial.ended === undefined) expect(trial.epochs).toBe(15);
    }
    expect(trials.filter(({ dropped }) => dropped !== undefined).length).toBeGreaterThan(0);
  });

  it('is the same with one thread', async () => {
    for (const toTune of [task('lr'), task('deepfm', { epochs: 2, hidden: [8] } as Partial<RankerOptions>)]) {
      expect(await tune(toTune, { ...context, threads: 1 })).toEqual(await tune(toTune, context));
    }
  });

  it('is the same without memory for checkpoints', async () => {
    const large = { ...block, cardinalities: [200_000, ITEMS, 6] };
    const toTune = { ...task('fm', { epochs: 13 }), blocks: [large] };
    const amply = await tune(toTune, context);
    const used = vi.spyOn(process.memoryUsage, 'rss').mockReturnValue(100e6);
    // Eight tables of 16 MB are more than half of the 200 MB left.
    const sparsely = await tune(toTune, { ...context, memoryBytes: 300e6 }).finally(() => used.mockRestore());
    expect(sparsely).toEqual(amply);
  });

  it('keeps what the spec gives', async () => {
    const given = { learningRate: 0.1, l2Factors: 0.03, epochs: 3 };
    const { options, trials, epochs } = await tune(task('fm', given), context);
    expect(options).toMatchObject(given);
    expect(epochs).toBeLessThanOrEqual(3);
    for (const trial of trials) {
      expect(Object.keys(trial.options)).toEqual(['l2', 'initialScale']);
      expect(trial.epochs).toBeLessThanOrEqual(3);
    }
    const all = { ...given, l2: 0.001, initialScale: 0.05 };
    const settled = await tune(task('fm', all), context);
    expect(settled.trials).toHaveLength(1);
    expect(settled.options).toMatchObject(all);
  });

  it('says where the chosen value lies at an edge of the space', async () => {
    // Labels without any signal: the strongest regularisation and the lowest rate win.
    const next = random(3);
    const noise = Uint8Array.from(label, () => (next() < 0.3 ? 1 : 0));
    const given = { l2: 1e-4, initialScale: 0.01, l2Factors: 1e-3, epochs: 4 };
    const { edge, options } = await tune({ ...task('fm', given), label: noise }, context);
    expect(edge).toEqual(['learningRate']);
    expect(options.learningRate).toBeLessThan(0.012);
  });

  it('loses a recipe that diverges, and fails only where all do', async () => {
    const huge = { initialScale: 1000, epochs: 1 };
    const lost = tune(task('fm', { ...huge, learningRate: 1e30 }), context);
    await expect(lost).rejects.toMatchObject({ kind: 'usage', code: 'ranker-diverged' });
    const deep = { epochs: 1, towerRate: 1e30, hidden: [8] } as Partial<RankerOptions>;
    await expect(tune(task('deepfm', deep), context)).rejects.toThrow(/lower .* ranker.towerRate/);
  });

  it('tells its progress, and stops when it is cancelled', async () => {
    const told: number[] = [];
    await tune(task(), { ...context, onProgress: (share) => told.push(share) });
    expect(told.at(-1)).toBeCloseTo(1, 12);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    const abort = new AbortController();
    const ownPool = new Pool(abort.signal);
    const cancelled = tune(task(), { ...context, pool: ownPool, onProgress: () => abort.abort() });
    await expect(cancelled).rejects.toThrow(Cancelled);
    await ownPool.close();
  });

  it('has no rows to train on', async () => {
    const none = { fit: new Uint32Array(0), validate: parts.validate };
    await expect(tune({ ...task(), parts: none }, context)).rejects.toMatchObject({
      code: 'no-training-rows',
    });
  });
});

describe('reference rows', () => {
  const reference = { kind: 'fm' as const, block, label, user, parts };

  it('are the constant, the counts alone and logistic regression', async () => {
    const { losses, rowsTrained } = await references(reference, context);
    const { constant, counts, lr } = losses;
    // Two searches of eight recipes, which train for a quarter of an epoch at least.
    expect(rowsTrained).toBeGreaterThan((2 * 8 * 4200) / 4);
    expect(lr).toBeLessThan(constant);
    expect(counts).toBeLessThan(constant);
    expect(counts).toBeGreaterThan(lr!);
    const tuned = await tune(task(), context);
    expect(isWeak(tuned, { constant, counts, lr })).toBe(false);
    // At the lowest rate a machine does not leave its linear part in a few epochs.
    const weak = await tune(task('fm', { learningRate: 0.001, epochs: 2 }), context);
    expect(isWeak(weak, { constant, counts, lr })).toBe(true);
  });

  it('have the entropy of the rate as the log loss of the constant', async () => {
    const third = Uint8Array.from(label, (_, row) => (row % 3 === 0 ? 1 : 0));
    const rows = { fit: range(0, 4500), validate: range(4500, 5100) };
    const { losses } = await references({ ...reference, label: third, parts: rows }, context);
    const { constant } = losses;
    expect(constant).toBeCloseTo(-(Math.log(1 / 3) + 2 * Math.log(2 / 3)) / 3, 6);
  });

  it('lack the counts where the log has none, and logistic regression where it is the base', async () => {
    const ids = { ...block, names: ['user', 'item', 'feature:share'] };
    const base = await references({ ...reference, kind: 'lr', block: ids }, context);
    expect([Object.keys(base.losses), base.lr]).toEqual([['constant'], undefined]);
    const beside = await references({ ...reference, block: ids }, context);
    expect([Object.keys(beside.losses), beside.lr?.options.kind]).toEqual([['constant', 'lr'], 'lr']);
  });

  it('make a base weak that is hardly better than one of them', () => {
    const all = { constant: 0.6, counts: 0.5, lr: 0.4 };
    // Logistic regression gains 0.2 over the constant; a tenth more is 0.22.
    expect(isWeak({ logLoss: 0.37 }, all)).toBe(false);
    expect(isWeak({ logLoss: 0.39 }, all)).toBe(true);
    expect(isWeak({ logLoss: 0.45 }, { constant: 0.6, counts: 0.5 })).toBe(false);
    expect(isWeak({ logLoss: 0.495 }, { constant: 0.6, counts: 0.5 })).toBe(true);
    // References that are worse than the constant ask for no more than it does.
    expect(isWeak({ logLoss: 0.59 }, { constant: 0.6, counts: 0.7, lr: 0.8 })).toBe(false);
    expect(isWeak({ logLoss: 0.6 }, { constant: 0.6 })).toBe(true);
  });
});

/** What building features is said to hold, against what is known to grow with rows, items and vectors; and who may run at once. */
import { describe, expect, it } from 'vitest';
import { featureMemory, modelMemory, probeMemory } from '../../../src/evaluation/tasks/feature-memory.ts';
import type { FeatureTask } from '../../../src/evaluation/tasks/feature-task.ts';
import { buildersWithin, THREAD_BYTES } from '../../../src/evaluation/tasks/memory.ts';
import type { SourceSpec } from '../../../src/specfile/schema.ts';
import { fmOptions } from '../../../src/specfile/schema-ranker.ts';
import { testDataset } from '../../support/dataset.ts';
import { sourceInput } from '../../support/preference.ts';

const small = testDataset(
  Array.from({ length: 20 }, (_, t) => ({ user: `u${t % 4}`, item: `i${t % 5}`, time: t, label: t % 2 })),
  { slices: 4 },
);
const MILLION = 1_000_000;
/** A log as large as it says, of which nobody reads more than the sizes. */
const data = { ...small, rows: MILLION, users: 1000, items: MILLION };
const vectors = { start: new Uint32Array(0), dimension: 768, values: new Float32Array(0) };

const file: SourceSpec = {
  ...{
    name: 'file',
    kind: 'embeddings',
    embeddings: ['v.npy'],
    item: 'i',
    history: 50,
    use: ['max', 'mean'],
  },
} as SourceSpec;
const ids: SourceSpec = {
  ...{
    name: 'ids',
    kind: 'id-embedding',
    build: 'id-embedding',
    window: 2,
    epochs: 3,
    history: 50,
    use: ['max', 'mean'],
  },
};
const clusters: SourceSpec = {
  ...{
    name: 'of',
    kind: 'clusters-of',
    build: 'clusters-of',
    of: 'ids',
    levels: 3,
    clusters: 16,
    history: 50,
  },
};
const model = {
  name: 'm',
  kind: 'embeddings',
  embeddings: ['v.npy'],
  item: 'i',
  vector: 'x',
  history: 50,
  use: ['max'],
} as never;
const coClick = {
  ...{
    name: 'c',
    kind: 'co-click',
    build: 'co-click',
    window: 2,
    history: 50,
    weight: 'cosine',
    shrinkage: 10,
    use: ['max'],
  },
} as SourceSpec;

function taskOf(sources: SourceSpec[], more: Partial<FeatureTask> = {}): FeatureTask {
  const idRanker = { options: fmOptions.parse({ factors: 16 }), seed: 1 };
  return {
    sources,
    input: {
      ...sourceInput(small, new Uint8Array(4), 5),
      data: { ...data, vectors: { file: vectors, 'model:m': vectors } },
      idRanker,
      sources: [file, ids, clusters, coClick],
    },
    seed: 1,
    first: true,
    training: new Uint32Array(0),
    evaluate: new Uint32Array(0),
    form: { bins: 24, dense: false },
    ...more,
  };
}
const MB = 1e6;

describe('the memory of a task that builds features', () => {
  it('counts 22 features a row and arm while vectors of a file are read, never the vectors', () => {
    const { peak, result } = featureMemory(taskOf([file]));
    // The total and the placebo, two fields of a million codes each: a byte, or four of one of them.
    expect(result).toBe(2 * (2 + 3) * MILLION);
    const columns = 2 * 22 * 4 * MILLION;
    // Two numbers of the reader for each item, a history of 32 · 50 vectors, copies of what is not shared.
    expect(peak - columns - result - THREAD_BYTES).toBeGreaterThan(8 * MB + 32 * 50 * 768 * 4);
    expect(peak - columns - result - THREAD_BYTES).toBeLessThan(25 * MB);
  });

  it('counts the numbers of the headline arm where rows follow, once for all seeds', () => {
    const more = (sources: SourceSpec[], task: Partial<FeatureTask>) => {
      const [without, kept] = [{}, { keeps: true as const }].map((keeps) =>
        featureMemory(taskOf(sources, { ...task, ...keeps })),
      ) as [ReturnType<typeof featureMemory>, ReturnType<typeof featureMemory>];
      expect(kept.peak - without.peak).toBe(kept.result - without.result);
      return kept.result - without.result;
    };
    expect(more([file], {})).toBe(2 * 4 * MILLION);
    expect(more([ids, clusters], {})).toBe((2 + 6) * 4 * MILLION);
    expect(more([file], { first: false })).toBe(0);
    const { input, form, training } = taskOf([]);
    const [plain, keeps] = [undefined, true as const].map((keep) =>
      modelMemory({ model, input, form, training, evaluate: training, keeps: keep }),
    );
    expect(keeps!.result - plain!.result).toBe(4 * MILLION);
    expect(keeps!.peak - plain!.peak).toBe(4 * MILLION);
  });

  it('counts a third arm for a file with time, numbers for a tower, values for a program', () => {
    const timed = { ...file, time: 't' } as SourceSpec;
    expect(featureMemory(taskOf([timed])).result).toBe(3 * (2 + 3) * MILLION);
    const deep = featureMemory(taskOf([file], { form: { bins: 24, dense: true, numeric: true } }));
    expect(deep.result).toBe(2 * (3 + 2 * 13) * MILLION);
  });

  it('counts table, records and vectors of each fold for trained vectors, and what is kept of them', () => {
    const { peak } = featureMemory(taskOf([ids]));
    const columns = 4 * 22 * 4 * MILLION;
    const trained = 80 * MILLION + 8 * MILLION + 8 * 68 * MILLION + 256 * 2 ** 20;
    expect(peak).toBeGreaterThan(columns + trained);
    expect(peak).toBeLessThan(columns + trained + 150 * MB);
  });

  it('counts shared training once, and the results of both sources', () => {
    const [a, b] = [featureMemory(taskOf([ids])), featureMemory(taskOf([clusters]))];
    const both = featureMemory(taskOf([ids, clusters]));
    expect(both.result).toBe(a.result + b.result);
    expect(both.peak).toBeLessThan(a.peak + b.peak);
    expect(both.peak).toBeGreaterThan(Math.max(a.peak, b.peak));
  });

  it('counts a copy of the vectors of a file with time that are clustered, and none of one without', () => {
    const ofFile = { ...clusters, of: 'file' } as SourceSpec;
    const task = taskOf([ofFile]);
    const still = featureMemory(task).peak;
    const timed = { ...vectors, slice: new Uint16Array(0) };
    const input = { ...task.input, data: { ...task.input.data, vectors: { file: timed } } };
    const gathered = featureMemory({ ...task, input }).peak - still;
    expect(gathered).toBeGreaterThanOrEqual(4 * 768 * MILLION);
  });

  it('counts columns of the log, and the sums of pairs by fold', () => {
    const columns = { name: 'k', kind: 'columns', columns: [{ name: 'x', type: 'numeric' }] } as SourceSpec;
    const few = featureMemory(taskOf([columns]));
    expect(few.result).toBe(2 * 4 * MILLION);
    const pairs = featureMemory(taskOf([coClick]));
    expect(pairs.result).toBe(5 * 4 * MILLION);
    expect(pairs.peak - few.peak).toBeGreaterThan(16 * 6 * MILLION);
  });

  it('counts an adapter and adapted vectors for each fold of a probe', () => {
    const { input, form, training } = taskOf([]);
    const plain = modelMemory({ model, input, form, training, evaluate: training });
    expect(plain.result).toBe(4 * MILLION);
    const probe = { source: 'c', dimensions: 64, batch: 256, temperature: 0.5, steps: 100 } as never;
    const more = probeMemory({ model, probe, source: coClick, input, form, training, seed: 1 });
    expect(more.peak - plain.peak).toBeGreaterThan(6 * 260 * MILLION + 5 * 12 * 768 * 64);
  });
});

describe('builders of features', () => {
  const task = (peak: number, result = 0) => ({ peak, result });

  it('run at once as long as the largest together fit', () => {
    const tasks = [task(100), task(300), task(200)];
    expect(buildersWithin(tasks, 8, 1000, 400)).toBe(3);
    expect(buildersWithin(tasks, 8, 1000, 401)).toBe(2);
    expect(buildersWithin(tasks, 8, 1000, 501)).toBe(1);
    expect(buildersWithin(tasks, 2, 1000, 0)).toBe(2);
  });

  it('leave room for the results of all', () => {
    const tasks = Array.from({ length: 10 }, () => task(100, 50));
    // Ten results of 50, and of each task at work 50 more.
    expect(buildersWithin(tasks, 4, 700, 0)).toBe(4);
    expect(buildersWithin(tasks, 4, 600, 0)).toBe(2);
  });

  it('run one by one where no estimate fits', () => {
    expect(buildersWithin([task(500)], 4, 100, 50)).toBe(1);
    expect(buildersWithin([], 4, 100, 50)).toBe(1);
  });
});

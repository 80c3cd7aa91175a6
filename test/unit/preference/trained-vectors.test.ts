/** Sources that read the same trained vectors: they train them once, and what they say is what each says alone. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildFeatures, type FeatureTask } from '../../../src/evaluation/tasks/feature-task.ts';
import { IdFactors } from '../../../src/preference/vectors/id-factors.ts';
import { byTraining, sharedTrainings } from '../../../src/preference/vectors/trained-vectors.ts';
import type { SourceSpec } from '../../../src/specfile/schema.ts';
import { fmOptions } from '../../../src/specfile/schema-ranker.ts';
import { testDataset } from '../../support/dataset.ts';
import { sourceInput } from '../../support/preference.ts';
import { random } from '../../support/random.ts';

const goOn = async (): Promise<void> => {};

const ids = (name: string, epochs: number): SourceSpec => ({
  name,
  kind: 'id-embedding',
  build: 'id-embedding',
  window: 2,
  epochs,
  history: 50,
  use: ['max', 'mean'],
});
const clusters = (name: string, embedding: string): SourceSpec => ({
  ...{ name, kind: 'clusters-of', build: 'clusters-of', of: embedding, levels: 2, clusters: 3, history: 50 },
});
const pairs: SourceSpec = {
  name: 'p',
  kind: 'session',
  build: 'session',
  window: 2,
  gap: 60,
  history: 50,
  use: ['max'],
};

const next = random(4);
const data = testDataset(
  Array.from({ length: 240 }, (_, row) => ({
    user: `u${Math.floor(next() * 12)}`,
    item: `i${Math.floor(next() * 9)}`,
    time: row >> 1,
    label: Number(next() < 0.5),
  })),
  { slices: 4 },
);
const userFold = Uint8Array.from({ length: data.users }, (_, user) => user % 3);
const rows = Uint32Array.from({ length: 240 }, (_, row) => row);

function taskOf(sources: SourceSpec[], all: SourceSpec[]): FeatureTask {
  const options = fmOptions.parse({ factors: 4, learningRate: 0.1 });
  return {
    sources,
    input: { ...sourceInput(data, userFold, 3), idRanker: { options, seed: 1 }, sources: all },
    seed: 1,
    first: true,
    training: rows.slice(0, 180),
    evaluate: rows.slice(180),
    form: { bins: 8, dense: false },
  };
}

describe('sources that read trained vectors', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('train them once, to the same bytes as each alone', async () => {
    const all = [ids('v', 3), clusters('c', 'v')];
    const train = vi.spyOn(IdFactors.prototype, 'train');
    const alone = [];
    for (const source of all) alone.push(...(await buildFeatures(taskOf([source], all), goOn)));
    const apart = train.mock.calls.length;
    train.mockClear();
    const together = await buildFeatures(taskOf(all, all), goOn);
    // A training for each slice and fold, and one for everyone.
    expect(train.mock.calls).toHaveLength(4 * (3 + 1));
    expect(apart).toBe(2 * 4 * (3 + 1));
    expect(together).toEqual(alone);
  });

  it('are together where window and epochs are the same, whatever is made of them', () => {
    const all = [ids('v', 3), pairs, clusters('c', 'v'), ids('w', 4), clusters('d', 'w'), ids('x', 3)];
    const names = byTraining(all, all).map((group) => group.map(({ name }) => name));
    expect(names).toEqual([['v', 'c', 'x'], ['p'], ['w', 'd']]);
    // Clusters of a source that is only read are alone, and keep no vectors.
    expect(byTraining([clusters('c', 'v')], all)).toHaveLength(1);
    expect(sharedTrainings([clusters('c', 'v'), pairs], all).size).toBe(0);
    const shared = sharedTrainings(all, all);
    expect([...shared.keys()].map(({ name }) => name)).toEqual(['v', 'c', 'x', 'w', 'd']);
    expect(shared.get(all[0]!)).toBe(shared.get(all[2]!));
    expect(shared.get(all[0]!)).not.toBe(shared.get(all[3]!));
  });
});

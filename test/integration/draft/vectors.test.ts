import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftSpec } from '../../../src/draft/draft.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { engineUnderTest } from '../../support/engine.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-vectors-'));
  const ratings = Array.from(
    { length: 400 },
    (_, i) => `${i % 20},${(i * 7) % 50},${1 + (i % 5)},${1.5e9 + i * 1000}`,
  );
  writeFileSync(join(folder, 'ratings.csv'), `userId,movieId,rating,timestamp\n${ratings.join('\n')}\n`);
  const lines = (row: (id: number) => object) =>
    Array.from({ length: 50 }, (_, i) => JSON.stringify(row(i))).join('\n');
  writeFileSync(
    join(folder, 'movie_vectors.jsonl'),
    lines((id) => ({ item_id: id, emb: [id / 50, 1, 0.25] })),
  );
  writeFileSync(
    join(folder, 'tags.jsonl'),
    lines((id) => ({ item_id: id, tags: ['a', 'b'] })),
  );
  writeFileSync(
    join(folder, 'names.jsonl'),
    lines((id) => ({ item_id: `x${id}`, emb: [id, 1] })),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  threads: 1,
  memoryBytes: 2 ** 30,
};
const draft = (file: string) =>
  draftSpec({ data: [file], cwd: folder, out: join(folder, 'lis.yaml') }, run, engineUnderTest());

describe('files of item vectors', () => {
  it('beside the log are models of its draft, where their ids are those of the log', async () => {
    const { text, facts } = await draft('ratings.csv');
    const { spec, problems } = parseSpec(text);
    expect(problems).toEqual([]);
    expect(spec?.models).toHaveLength(1);
    expect(spec?.models[0]).toMatchObject({
      name: 'movie_vectors',
      embeddings: ['movie_vectors.jsonl'],
      item: 'item_id',
      vector: 'emb',
    });
    expect(text).toMatch(/^models: +# item vectors that lie beside the log/m);
    expect(facts).toContainEqual(
      expect.objectContaining({ key: 'model', value: 'movie_vectors.jsonl: emb by item_id' }),
    );
  });

  it('are no log: the draft says what they look like and where they belong', async () => {
    await expect(draft('movie_vectors.jsonl')).rejects.toMatchObject({
      kind: 'usage',
      code: 'item-vectors',
      message: expect.stringMatching(
        /^movie_vectors\.jsonl looks like item vectors \(`emb` of each `item_id`\), .*`models: \[\{name: movie_vectors, embeddings: movie_vectors\.jsonl, item: item_id, vector: emb\}\]`\.$/,
      ),
    });
  });
});

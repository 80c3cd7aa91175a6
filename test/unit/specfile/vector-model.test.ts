import { describe, expect, it } from 'vitest';
import { addingVectors } from '../../../src/specfile/authoring/vector-model.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { HEAD } from './support.ts';

const FILE = { path: 'out/emb: 1.parquet', item: 'item_id', vector: 'emb' };

function added(text: string): string | undefined {
  const edit = addingVectors(parseSpec(text).document!, FILE);
  return edit && text.slice(0, edit.range.start.offset) + edit.text + text.slice(edit.range.end.offset);
}

describe('vectors are added to a spec as a model', () => {
  const sources = 'sources: [{name: s, build: swing}]\n';
  it.each([
    ['that has none', `${HEAD}${sources}`, ['emb-1']],
    [
      'behind those that it has',
      `${HEAD}${sources}models:\n  - {name: m, embeddings: v, item: i, vector: v}\n`,
      ['m', 'emb-1'],
    ],
    ['under a name that is free', `${HEAD}sources: [{name: emb-1, build: swing}]\n`, ['emb-1-2']],
  ])('%s', (_, text, names) => {
    const { spec, problems } = parseSpec(added(text)!);
    expect(problems).toEqual([]);
    expect(spec?.models.map(({ name }) => name)).toEqual(names);
    expect(spec?.models.at(-1)).toMatchObject({ embeddings: [FILE.path], item: 'item_id', vector: 'emb' });
  });

  it('and not where the list is begun and empty: nothing tells how it would go on', () => {
    expect(added(`${HEAD}${sources}models: []\n`)).toBeUndefined();
  });
});

/** Which tables a spec names, and which columns it needs of them. */
import { describe, expect, it } from 'vitest';
import { type NamedTable, namedTables } from '../../../../src/data/plan/named-tables.ts';
import {
  itemNeeds,
  logNeeds,
  type Need,
  pairNeeds,
  predictionNeeds,
  saidNeeds,
  tableNeeds,
  usesOf,
} from '../../../../src/data/plan/needs.ts';
import { type SpecInput, SpecSchema } from '../../../../src/specfile/schema.ts';

const specOf = ({ log, ...rest }: Partial<Omit<SpecInput, 'log'>> & { log?: object }) =>
  SpecSchema.parse({
    version: 1,
    log: { path: 'log.csv', user: 'u', item: 'i', label: 'y', time: 't', ...log },
    split: { evaluate: '20%', slices: 5 },
    ...rest,
  });

const spec = specOf({
  log: { header: ['u', 'i', 'y', 't'], features: ['a', { name: 'n', type: 'numeric' }], weight: 'w' },
  items: { path: 'items.csv', key: 'id', features: ['genre'] },
  sources: [
    { name: 'co', build: 'co-click' },
    { name: 'p', pairs: ['p1.csv', 'p2.csv'], left: 'l', right: 'r', time: 'd' },
    { name: 'c', clusters: 'c.csv', item: 'id', ids: ['x', 'y'] },
    { name: 'v', embeddings: 'v.npy', ids: 'ids.csv', item: 'id' },
    { name: 'k', columns: [{ name: 'k', type: 'numeric' }] },
  ],
  models: [
    { name: 'm', embeddings: 'm.parquet', item: 'id', vector: 'v' },
    { name: 's', predictions: 's.csv', baseline: 'b.csv', key: ['u', 'id2'], score: 'sc' },
  ],
});

const tables = namedTables(spec);
const table = (id: string) => tables.find((named) => named.id === id) as NamedTable;

/** Each need in a line: the column, what it is for, and where it is named. */
const lines = (needs: readonly Need[]) =>
  needs.map(({ column, use, specPath }) => `${column} ${use} ${specPath.join('.')}`);

describe('the tables of a spec', () => {
  it('are the log, and what is read beside it, in the order of the spec', () => {
    expect(tables.map(({ id, role, path }) => [id, role, path.join('.')])).toEqual([
      ['log', 'log', 'log.path'],
      ['items', 'items', 'items.path'],
      ['source1', 'source', 'sources.1.pairs'],
      ['source2', 'source', 'sources.2.clusters'],
      ['source3', 'source', 'sources.3.ids'],
      ['model0', 'model', 'models.0.embeddings'],
      ['model1_predictions', 'model', 'models.1.predictions'],
      ['model1_baseline', 'model', 'models.1.baseline'],
    ]);
    expect(table('log').header).toEqual(['u', 'i', 'y', 't']);
    expect(table('source1').patterns).toEqual(['p1.csv', 'p2.csv']);
  });

  it('have vectors without names beside the table of their ids', () => {
    expect(table('source3')).toMatchObject({
      patterns: ['ids.csv'],
      beside: { patterns: ['v.npy'], path: ['sources', 3, 'embeddings'] },
    });
    expect(table('model0').beside).toBeUndefined();
  });

  it('may be of sources that are only read for another one', () => {
    const vectors = { name: 'v', embeddings: 'v.csv', item: 'id', vector: 'v' };
    const bases = specOf({ sources: [vectors] }).sources;
    const derived = { ...specOf({ sources: [{ name: 'c', build: 'clusters-of', of: 'v' }] }), bases };
    expect(namedTables(derived).map(({ id, path }) => [id, path])).toEqual([
      ['log', ['log', 'path']],
      ['source1', ['sources', 1, 'embeddings']],
    ]);
  });
});

describe('the columns that are needed', () => {
  it('of the log are those of its keys, its sources and the keys of score files', () => {
    expect(lines(logNeeds(spec, ['y']))).toEqual([
      'u key log.user',
      'i key log.item',
      'y value log.label',
      'a category log.features.0',
      'n value log.features.1',
      'k value sources.4.columns.0',
      't time log.time',
      'w value log.weight',
      'id2 key models.1.key.1',
    ]);
  });

  it('of a ready-made split and a logged score are named by these', () => {
    const split = { column: 'part', train: 'a', evaluate: 'b' };
    const timeless = specOf({ log: { time: undefined }, split, ranker: { score: 'prod' } });
    expect(lines(logNeeds(timeless, [])).slice(-2)).toEqual([
      'prod value ranker.score',
      'part category split.column',
    ]);
  });

  it('have a time, where the split is not ready-made', () => {
    expect(() => logNeeds(specOf({ log: { time: undefined } }), [])).toThrowError(
      expect.objectContaining({
        ...{ kind: 'usage', code: 'no-time', where: { specPath: ['log'] } },
        message:
          'Without `log.time` only a ready-made split works: name the time column, or write `split: {column: …}`.',
      }),
    );
  });

  it('of other tables are those that the spec names there', () => {
    expect(lines(tableNeeds('items', spec.items!))).toEqual([
      'id key items.key',
      'genre category items.features.0',
    ]);
    expect(lines(pairNeeds(table('source1').pairs!))).toEqual([
      'l key sources.1.left',
      'r key sources.1.right',
      'd time sources.1.time',
    ]);
    expect(lines(predictionNeeds(table('model1_baseline').predictions!))).toEqual([
      'u key models.1.key.0',
      'id2 key models.1.key.1',
      'sc value models.1.baseline',
    ]);
  });

  it('of what is said of items are ids of clusters, a vector, or none beside .npy', () => {
    const needs = (id: string) => lines([...itemNeeds(table(id).items!), ...saidNeeds(table(id).items!)]);
    expect(needs('source2')).toEqual([
      'id key sources.2.item',
      'x key sources.2.ids.0',
      'y key sources.2.ids.1',
    ]);
    expect(needs('source3')).toEqual(['id key sources.3.item']);
    expect(needs('model0')).toEqual(['id key models.0.item', 'v category models.0.vector']);
    const at = ['sources', 0];
    expect(lines(itemNeeds({ at, spec: { item: 'a', time: 't' } }))).toEqual([
      'a key sources.0.item',
      't time sources.0.time',
    ]);
  });

  it('are read once: as a key rather than a value, as either rather than a category', () => {
    const specPath: string[] = [];
    const uses = (...all: Need['use'][]) =>
      usesOf(all.map((use) => ({ column: 'c', use, specPath }))).get('c');
    expect(uses('category', 'value')).toBe('value');
    expect(uses('value', 'category')).toBe('value');
    expect(uses('value', 'key', 'time')).toBe('key');
    expect(uses('time', 'value')).toBe('time');
  });
});

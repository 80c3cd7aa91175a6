import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../src/specfile/authoring/tables.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { HEAD, told } from './support.ts';

const spec = (rest: string) => `${HEAD}sources: [{name: e, item: i, ${rest}}]\n`;

describe('files of vectors', () => {
  it.each([
    ['embeddings: v.parquet, vector: v'],
    ['embeddings: v.npy, ids: ids.parquet'],
    ['embeddings: [a.npy, b.NPY], ids: [a.csv, b.csv]'],
  ])('may be %s', (rest) => {
    expect(told(spec(rest))).toEqual([]);
  });

  it.each([
    ['embeddings: v.npy', /name the file that says .*: `ids`/],
    ['embeddings: v.npy, vector: v', /name the file/],
    ['embeddings: v.npy, ids: i.csv, vector: v', /remove `vector`/],
    ['embeddings: v.parquet, ids: i.csv, vector: v', /remove `ids`/],
    ['embeddings: v.parquet', /name the column that holds the vectors/],
  ])('may not be %s', (rest, message) => {
    const lines = told(spec(rest));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(message);
  });

  it('of .npy have their items in the file of ids', () => {
    const value = { sources: [{ name: 'e', embeddings: 'v.npy', ids: 'ids.csv', item: 'i' }] };
    expect(tableOf(value, ['sources', 0, 'item'])?.patterns).toEqual(['ids.csv']);
    expect(tableOf(value, ['sources', 0, 'embeddings'])?.patterns).toEqual(['v.npy']);
    const clusters = { sources: [{ name: 'c', clusters: 'c.csv', ids: ['x'], item: 'i' }] };
    expect(tableOf(clusters, ['sources', 0, 'ids', 0])?.patterns).toEqual(['c.csv']);
  });

  it('and clusters take no user: what they say is the same for all', () => {
    expect(
      parseSpec(`${HEAD}sources: [{name: c, clusters: c, item: i, ids: [x], user: u}]\n`).spec,
    ).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { withColumns } from '../../../src/specfile/authoring/column-repairs.ts';
import { dataProblems } from '../../../src/specfile/authoring/data-problems.ts';
import type { ColumnFacts, TableFacts } from '../../../src/specfile/authoring/facts.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import type { SpecProblem } from '../../../src/specfile/reading/problem.ts';
import { HEAD } from './support.ts';

type Known = [name: string, type: string, family: string, examples?: string[]];

const facts = (...columns: Known[]): TableFacts => ({
  files: [{ path: 'v.parquet', bytes: 1 }],
  rows: 1,
  complete: true,
  columns: columns.map(([name, type, family, examples = []]): ColumnFacts => {
    return { name, type, family, distinct: 1, nulls: 0, isoShare: 0, examples };
  }),
});

const VECTORS = facts(['item_id', 'BIGINT', 'integer'], ['emb', 'FLOAT[]', 'list']);

/** The titles and the text after the repair, of the problems with this code. */
function repairs(text: string, code: string, known: TableFacts): { title: string; text: string }[] {
  const parsed = parseSpec(text);
  const lookAt = ({ at }: { at: readonly unknown[] }) =>
    at[0] === 'models' ? { missing: [], facts: known } : undefined;
  const all: SpecProblem[] = [
    ...withColumns(parsed, parsed.problems, lookAt),
    ...dataProblems(parsed, lookAt),
  ].filter((problem) => problem.code === code);
  expect(all).toHaveLength(1);
  return all
    .flatMap(({ suggestion, alternatives = [] }) => [...(suggestion ? [suggestion] : []), ...alternatives])
    .map(({ title, range, text: put }) => ({
      title,
      text: text.slice(0, range.start.offset) + put + text.slice(range.end.offset),
    }));
}

const model = (rest: string) =>
  `${HEAD}sources: [{name: s, build: swing}]\nmodels:\n  - {name: m, embeddings: v.parquet, ${rest}}\n`;

describe('a missing key of a column gets the columns that the file has', () => {
  it('of a vector, its lists of numbers', () => {
    const known = facts(
      ['item_id', 'BIGINT', 'integer'],
      ['tags', 'VARCHAR[]', 'list'],
      ['emb', 'FLOAT[]', 'list'],
      ['emb2', 'FLOAT[8]', 'list'],
      ['text', 'VARCHAR', 'text', ['[0.1, 2]', '[1]']],
      ['title', 'VARCHAR', 'text', ['Alien']],
    );
    const given = repairs(model('item: item_id'), 'no-vector', known);
    expect(given.map(({ title }) => title)).toEqual([
      'Add `vector: emb`',
      'Add `vector: emb2`',
      'Add `vector: text`',
    ]);
    expect(parseSpec(given[0]!.text).spec?.models[0]).toMatchObject({ vector: 'emb' });
  });

  it('of an id, those that hold one value a row, the likeliest name first', () => {
    const known = facts(
      ['title', 'VARCHAR', 'text'],
      ['movieId', 'BIGINT', 'integer'],
      ['emb', 'FLOAT[]', 'list'],
    );
    const given = repairs(model('vector: emb'), 'missing-key', known);
    expect(given.map(({ title }) => title)).toEqual(['Add `item: movieId`', 'Add `item: title`']);
  });

  it('and no repair where the file has none, instead of one that is wrong', () => {
    expect(repairs(model('item: item_id'), 'no-vector', facts(['item_id', 'BIGINT', 'integer']))).toEqual([]);
  });

  it('where the files are not known the repair of the text stays', () => {
    const parsed = parseSpec(model('item: item_id'));
    expect(withColumns(parsed, parsed.problems, () => undefined)).toEqual(parsed.problems);
  });
});

describe('a column that the file does not have', () => {
  it('of vectors is the one that it has', () => {
    const [given] = repairs(model('item: item_id, vector: vector'), 'no-column', VECTORS);
    expect(given?.title).toBe('Change to `emb`');
    expect(parseSpec(given!.text).spec?.models[0]).toMatchObject({ vector: 'emb' });
  });

  it('of which none is near may be any that fits', () => {
    const known = facts(
      ['movie', 'BIGINT', 'integer'],
      ['title', 'VARCHAR', 'text'],
      ['emb', 'FLOAT[]', 'list'],
    );
    const given = repairs(model('item: zzz, vector: emb'), 'no-column', known);
    expect(given.map(({ title }) => title)).toEqual(['Change to `movie`', 'Change to `title`']);
  });
});

import { describe, expect, it } from 'vitest';
import { dataProblems, type TableLook, tablesOf } from '../../../src/specfile/authoring/data-problems.ts';
import type { TableFacts } from '../../../src/specfile/authoring/facts.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { covered, FULL } from './support.ts';

const facts = (names: string[], files = ['a.csv']): TableFacts => ({
  files: files.map((path) => ({ path, bytes: 1 })),
  rows: 1,
  complete: true,
  columns: names.map((name) => ({
    name,
    type: 'BIGINT',
    family: 'integer',
    distinct: 1,
    nulls: 0,
    isoShare: 0,
    examples: [],
  })),
});

/** `line:column text: message → repair`, from 1. */
function told(text: string, looks: Record<string, TableLook>): string[] {
  const parsed = parseSpec(text);
  return dataProblems(parsed, ({ at }) => looks[at.join('.')]).map(({ range, message, suggestion }) => {
    const place = `${range.start.line + 1}:${range.start.column + 1} ${covered(text, range)}`;
    return `${place}: ${message}${suggestion === undefined ? '' : ` → ${suggestion.text}`}`;
  });
}

const log = (...names: string[]): Record<string, TableLook> => ({
  'log.path': { missing: [], facts: facts(names) },
});

describe('files', () => {
  it('are asked about once for each key that names them', () => {
    expect(tablesOf(parseSpec(FULL)).map(({ at }) => at.join('.'))).toEqual([
      'log.path',
      'items.path',
      'users.path',
      'sources.3.pairs',
      'sources.4.clusters',
      'models.0.embeddings',
      'models.1.predictions',
      'models.1.baseline',
    ]);
    expect(tablesOf(parseSpec('log: {path: [a.csv, b.csv]}'))).toEqual([
      { patterns: ['a.csv', 'b.csv'], at: ['log', 'path'] },
    ]);
  });

  it('of .npy are no table, and are none beside ids', () => {
    const failure = { code: 'npy-table', message: 'holds numbers' };
    const text =
      'version: 1\nlog: {path: v.npy}\nsources: [{name: e, embeddings: v.npy, ids: i.csv, item: i}]\n';
    const looks = {
      'log.path': { missing: [], failure },
      'sources.0.embeddings': { missing: [], failure },
      'sources.0.ids': { missing: [], facts: facts(['j']) },
    };
    expect(told(text, looks)).toEqual([
      '2:13 v.npy: holds numbers',
      expect.stringMatching(/^3:\d+ i: no column `i` in/),
    ]);
  });

  it.each(['npy-table', 'json-list'])('of bare ids are no table either: %s', (code) => {
    const failure = { code, message: 'one list' };
    const text = 'version: 1\nlog: {path: v.npy}\nsources: [{name: e, embeddings: v.npy, ids: i, item: i}]\n';
    const looks = {
      'log.path': { missing: [], failure },
      'sources.0.ids': { missing: [], failure },
    };
    expect(told(text, looks)).toEqual(['2:13 v.npy: one list']);
  });

  it('that are not there are marked where they are named', () => {
    const text = 'version: 1\nlog:\n  path:\n    - a.csv\n    - bb.csv\n    - c/*.csv\n';
    const missing = [{ pattern: 'bb.csv', near: 'b.csv' }, { pattern: 'c/*.csv' }];
    expect(told(text, { 'log.path': { missing } })).toEqual([
      '5:7 bb.csv: there is no file `bb.csv`; did you mean `b.csv`? → b.csv',
      '6:7 c/*.csv: no file matches `c/*.csv`; paths start from the folder of the spec',
    ]);
  });

  it('that cannot be read are marked with the reason', () => {
    const failure = { code: 'damaged-file', message: 'a.csv is cut short.' };
    expect(told('log: {path: a.csv}', { 'log.path': { missing: [], failure } })).toEqual([
      '1:13 a.csv: a.csv is cut short.',
    ]);
  });
});

describe('columns', () => {
  it('that the file does not have are marked, with the nearest that it has', () => {
    const text = 'log:\n  path: a.csv\n  user: usr_id\n  item: "itm_id"\n  features: [hour, {name: pric}]\n';
    expect(told(text, log('user_id', 'item_id', 'hour', 'price'))).toEqual([
      '3:9 usr_id: no column `usr_id` in a.csv; did you mean `user_id`? → user_id',
      '4:9 "itm_id": no column `itm_id` in a.csv; did you mean `item_id`? → "item_id"',
      '5:27 pric: no column `pric` in a.csv; did you mean `price`? → price',
    ]);
  });

  it('are listed where none is near', () => {
    const [said] = told('log: {path: a.csv, user: customer}', log('a', 'b'));
    expect(said).toBe('1:26 customer: no column `customer` in a.csv; it has `a`, `b`');
  });

  it('are marked inside a label, as words of their own', () => {
    const text = "log: {path: a.csv, label: rating >= 4 and rat < 'rat'}";
    expect(told(text, log('rating', 'rats'))).toEqual([
      '1:43 rat: no column `rat` in a.csv; did you mean `rats`? → rats',
    ]);
  });

  it('are written in quotes where YAML would read something else', () => {
    const text = 'log:\n  path: a.csv\n  user: user_id\n  item: item_id_1\n';
    const said = told(text, log('user: id', 'item_id #1'));
    expect(said.map((line) => line.split(' → ')[1])).toEqual(['"user: id"', '"item_id #1"']);
    for (const [line, name] of [said[0]!, said[1]!].map(
      (line, i) => [line, ['user: id', 'item_id #1'][i]!] as const,
    )) {
      const repaired = `log: {path: a.csv, user: ${line.split(' → ')[1]}}`;
      expect(parseSpec(repaired).value).toMatchObject({ log: { user: name } });
    }
  });

  it('inside a label get a repair only where their names need no quotes', () => {
    const text = 'log: {path: a.csv, label: rat_ing >= 4}';
    const [said] = told(text, log('rat ing'));
    expect(said).toContain('did you mean `rat ing`?');
    expect(said).not.toContain(' → ');
  });

  it('are looked for in the files that they belong to', () => {
    const text = `log: {path: a.csv, user: u}
items: {path: b.csv, key: id, features: [year]}
sources:
  - {name: p, pairs: p.csv, left: l, right: r}
  - {name: c, columns: [ctr]}
split: {column: part, train: a, evaluate: b}
`;
    const looks = {
      ...log('u'),
      'items.path': { missing: [], facts: facts(['id'], ['b.csv', 'c.csv']) },
      'sources.0.pairs': { missing: [], facts: facts(['l']) },
    };
    expect(told(text, looks).map((line) => line.split(';')[0])).toEqual([
      '2:42 year: no column `year` that all 2 files of `b.csv` have',
      '4:45 r: no column `r` in a.csv',
      '5:25 ctr: no column `ctr` in a.csv',
      '6:17 part: no column `part` in a.csv',
    ]);
  });

  it('of a pair of predictions are looked for in both, and those of the key in the log as well', () => {
    const text = `log: {path: a.csv, user: u}
models:
  - {name: m, predictions: p.csv, baseline: b.csv, key: [u, day], score: s}
  - {name: half, predictions: p.csv, key: [u], score: s}
`;
    const looks = {
      ...log('u'),
      'models.0.predictions': { missing: [], facts: facts(['u', 'day', 's'], ['p.csv']) },
      'models.0.baseline': { missing: [], facts: facts(['u', 'day', 'y'], ['b.csv']) },
      'models.1.predictions': { missing: [], facts: facts(['u', 's'], ['p.csv']) },
    };
    expect(told(text, looks)).toEqual([
      '3:61 day: no column `day` in a.csv; it has `u`',
      '3:74 s: no column `s` in b.csv; it has `u`, `day`, `y`',
    ]);
  });

  it('are not judged where nothing is known of the files, and the name of the file is no column', () => {
    expect(told('log: {path: a.csv, user: nobody}', {})).toEqual([]);
    const text = 'log: {path: a.csv}\nsplit: {column: filename, train: a, evaluate: b}\n';
    expect(told(text, log('u'))).toEqual([]);
  });

  it('of a spec that is broken elsewhere are judged all the same', () => {
    const text = 'nothing: 1\nlog: {path: a.csv, user: usr}\nsources: 7\n';
    expect(told(text, log('user'))).toEqual([
      '2:26 usr: no column `usr` in a.csv; did you mean `user`? → user',
    ]);
  });
});

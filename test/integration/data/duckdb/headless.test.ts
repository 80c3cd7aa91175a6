/** Files whose first line holds values: named by the spec, by `init`, or refused. */
import { describe, expect, it } from 'vitest';
import { profileData } from '../../../support/evaluate.ts';
import { csv, failureOf, folderWith, load, logRows, runContext } from '../support.ts';

const rows = logRows();
const bare = csv(rows).split('\n').slice(1).join('\n');
const header = ['user', 'item', 'y', 't'];
const wanted = await load(folderWith({ 'log.csv': csv(rows) }));

describe('header', () => {
  it.each([
    ['log.csv', bare],
    ['log.data', bare.replaceAll(',', '\t')],
    ['log.dat', bare.replaceAll(',', '::')],
    ['log.txt', bare.replaceAll(',', ' ')],
    ['log.csv', `\ufeff${bare}`],
  ])('names the columns of %s, and its first line is a row', async (name, text) => {
    const dataset = await load(folderWith({ [name]: text }), { path: name, header });
    expect(dataset.rows).toBe(100);
    expect(dataset.user).toEqual(wanted.user);
    expect(dataset.label).toEqual(wanted.label);
    expect(dataset.inputs[0]).toMatchObject({ rows: 100 });
  });

  it('names the columns of every file of a log', async () => {
    const lines = bare.split('\n');
    const parts = {
      'part-0.csv': lines.slice(0, 50).join('\n'),
      'part-1.csv': lines.slice(50).join('\n'),
    };
    expect((await load(folderWith(parts), { path: 'part-*.csv', header })).rows).toBe(100);
  });

  it('names the columns of the tables beside the log', async () => {
    const folder = folderWith({
      'log.csv': csv(rows),
      'items.dat': Array.from(
        { length: 11 },
        (_, i) => `${i}::Title ${i}::${i % 2 ? 'Drama' : 'Comedy'}`,
      ).join('\n'),
      'users.data': Array.from({ length: 7 }, (_, i) => `${i}|${20 + i}`).join('\n'),
      'pairs.txt': '1 2 0.5\n2 3 0.25\n3 4 0.5\n',
      'clusters.csv': '0,10\n1,11\n2,10\n3,11\n',
      'ids.csv': '1,0.5 0.1\n2,0.7 0.2\n',
      'vectors.csv': '1,"[0.5, 0.1]"\n2,"[0.7, 0.2]"\n3,"[0.1, 0.2]"\n',
    });
    const dataset = await load(
      folder,
      {},
      {
        items: { path: 'items.dat', header: ['item', 'title', 'genre'], key: 'item', features: ['genre'] },
        users: { path: 'users.data', header: ['user', 'age'], key: 'user', features: ['age'] },
        sources: [
          { name: 'p', pairs: 'pairs.txt', header: ['a', 'b', 'w'], left: 'a', right: 'b', weight: 'w' },
          { name: 'c', clusters: 'clusters.csv', header: ['i', 'level1'], item: 'i', ids: ['level1'] },
          { name: 'v', embeddings: 'vectors.csv', header: ['i', 'v'], item: 'i', vector: 'v' },
        ],
      },
    );
    expect(dataset.features.map(({ name }) => name)).toEqual(['genre', 'age']);
    expect(dataset.features[0]).toMatchObject({ cardinality: 3 });
    expect([...(dataset.pairs?.['p']?.weight ?? [])]).toEqual([0.5, 0.25, 0.5]);
    expect(dataset.clusters?.['c']?.levels[0]?.codes).toHaveLength(4);
    expect(dataset.vectors?.['v']?.start.at(-1)).toBe(3);
  });

  it('names the columns of score files', async () => {
    const last = rows.slice(80);
    const scores = (scoreOf: (i: number) => number) =>
      last.map(({ t }, i) => `${t},${scoreOf(i)}`).join('\n');
    const folder = folderWith({
      'log.csv': csv(rows),
      'with.csv': scores((i) => (i * 7) % 20),
      'without.csv': scores((i) => (i * 3) % 20),
    });
    const model = {
      predictions: 'with.csv',
      baseline: 'without.csv',
      header: ['t', 'score'],
      key: ['t'],
      score: 'score',
    };
    const { predictions } = await load(folder, {}, { models: [{ name: 'm', ...model }] });
    expect(predictions?.['m']?.predictions.filter((score) => !Number.isNaN(score))).toHaveLength(20);
  });

  it.each<[string, string, string, string[] | undefined, RegExp]>([
    [
      'no-header',
      'log.csv',
      bare,
      undefined,
      /^log\.csv, line 1 holds values \(0, 0, 1, 1700000000\), not the names of columns: name them with `header: \[NAME1, NAME2, NAME3, NAME4\]`/,
    ],
    [
      'header-length',
      'log.csv',
      bare,
      ['user', 'item', 'y'],
      /^log\.csv, line 1 holds 4 values .* `header` names 3 columns/,
    ],
    [
      'header-twice',
      'log.csv',
      csv(rows),
      header,
      /^log\.csv, line 1 names the columns already: remove `header`/,
    ],
    [
      'header-twice',
      'log.jsonl',
      `${JSON.stringify(rows[0])}\n`,
      header,
      /^log\.jsonl names its columns itself/,
    ],
  ])('%s of %s', async (code, name, text, names, message) => {
    const failure = await failureOf(load(folderWith({ [name]: text }), { path: name, header: names }));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
  });
});

describe('profileData', () => {
  it('counts the first line as a row and gives names to the columns', async () => {
    const folder = folderWith({ 'u.data': bare.replaceAll(',', '\t') });
    const profile = await profileData(['u.data'], folder, runContext(), { headless: 'name' });
    expect(profile).toMatchObject({ rows: 100, headless: true });
    expect(profile.columns.map(({ name }) => name)).toEqual(['column1', 'column2', 'column3', 'column4']);
    const named = await profileData(['u.data'], folder, runContext(), { header });
    expect(named).toMatchObject({ rows: 100, headless: false });
    expect(named.columns.map(({ name }) => name)).toEqual(header);
  });
});

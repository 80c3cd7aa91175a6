/** Values that do not fit their column: named with their count and line, in every table of text. */
import { describe, expect, it } from 'vitest';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { csv, failureOf, folderWith, jsonLines, type LogInput, load, logRows } from './support.ts';

const rows = logRows();
/** The log with other texts in some rows of a column. */
const withTexts = (column: string, texts: Record<number, string>, base: readonly object[] = rows): string =>
  csv(base.map((row, i) => (i in texts ? { ...row, [column]: texts[i] } : { ...row })));
const priced = rows.map((row) => ({ ...row, price: row.item + 0.5 }));

describe('ids that say there is none', () => {
  it.each(['NULL', 'null', '\\N', 'nan', 'NaN', 'NA', 'N/A', 'n/a', 'None', '<NA>', '  ', ' NULL '])(
    '%o is no user',
    async (word) => {
      const failure = await failureOf(
        load(folderWith({ 'log.csv': withTexts('user', { 7: word, 9: word, 11: word }) })),
      );
      expect(failure.code).toBe('missing-user');
      const shown = word.trim() === '' ? '' : `'${word.trim()}'; `;
      expect(failure.message).toContain(
        `3 rows have no user in \`user\` of log.csv (${shown}the first in line 9)`,
      );
      expect(failure.where).toEqual({ file: 'log.csv', specPath: ['log', 'user'] });
    },
  );

  it('tells several words, and the one row', async () => {
    const texts = { 3: 'nan', 4: 'None', 5: '' };
    const failure = await failureOf(load(folderWith({ 'log.csv': withTexts('item', texts) })));
    expect(failure.message).toMatch(
      /^3 rows have no item in `item` of log\.csv \('None', 'nan'; the first in line 5\)/,
    );
    const single = await failureOf(load(folderWith({ 'log.csv': withTexts('item', { 50: 'NULL' }) })));
    expect(single.message).toMatch(/^1 row has no item in `item` of log\.csv \('NULL'; line 52\)/);
  });

  it('names the part file', async () => {
    const folder = folderWith({
      'a.csv': csv(rows.slice(0, 50)),
      'b.csv': withTexts('user', { 2: 'NA' }, rows.slice(50)),
    });
    const failure = await failureOf(load(folder, { path: ['a.csv', 'b.csv'] }));
    expect(failure.message).toContain("('NA'; line 4 of b.csv)");
  });

  it('are none in groups, in JSON lines and in Parquet', async () => {
    const group = rows.map((row, i) => ({ ...row, g: i === 5 ? 'None' : `g${i % 10}` }));
    const failure = await failureOf(load(folderWith({ 'log.csv': csv(group) }), { group: 'g' }));
    expect(failure.message).toMatch(/^1 row has no group in `g` of log\.csv \('None'; line 7\)/);
    const texts = rows.map((row, i) => ({ ...row, user: i % 5 === 0 ? 'NULL' : `u${row.user}` }));
    const folder = folderWith({ 'log.jsonl': jsonLines(texts) });
    await writeParquetFile(`${folder}/log.parquet`, `FROM '${folder}/log.jsonl'`);
    for (const path of ['log.jsonl', 'log.parquet']) {
      const { code, message } = await failureOf(load(folder, { path }));
      expect(code).toBe('missing-user');
      expect(message).toMatch(/^20 rows have no user in `user` of log\.\w+ \('NULL'\)/);
    }
  });

  it('are ids where the spec says so', async () => {
    const folder = folderWith({ 'log.csv': withTexts('user', { 7: 'NULL', 9: 'None' }) });
    const { userNames, rows: read } = await load(folder, { nullText: 'keep' });
    expect(read).toBe(100);
    expect(userNames).toEqual(expect.arrayContaining(['NULL', 'None']));
  });

  it('join nothing in the tables beside the log', async () => {
    const folder = folderWith({
      'log.csv': csv(rows),
      'items.csv': 'item,genre\nNULL,x\n1,Drama\n2,Comedy\n',
      'pairs.csv': 'a,b\n1,2\n3,NULL\nnan,4\n',
    });
    const { warnings, pairs } = await load(
      folder,
      {},
      {
        items: { path: 'items.csv', key: 'item', features: ['genre'] },
        sources: [{ name: 'p', pairs: 'pairs.csv', left: 'a', right: 'b' }],
      },
    );
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'missing-key', count: 1 }));
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'pairs-without-id', count: 2 }));
    expect(pairs?.['p']?.left).toHaveLength(1);
  });
});

describe('blanks around ids', () => {
  it('make no other users and items, in any table', async () => {
    const spaced = rows.map((row, i) => ({
      ...row,
      user: i % 2 ? ` ${row.user}` : row.user,
      item: i % 3 ? `i${row.item} ` : `i${row.item}`,
    }));
    const folder = folderWith({
      'log.csv': csv(spaced),
      'items.csv': 'item,genre\n i1 ,Drama\ni2,Comedy \n',
      'pairs.csv': 'a,b\n i1,i2 \n',
    });
    const { users, items, pairs, warnings, userNames } = await load(
      folder,
      {},
      {
        items: { path: 'items.csv', key: 'item', features: ['genre'] },
        sources: [{ name: 'p', pairs: 'pairs.csv', left: 'a', right: 'b' }],
      },
    );
    expect([users, items]).toEqual([7, 11]);
    expect(userNames).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(pairs?.['p']?.left).toHaveLength(1);
    expect(warnings.find(({ code }) => code === 'unknown-items')?.message).toMatch(/^9 items/);
  });
});

describe('words for no value in features', () => {
  it('are missing numbers, and counted', async () => {
    const text = withTexts('price', { 3: 'NA', 4: ' null ', 5: 'nan', 6: '' }, priced);
    for (const feature of ['price', { name: 'price', type: 'numeric' as const }]) {
      const { features, warnings } = await load(folderWith({ 'log.csv': text }), { features: [feature] });
      const [column] = features;
      const missing =
        column?.type === 'numeric'
          ? [...column.values].filter((value) => Number.isNaN(value))
          : [...(column?.codes ?? [])].filter((code) => code === 0);
      expect(missing).toHaveLength(4);
      expect(warnings).toContainEqual(expect.objectContaining({ code: 'null-text', count: 3 }));
    }
  });

  it('stay categories among texts', async () => {
    const text = csv(rows.map((row, i) => ({ ...row, country: i % 2 ? 'NA' : 'DE' })));
    const { features } = await load(folderWith({ 'log.csv': text }), { features: ['country'] });
    expect(features[0]).toMatchObject({ cardinality: 3, names: ['missing', 'DE', 'NA'] });
  });
});

describe('texts among numbers', () => {
  it.each<[string, string, LogInput, string, RegExp]>([
    [
      'the header again, as a label',
      withTexts('y', { 40: 'y' }),
      {},
      'bad-label',
      /^1 row has no number in `y` of log\.csv \('y', line 42\): the header stands there again, remove that line\.$/,
    ],
    [
      'decimal commas in a label',
      csv(rows.map((row) => ({ ...row, rating: `"${row.item % 5},5"` }))),
      { label: 'rating >= 4' },
      'bad-label',
      /^100 rows have no number in `rating` of log\.csv \('0,5', '1,5', '2,5'; the first in line 2\): those are decimal commas, write decimal points\.$/,
    ],
    [
      'a label that is missing',
      withTexts('y', { 60: 'NA' }),
      {},
      'missing-label',
      /^1 row has no label \(`y` is null in log\.csv; the first is `y` = 'NA' in line 62\)/,
    ],
    [
      'a label beside 0 and 1',
      withTexts('y', { 60: '2' }),
      {},
      'bad-label',
      /^1 row has a label other than 0 and 1 \('2' from `y` in log\.csv; the first is `y` = '2' in line 62\)/,
    ],
    [
      'a word in a numeric feature',
      withTexts('price', { 10: 'cheap', 90: 'free' }, priced),
      { features: [{ name: 'price', type: 'numeric' }] },
      'bad-feature',
      /^2 rows have no number in `price` of log\.csv \('cheap', 'free'; the first in line 12\): correct them/,
    ],
    [
      'a feature of words alone',
      csv(rows.map((row) => ({ ...row, price: 'cheap' }))),
      { features: [{ name: 'price', type: 'numeric' }] },
      'bad-feature',
      /^`price` in log\.csv holds text \(VARCHAR\), not numbers/,
    ],
    [
      'one time that is none',
      withTexts('t', { 30: 'N/A' }),
      {},
      'missing-time',
      /^1 row has no time in `t` of log\.csv \('N\/A' stands for none\), in line 32: /,
    ],
    [
      'one time that is no time',
      withTexts('t', { 30: 'soon' }),
      {},
      'bad-time',
      /^1 row has no readable time in `t` of log\.csv \('soon'\), in line 32: /,
    ],
  ])('%s', async (_, text, log, code, message) => {
    const failure = await failureOf(load(folderWith({ 'log.csv': text }), log));
    expect(failure.message).toMatch(message);
    expect(failure.code).toBe(code);
  });

  it('are told of item tables, pairs and scores', async () => {
    const files = {
      'log.csv': csv(rows),
      'items.csv': `item,price\n${rows
        .slice(0, 11)
        .map(({ item }) => `${item},${item === 7 ? '1,5'.replace(',', ';') : 2}`)
        .join('\n')}\n`,
      'pairs.csv': 'a,b,w\n1,2,0.5\n3,4,high\n',
      'scores.csv': `t,s\n${rows.map(({ t }, i) => `${t},${i === 95 ? 'x' : i}`).join('\n')}\n`,
    };
    const failureWith = (rest: Parameters<typeof load>[2]) => failureOf(load(folderWith(files), {}, rest));
    const features = [{ name: 'price', type: 'numeric' as const }];
    expect((await failureWith({ items: { path: 'items.csv', key: 'item', features } })).message).toMatch(
      /^1 row has no number in `price` of items\.csv \('1;5', line \d+\)/,
    );
    const pairs = { name: 'p', pairs: 'pairs.csv', left: 'a', right: 'b', weight: 'w' };
    expect((await failureWith({ sources: [pairs] })).message).toMatch(
      /^1 row has no number in `w` of pairs\.csv \('high', line 3\)/,
    );
    const model = { name: 'm', predictions: 'scores.csv', baseline: 'scores.csv', key: ['t'], score: 's' };
    expect((await failureWith({ models: [model] })).message).toMatch(
      /^1 row has no number in `s` of scores\.csv \('x', line 97\)/,
    );
  });
});

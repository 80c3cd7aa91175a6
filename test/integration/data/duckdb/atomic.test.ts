/** RecBole's atomic files as data: types of the header are kept, and what is wrong is said with its line. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { engineUnderTest } from '../../../support/engine.ts';
import { failureOf, folderWith, load, logRows, runContext, specOf } from '../support.ts';

const rows = logRows(60);
const HEADER = 'user:token\titem:token\ty:float\tt:float\ttags:token_seq\tprice:float';
const lines = rows.map(
  ({ user, item, y, t }, i) => `${user}\t${item}\t${y}\t${t}\ta b\t${i % 4 === 0 ? '' : i / 2}`,
);
const inter = `${[HEADER, ...lines].join('\n')}\n`;
const path = 'ml.inter';

describe('atomic files', () => {
  it('are read by names without types; tokens stay texts, floats are numbers', async () => {
    const folder = folderWith({ [path]: inter });
    const data = await load(folder, { path, features: [{ name: 'price', type: 'numeric' }] });
    expect(data.rows).toBe(60);
    expect(data.userNames).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(data.itemNames).toEqual(['0', '1', '10', '2', '3', '4', '5', '6', '7', '8', '9']); // as texts
    expect([...data.label]).toEqual(rows.map(({ y }) => y));
    expect([...(data.timeline?.time ?? [])]).toEqual(rows.map(({ t }) => t * 1e6));
    expect(data.timeline?.unit).toBe('unix seconds');
    const { columns } = await engineUnderTest().check(specOf({ path }), folder, runContext());
    expect(columns[0]?.columns).toEqual([
      { name: 'user', type: 'VARCHAR' },
      { name: 'item', type: 'VARCHAR' },
      { name: 'y', type: 'DOUBLE' },
      { name: 't', type: 'DOUBLE' },
      { name: 'tags', type: 'VARCHAR[]' },
      { name: 'price', type: 'DOUBLE' },
    ]);
  });

  it.each([
    [',', inter.replaceAll('\t', ',')],
    ['\u0001', inter.replaceAll('\t', '\u0001')],
    ['|', inter.replaceAll('\t', '|').replaceAll('\n', '\r\n')],
  ])('may be separated by %j', async (_separator, text) => {
    const data = await load(folderWith({ [path]: text }), { path });
    expect([...data.label]).toEqual(rows.map(({ y }) => y));
  });

  it('join item and user files, quoted values and packed files', async () => {
    const folder = folderWith({
      'ml.inter.gz': gzipSync(inter),
      'ml.item': `item:token\tkind:token\n${Array.from({ length: 11 }, (_, i) => `${i}\t"k\t${i % 2}"\n`).join('')}`,
      'ml.user': `user:token\tage:float\n${Array.from({ length: 7 }, (_, i) => `${i}\t${20 + i}\n`).join('')}`,
    });
    const data = await load(
      folder,
      { path: 'ml.inter.gz' },
      {
        items: { path: 'ml.item', key: 'item', features: ['kind'] },
        users: { path: 'ml.user', key: 'user', features: [{ name: 'age', type: 'numeric' }] },
      },
    );
    expect(data.features.map(({ name }) => name)).toEqual(expect.arrayContaining(['kind', 'age']));
    expect(data.warnings.filter(({ code }) => code.startsWith('unknown-'))).toEqual([]);
    expect(data.inputs.map((input) => input.rows)).toEqual([60, 11, 7]);
  });

  it.each([
    [
      'values in place of a header',
      '1\t2\t1\t5\n2\t2\t1\t6\n',
      'bad-header',
      /^ml\.inter, line 1: its first line is not a header/,
    ],
    [
      'an unknown type',
      'user:token\titem:int\ty:float\tt:float\n',
      'bad-header',
      /column 2 of its header, `item:int`/,
    ],
    ['a name twice', 'user:token\tuser:token\n', 'bad-header', /names `user` twice/],
    ['nothing', '\n', 'empty-file', /^ml\.inter is empty/],
    [
      'a row too short',
      `${inter}1\t2\n`,
      'ragged-row',
      /^ml\.inter, line 62: 6 values are expected, 2 found/,
    ],
    [
      'a row too long',
      `${inter}1\t2\t1\t5\ta\t2\t9\n`,
      'ragged-row',
      /^ml\.inter, line 62: 6 values are expected, there are more/,
    ],
    [
      'a number that is none',
      `${inter}1\t2\tyes\t5\ta\t2\n`,
      'bad-number',
      /^ml\.inter, line 62: `yes` in column 3 is not a number, and the header says float/,
    ],
    [
      'an open quote',
      `${inter}"1\t2\t1\t5\ta\t2\n`,
      'unterminated-quote',
      /a quote is opened and never closed/,
    ],
  ])('with %s are refused at the place', async (_name, text, code, message) => {
    const failure = await failureOf(load(folderWith({ [path]: text }), { path }));
    expect(failure).toMatchObject({ kind: 'data', code });
    expect(failure.message).toMatch(message);
  });

  it('refuse a sequence as an id, a label or a time', async () => {
    const folder = folderWith({ [path]: inter });
    const item = await failureOf(load(folder, { path, item: 'tags' }));
    expect(item.message).toMatch(
      /`tags` in ml\.inter holds lists \(VARCHAR\[\]\): items are integers or texts/,
    );
    expect(item.where.specPath).toEqual(['log', 'item']);
    expect((await failureOf(load(folder, { path, label: 'tags' }))).code).toBe('bad-label');
    expect((await failureOf(load(folder, { path, time: 'tags' }))).code).toBe('bad-time');
  });

  it('keep the words of a sequence together as one category, with a warning', async () => {
    const data = await load(folderWith({ [path]: inter }), { path, features: ['tags'] });
    expect(data.warnings.map(({ code }) => code)).toContain('list-as-category');
  });
});

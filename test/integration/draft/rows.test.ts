/** What the rows of a log say against its names, or without any. */
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { csvOf, LOGS } from '../../support/public-logs.ts';
import { draft, leftOut } from './drafts.ts';

describe('what the rows say', () => {
  const base = { user_id: LOGS.taobao.user, item_id: LOGS.taobao.adgroup_id, ts: LOGS.taobao.time_stamp };

  it('finds outcomes whatever they are called', async () => {
    const { text } = await draft(
      'opaque',
      csvOf({
        ...base,
        f0: ({ click, draw }) => (click === 1 ? draw(50) : 0),
        f1: ({ click, draw }) => (click === 0 ? `r${draw(6)}` : ''),
        f2: ({ click }) => (click === 1 ? 'B' : 'A'),
        f3: ({ click, draw }) => (click === 1 ? 400 + draw(900) : draw(700)),
        f4: ({ click, draw }) => `${(click + 2 * draw(4)) * (draw(20) === 0 ? 0 : 1)}x`,
        f5: ({ click, draw }) => draw(1000) / 1000 - (click === 1 ? 0.8 : 0),
        g0: ({ draw }) => draw(50),
        g1: ({ row }) => (row % 500 === 0 ? 1 : 0),
        g2: ({ click, draw }) => (click === 1 ? draw(90) : draw(60)),
        clicked: ({ click }) => click,
      }),
    );
    expect(parseSpec(text).spec?.log.features.map(({ name }) => name)).toEqual(['g0', 'g1', 'g2']);
    const why = leftOut(text);
    expect(why['f0']).toBe('it is always 0 where the label is 0, as an outcome is');
    expect(why['f1']).toBe('it is missing where the label is 1, as an outcome is');
    expect(why['f2']).toBe(
      'it is always A where the label is 0 and always B where the label is 1, as an outcome is',
    );
    for (const name of ['f3', 'f4', 'f5'])
      expect(why[name]).toMatch(
        /^it alone orders the rows by their label with an AUC of 0\.9\d+, as an outcome is$/,
      );
  });

  it('counts a word for no value as missing: not as an id, a category or a reason to read numbers as text', async () => {
    const { text } = await draft(
      'words',
      csvOf({
        ...base,
        user_id: ({ row }) => (row % 10 === 3 ? 'NULL' : `u${row % 50}`),
        price: ({ row, draw }) => (row % 9 === 0 ? 'NaN' : draw(4000) / 8),
        clicked: ({ click }) => click,
      }),
    );
    const [, ids, none] =
      /user: user_id +# its name; (\d+) ids on [\d,]+ rows; ([\d,]+) rows have none/.exec(text) ?? [];
    expect(ids).toBe('45');
    expect(Number(none?.replace(',', ''))).toBeGreaterThan(0);
    expect(text).toMatch(/name: price, type: numeric/);
  });

  it('leaves out what is a user or an item again, and takes lists only where they hold both labels', async () => {
    const { text } = await draft(
      'again',
      csvOf({
        ...base,
        session: ({ row }) => `s${row >> 1}`,
        request_id: ({ row, click }) => `q${Math.floor(row / 40)}${click}`,
        who: ({ user }) => `name ${user}`,
        sold_by: ({ item }) => `shop ${item % 20}`,
        what: ({ item }) => 1000 - item,
        clicked: ({ click }) => click,
      }),
    );
    const { spec } = parseSpec(text);
    expect(spec?.log.features.map(({ name }) => name)).toEqual(['sold_by']);
    expect(spec?.log.group).toBe('session');
    const why = leftOut(text);
    expect(why['request_id']).toBe('of its 150 lists 0 hold both labels: nothing to rank in the others');
    expect(why['who']).toBe('each value belongs to one user: it is an id, and ids are not features');
    expect(why['what']).toContain('each value belongs to one item');
  });

  it('drafts no list where none holds both labels', async () => {
    const { text } = await draft(
      'alone',
      csvOf({ ...base, session_id: ({ row }) => row >> 1, clicked: ({ row }) => (row >> 1) % 2 }),
    );
    expect(parseSpec(text).spec?.log.group).toBeUndefined();
    expect(leftOut(text)['session_id']).toBe(
      'of its 1,500 lists 0 hold both labels: nothing to rank in the others',
    );
  });
});

describe('a log without a header line', () => {
  const rows = (schema: Parameters<typeof csvOf>[0]) => csvOf(schema).split('\n').slice(1).join('\n');

  it('of ratings has its label and time by the values, and asks for names', async () => {
    const { yelp, taobao } = LOGS;
    const { user_id, item_id } = LOGS.kuaisar;
    const { text, undecided, facts, from } = await draft(
      'u',
      rows({ user_id, item_id, stars: yelp.stars, ts: taobao.time_stamp, row: ({ draw }) => draw(20) }),
    );
    expect(from).toBe('3,000 rows');
    expect(undecided).toEqual(['user', 'item']);
    expect(facts[0]).toMatchObject({ key: 'header', value: 'column1, column2, column3, column4, column5' });
    const filled = text
      .replace(/^ {2}# user:.*$/m, '  user: column1')
      .replace(/^ {2}# item:.*$/m, '  item: column2');
    const { spec, problems } = parseSpec(filled);
    expect(problems).toEqual([]);
    expect(spec?.log).toMatchObject({ label: 'column3 >= 4', time: 'column4', features: [] });
    expect(text).toContain(
      '  # user: not decided, no column is named like a user id; candidates: column1, column2, column5\n',
    );
    expect(text).toContain('  # column5: left out, 20 values: name it above before it is a feature\n');
  });

  it('of events has their label', async () => {
    const { text } = await draft('b', rows(LOGS.behaviour));
    expect(text).toContain(`  label: "column4 in ('fav', 'buy')"`);
    expect(text).toContain('  time: column5 ');
  });
});

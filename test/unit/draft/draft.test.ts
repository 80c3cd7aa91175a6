import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import type { ColumnProfile, DataProfile } from '../../../src/data/profile.ts';
import type { TimeFact } from '../../../src/data/time-facts.ts';
import { infer } from '../../../src/draft/infer.ts';
import type { Inferred } from '../../../src/draft/inferred.ts';
import { scalar, specText } from '../../../src/draft/spec-text.ts';
import { isCode, nameRank } from '../../../src/spec/column-names.ts';
import { columnsOf, parseExpression } from '../../../src/spec/expression.ts';
import { parseSpec } from '../../../src/spec/parse.ts';

const ROWS = 1000;

const column = (name: string, over: Partial<ColumnProfile> = {}): ColumnProfile => ({
  name,
  type: 'BIGINT',
  family: 'integer',
  distinct: 50,
  nulls: 0,
  isoShare: 0,
  min: '1',
  max: '50',
  median: 25,
  examples: ['1'],
  ...over,
});
const binary = (name: string): ColumnProfile =>
  column(name, {
    distinct: 2,
    values: [
      { value: '0', share: 0.9 },
      { value: '1', share: 0.1 },
    ],
  });
const seconds = (name: string): ColumnProfile =>
  column(name, { distinct: 900, min: '1573257673', max: '1573775413' });
const text = (name: string, over: Partial<ColumnProfile> = {}): ColumnProfile =>
  column(name, { type: 'VARCHAR', family: 'text', ...over });
const rating = (name: string, min: string, max: string, median = 3): ColumnProfile =>
  column(name, { family: 'float', type: 'FLOAT', distinct: 10, min, max, median });

const profile = (...columns: ColumnProfile[]): DataProfile => ({
  files: [{ path: 'log.csv', bytes: 1 }],
  rows: ROWS,
  complete: true,
  headless: false,
  columns,
});
/** What a look would find of `seconds` and of typed columns. */
const timesOf = (columns: readonly ColumnProfile[]) =>
  new Map(
    columns.flatMap((found): [string, TimeFact][] => {
      const { name, family, min } = found;
      if (family === 'timestamp') return [[name, { kind: 'timestamp', grain: 0, ownClock: false }]];
      const unix = min === '1573257673';
      return unix ? [[name, { kind: 'unix seconds', grain: 0, ownClock: false }]] : [];
    }),
  );
const inferAll = (found: DataProfile): Inferred => infer(found, timesOf(found.columns));
const inferred = (...columns: ColumnProfile[]): Inferred => inferAll(profile(...columns));
const WHOLE = [column('user_id'), column('item_id'), binary('click'), seconds('ts')];

describe('names', () => {
  it.each([
    ['user_id', 'user', true],
    ['userId', 'user', true],
    ['UID', 'user', true],
    ['reviewerID', 'user', true],
    ['user_feature_0', 'user', false],
    ['movieId', 'item', true],
    ['asin', 'item', true],
    ['item_price', 'item', false],
    ['created_at', 'time', true],
    ['unixReviewTime', 'time', true],
    ['is_click', 'label', true],
    ['impression_id', 'group', true],
    ['id', 'user', false],
  ] as const)('%s is %s: %s', (name, role, fits) => {
    expect(nameRank(name, role) !== undefined).toBe(fits);
  });
  it('knows codes', () => {
    expect(['cityCode', 'zip', 'price', 'hour', 'C14', 'cat3', 'brand'].map(isCode)).toEqual([
      true,
      true,
      false,
      true,
      true,
      true,
      true,
    ]);
  });
});

describe('infer', () => {
  it('decides the four roles, with reasons', () => {
    const { user, item, label, time } = inferred(...WHOLE);
    expect([user.value, item.value, label.value, time.value]).toEqual(['user_id', 'item_id', 'click', 'ts']);
    expect(user.why).toBe('its name; 50 ids on 1,000 rows');
    expect(label.why).toContain('10.0 % positive');
    expect(time.why).toBe('unix seconds, 1573257673 to 1573775413');
  });

  it.each([
    [rating('rating', '0.5', '5'), 'rating >= 4'],
    [rating('stars', '1', '10'), 'stars >= 8'],
    [rating('Overall Rating', '1', '5'), undefined],
    [rating('score', '-3', '3', 1), 'score >= 1'],
    [rating('score', '0', '100000', 70), 'score >= 70'],
  ])('makes a condition of ratings', (found, expression) => {
    expect(inferred(column('user_id'), column('item_id'), found).label.value).toBe(expression);
  });

  it('prefers a label by name, and takes the only binary column where there is no other', () => {
    expect(inferred(binary('flag'), binary('clicked'), rating('rating', '1', '5')).label.value).toBe(
      'clicked',
    );
    expect(inferred(column('user_id'), binary('flag')).label).toMatchObject({
      value: 'flag',
      why: expect.stringContaining('the only column'),
    });
    const two = inferred(binary('flag'), binary('other')).label;
    expect(two).toEqual({ why: expect.any(String), candidates: ['flag', 'other'] });
    const bool = binary('like');
    bool.family = 'boolean';
    bool.values = [
      { value: 'true', share: 0.25 },
      { value: 'false', share: 0.75 },
    ];
    expect(inferred(bool).label.why).toContain('25.0 %');
  });

  it('never takes a label with gaps, or text', () => {
    expect(inferred({ ...binary('click'), nulls: 0.1 }).label.value).toBeUndefined();
    expect(inferred({ ...binary('click'), family: 'text' }).label.value).toBeUndefined();
  });

  it('names the candidates where it cannot decide', () => {
    const { user, item } = inferred(
      text('who', { distinct: 300 }),
      text('what', { distinct: 20 }),
      binary('click'),
    );
    expect(user).toEqual({ why: expect.any(String), candidates: ['who', 'what'] });
    expect(item.why).toBe('no column is named like an item id');
  });

  it('finds lists and ready-made splits', () => {
    const parts = text('fold', {
      distinct: 3,
      values: ['train', 'valid', 'test'].map((value) => ({ value, share: 1 / 3 })),
    });
    const found = inferred(...WHOLE, column('impression_id', { distinct: 100 }), parts);
    expect(found.group).toMatchObject({
      value: 'impression_id',
      why: 'its name; 100 lists of 10.0 rows on average',
    });
    expect(found.split).toEqual({ column: 'fold', train: 'train', validate: 'valid', evaluate: 'test' });
    expect(found.features).toEqual([]);
    expect(inferred(...WHOLE, text('fold', { distinct: 2, values: [] })).split).toBeUndefined();
    expect(inferred(...WHOLE, column('request_id', { distinct: ROWS })).group).toBeUndefined();
  });

  it('sorts features from what must stay out, and says why', () => {
    const { features, left } = inferred(
      ...WHOLE,
      text('city', { distinct: 12, nulls: 0.25 }),
      column('price', { family: 'float', distinct: 900, min: '0.5', max: '9.5' }),
      column('clicks_before', { distinct: 20 }),
      column('views', { distinct: 1000 - 600 + 700, min: '0', max: '9' }),
      column('row', { distinct: ROWS }),
      column('always', { distinct: 1, examples: ['7'] }),
      column('none', { distinct: 0, nulls: 1, examples: [] }),
      column('dwell_ms', { distinct: 400 }),
      text('tags', { family: 'list', type: 'VARCHAR[]', distinct: 0 }),
      text('updated_at', { family: 'timestamp', type: 'TIMESTAMP' }),
    );
    expect(features).toEqual([
      { name: 'city', type: 'categorical', why: '12 values, 25.0 % missing' },
      { name: 'price', type: 'numeric', why: '0.5 to 9.5' },
      { name: 'clicks_before', type: 'categorical', why: '20 values' },
    ]);
    expect(left.map(({ name }) => name)).toEqual([
      'views',
      'row',
      'always',
      'none',
      'dwell_ms',
      'tags',
      'updated_at',
    ]);
    expect(left.find(({ name }) => name === 'dwell_ms')!.why).toBe(
      'named like an outcome, which is known only after the impression',
    );
    expect(left.find(({ name }) => name === 'always')!.why).toBe('it is always 7');
  });
});

describe('specText', () => {
  const write = (found: Inferred, tables: Parameters<typeof specText>[2] = []) =>
    specText(['data/log.csv'], found, tables, '1,000 rows');

  it('is a spec that parses, with every reason beside its choice', () => {
    const spec = write(inferred(...WHOLE, text('city', { distinct: 12 })), [
      {
        role: 'items',
        path: 'data/items.csv',
        key: 'item_id',
        features: [{ name: 'year', type: 'numeric', why: 'x' }],
        left: [{ name: 'likes', why: 'y' }],
      },
    ]);
    const parsed = parseSpec(spec);
    expect(parsed.problems).toEqual([]);
    expect(parsed.spec).toMatchObject({
      log: { path: ['data/log.csv'], user: 'user_id', item: 'item_id', label: 'click', time: 'ts' },
      items: { key: 'item_id', features: [{ name: 'year', type: 'numeric' }] },
      sources: [{ name: 'co-click', build: 'co-click' }],
    });
    expect(spec).toMatch(/user: user_id +# its name; 50 ids on 1,000 rows\n/);
  });

  it('holds any column name, and stays one line per comment', () => {
    const odd = [
      'a: b',
      'true',
      '- x',
      'a,b]',
      '# c',
      "it's",
      'say "x"',
      '7',
      'ü ñ',
      'tab\there',
      'line\nbreak',
      '*a',
      '&b',
    ];
    const spec = write(
      inferred(
        ...WHOLE,
        ...odd.map((name) => text(name, { distinct: 9 })),
        column('bad\nrow: 1', { distinct: 1 }),
      ),
    );
    expect(parse(spec).log.features).toEqual(odd);
    expect(parseSpec(spec).problems).toEqual([]);
    for (const name of odd) expect(parse(`[${scalar(name)}]`)).toEqual([name]);
  });

  it('leaves what it cannot decide as comments', () => {
    const spec = write(inferred(text('who', { distinct: 300 }), binary('click')));
    expect(spec).toContain('  # user: not decided, no column is named like a user id; candidates: who\n');
    expect(spec).toContain('# split: not decided');
    expect(spec).not.toMatch(/^sources/m);
    expect(parseSpec(spec).problems.map(({ code }) => code)).toContain('missing-key');
  });

  it('writes a ready-made split, and several files', () => {
    const parts = text('fold', {
      distinct: 2,
      values: ['train', 'test'].map((value) => ({ value, share: 0.5 })),
    });
    const spec = specText(['a.csv', 'b c.csv'], inferred(...WHOLE, parts), [], 'two files');
    expect(parseSpec(spec).problems).toEqual([]);
    expect(parse(spec)).toMatchObject({
      log: { path: ['a.csv', 'b c.csv'] },
      split: { column: 'fold', train: 'train', evaluate: 'test' },
    });
  });
});

describe('a log of train and test files', () => {
  const timeless = [column('user'), column('item'), binary('label')];
  const split = (files: string[], columns = timeless) =>
    inferAll({ ...profile(...columns), files: files.map((path) => ({ path, bytes: 1 })) }).split;

  it('is split by its files where there is no time', () => {
    expect(split(['data/test.parquet', 'data/train.parquet', 'data/valid.parquet'])).toEqual({
      column: 'filename',
      train: 'train.parquet',
      validate: 'valid.parquet',
      evaluate: 'test.parquet',
    });
    expect(split(['ads_train.csv.gz', 'ads_test.csv.gz'])).toMatchObject({ evaluate: 'ads_test.csv.gz' });
    const text = specText(
      ['*.csv'],
      inferAll({
        ...profile(...timeless),
        files: [
          { path: 'train.csv', bytes: 1 },
          { path: 'test.csv', bytes: 1 },
        ],
      }),
      [],
      '2 files',
    );
    expect(parseSpec(text)).toMatchObject({ problems: [], spec: { split: { column: 'filename' } } });
  });

  it('is not where a file is none of them, one part has two, or the cut can be one in time', () => {
    expect(split(['train.csv', 'test.csv', 'more.csv'])).toBeUndefined();
    expect(split(['a_train.csv', 'b_train.csv', 'test.csv'])).toBeUndefined();
    expect(split(['train_test.csv', 'test.csv'])).toBeUndefined();
    expect(split(['train.csv', 'valid.csv'])).toBeUndefined();
    expect(split(['train.csv', 'test.csv'], [...timeless, text('filename')])).toBeUndefined();
    expect(split(['train.csv', 'test.csv'], WHOLE)).toBeUndefined();
  });
});

describe('ids', () => {
  it('are whole numbers of any type, and text', () => {
    const float = column('user_id', { family: 'float', type: 'DOUBLE', whole: true });
    const { user, item } = inferred(float, text('itemId', { distinct: 40 }), binary('click'));
    expect([user.value, item.value]).toEqual(['user_id', 'itemId']);
    const part = column('user_id', { family: 'float', type: 'DOUBLE' });
    expect(inferred(part, binary('click')).user.value).toBeUndefined();
  });

  it('are never features: of rows, lists, users and items again', () => {
    const { features, left } = inferred(
      ...WHOLE,
      column('user_idx'),
      column('itemHash'),
      column('visit_id', { distinct: 1, examples: ['4'] }),
      column('search_session_id', { distinct: 600 }),
      column('request_id', { distinct: ROWS }),
      column('index', { distinct: 500 }),
      column('advertiser_id', { distinct: 400, max: '90000' }),
    );
    expect(features.map(({ name, type }) => [name, type])).toEqual([['advertiser_id', 'categorical']]);
    expect(left.map(({ name }) => name)).toEqual(['user_idx', 'itemHash', 'visit_id', 'request_id', 'index']);
    expect(left[0]!.why).toBe('it is named like `user_id`, and ids are not features');
  });

  it('are codes, however many there are', () => {
    const large = { distinct: 4000, min: '1', max: '90000' };
    const { features } = inferAll({
      ...profile(
        ...WHOLE,
        column('seller', large),
        column('hashed', { ...large, max: '9000000000' }),
        column('thing', { ...large, max: '4100' }),
        column('height', large),
        column('play_seconds_of_video', { distinct: 25, max: '90' }),
        column('age', { distinct: 8 }),
        column('count', { family: 'float', whole: true, ...large }),
      ),
      rows: 100_000,
    });
    expect(features.map(({ name, type }) => [name, type])).toEqual([
      ['seller', 'categorical'],
      ['hashed', 'categorical'],
      ['thing', 'categorical'],
      ['height', 'numeric'],
      ['play_seconds_of_video', 'categorical'],
      ['age', 'categorical'],
      ['count', 'numeric'],
    ]);
  });
});

describe('where the user is not decided', () => {
  it('columns that may be it are not features', () => {
    const { user, features, left } = inferred(
      column('item_id'),
      binary('click'),
      seconds('ts'),
      text('who', { distinct: 300 }),
      column('number', { distinct: 40 }),
      text('city', { distinct: 12 }),
    );
    expect(user.candidates).toEqual(['who', 'number', 'city']);
    expect(features.map(({ name }) => name)).toEqual(['city']);
    expect(left).toEqual([
      { name: 'who', why: '300 values: it may be the user, which is not decided' },
      { name: 'number', why: '40 values: it may be the user, which is not decided' },
    ]);
  });
});

describe('labels of other kinds', () => {
  const values = (...list: string[]) => ({
    distinct: list.length,
    values: list.map((value) => ({ value, share: 1 / list.length })),
  });
  const label = (...columns: ColumnProfile[]) =>
    inferred(column('user_id'), column('item_id'), ...columns).label;

  it.each([
    [text('event', values('view', 'addtocart', 'transaction')), "event in ('addtocart', 'transaction')"],
    [text('eventType', values('impression', 'click')), "eventType = 'click'"],
    [text('behavior_type', values('pv', 'cart', 'fav', 'buy')), "behavior_type in ('cart', 'fav', 'buy')"],
    [text('what', values('page_view', 'add-to-cart', 'Purchase')), "what in ('add-to-cart', 'Purchase')"],
    [text('action', values('listen', 'like', 'dislike')), "action in ('listen', 'like')"],
    [text('event type', values('view', "buy it's", 'buy')), '"event type" = \'buy\''],
    [column('action_type', values('0', '1', '2', '3')), 'action_type > 0'],
    [column('behavior_type', values('1', '2', '3', '4')), 'behavior_type > 1'],
    [text('clicked', values('yes', 'no')), "clicked = 'yes'"],
    [column('label', values('-1', '1')), 'label = 1'],
    [column('watch_ratio', { family: 'float', distinct: 900, min: '0', max: '5.2' }), 'watch_ratio >= 1'],
    [column('played_ratio_pct', { distinct: 90, min: '0', max: '100' }), 'played_ratio_pct >= 50'],
    [
      column('read_percentage', { family: 'float', distinct: 90, min: '0', max: '1' }),
      'read_percentage >= 0.5',
    ],
    [column('click_cnt', { distinct: 9, min: '0', max: '30' }), 'click_cnt > 0'],
    [rating('rating', '4', '5', 5), 'rating >= 5'],
  ])('%o', (found, expression) => {
    const { value } = label(found);
    expect(value).toBe(expression);
    expect(() => parseExpression(expression)).not.toThrow();
  });

  it.each([
    text('type', values('video', 'article')),
    text('event', values('start', 'stop')),
    text('event', { distinct: 400 }),
    column('click_cnt', { distinct: 9, min: '1', max: '30' }),
    column('action_type', values('3', '4')),
  ])('says nothing of %o', (found) => {
    expect(label(found).value).toBeUndefined();
  });

  it('are not features beside a label', () => {
    const { features, left } = inferred(...WHOLE, text('event_type', values('view', 'buy')));
    expect([features, left.map(({ name }) => name)]).toEqual([[], ['event_type']]);
  });

  it.each([
    'is click',
    'click (0/1)',
    'click?',
    'label.click',
    'Label',
    'like',
    'click "0"',
    "it's clicked",
    'clicked #1',
    'click: yes',
    'null',
    'yes',
    'щелчок',
  ])('quote the name %s where an expression needs it', (name) => {
    const found = inferred(column('user_id'), column('item_id'), binary(name), seconds('ts'));
    const spec = specText(['log.csv'], found, [], '1 row');
    expect(parseSpec(spec).problems).toEqual([]);
    expect(columnsOf(parseExpression(parse(spec).log.label))).toEqual([name]);
  });
});

describe('a log without a label', () => {
  const why = (...columns: ColumnProfile[]) =>
    inferred(column('user_id'), column('item_id'), ...columns).label.why;
  it('is told what its rows lack', () => {
    const needs = 'a label needs rows of both kinds, so add ';
    expect(why(seconds('ts'))).toContain(
      `no column tells what was chosen from what was not: ${needs}what was shown`,
    );
    expect(why(column('label', { distinct: 1, examples: ['1'] }))).toContain(
      `\`label\` is always 1: ${needs}what was shown`,
    );
    expect(why(column('click', { distinct: 1, examples: ['0'] }))).toBe(
      `\`click\` is always 0: ${needs}the rows that were chosen, or name another column`,
    );
    expect(why(text('event', { distinct: 1, examples: ['buy'] }))).toContain(
      `\`event\` is always buy: ${needs}`,
    );
  });
});

describe('times', () => {
  const time = (facts: Record<string, Partial<TimeFact>>, ...more: ColumnProfile[]) => {
    const times = Object.entries(facts).map(([name, fact]): [string, TimeFact] => [
      name,
      { kind: 'times', grain: 0, ownClock: false, ...fact },
    ]);
    return infer(profile(...times.map(([name]) => column(name)), ...more), new Map(times));
  };

  it('of outcomes are the log’s only where there are no others', () => {
    expect(time({ click_time: {}, ts: {} }).time).toMatchObject({ value: 'ts', candidates: [] });
    expect(time({ click_time: {} }).time.value).toBe('click_time');
  });

  it('are the finest, and a clock of its own the last', () => {
    expect(time({ date: { grain: 86_400e6 }, time_ms: {} }).time.value).toBe('time_ms');
    expect(time({ date: { grain: 86_400e6 } }).time.value).toBe('date');
    expect(time({ timestamp: { ownClock: true }, date: { grain: 86_400e6 } }).time.value).toBe('date');
    expect(time({ timestamp: { ownClock: true } }).time.why).toBe('times on a clock of their own, 1 to 50');
  });

  it('need a name, or to be alone: finer than days, or a day', () => {
    expect(time({ hour: { grain: 3600e6 } }).time.value).toBe('hour');
    expect(time({ event_day: { grain: 86_400e6 } }).time.value).toBe('event_day');
    expect(time({ release_date: { grain: 86_400e6 } }).time).toEqual({
      why: 'no column is named like the time of a row',
      candidates: ['release_date'],
    });
    expect(time({ one: {}, other: {} }).time.candidates).toEqual(['one', 'other']);
  });

  it('that cannot be read say why, and are never features', () => {
    const { time: found, features, left } = time({ ts: { refused: '3 rows have no time: fill them.' } });
    expect(found).toEqual({ value: undefined, why: '3 rows have no time: fill them', candidates: [] });
    expect([features, left]).toEqual([[], [{ name: 'ts', why: 'another time' }]]);
  });
});

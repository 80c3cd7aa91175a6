import { describe, expect, it } from 'vitest';
import { specText } from '../../../src/draft/spec-text.ts';
import { isCode, nameRank } from '../../../src/specfile/names/column-names.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { binary, column, inferAll, inferred, profile, ROWS, rating, text, WHOLE } from './support.ts';

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

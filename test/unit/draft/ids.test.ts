import { describe, expect, it } from 'vitest';
import { binary, column, inferAll, inferred, profile, ROWS, seconds, text, WHOLE } from './support.ts';

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

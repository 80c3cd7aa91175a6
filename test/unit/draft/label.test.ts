import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ColumnProfile } from '../../../src/data/profile.ts';
import { specText } from '../../../src/draft/spec-text.ts';
import { columnsOf, parseExpression } from '../../../src/specfile/expression.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { binary, column, inferred, rating, seconds, text, WHOLE } from './support.ts';

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

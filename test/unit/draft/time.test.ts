import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../../src/data/profile.ts';
import type { TimeFact } from '../../../src/data/time-facts.ts';
import { infer } from '../../../src/draft/infer.ts';
import { column, profile } from './support.ts';

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
    expect(time({ first: {}, other: {} }).time.candidates).toEqual(['first', 'other']);
  });

  it('that cannot be read say why, and are never features', () => {
    const { time: found, features, left } = time({ ts: { refused: '3 rows have no time: fill them.' } });
    expect(found).toEqual({ value: undefined, why: '3 rows have no time: fill them', candidates: [] });
    expect([features, left]).toEqual([[], [{ name: 'ts', why: 'another time' }]]);
  });
});

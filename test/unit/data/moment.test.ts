import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/common/failure.ts';
import { describeTimeKind, isoTime, parseMoment } from '../../../src/data/moment.ts';

const micros = (year: number, month: number, day: number, hour = 0, minute = 0, second = 0) =>
  Date.UTC(year, month, day, hour, minute, second) * 1000;

describe('isoTime', () => {
  it('shows a fraction only where there is one', () => {
    expect(isoTime(0)).toBe('1970-01-01T00:00:00Z');
    expect(isoTime(1_500_000)).toBe('1970-01-01T00:00:01.5Z');
    expect(isoTime(1_000_001)).toBe('1970-01-01T00:00:01.000001Z');
    expect(isoTime(-1)).toBe('1969-12-31T23:59:59.999999Z');
  });
});

describe('parseMoment', () => {
  const parse = (value: string | number, kind: Parameters<typeof parseMoment>[1] = 'timestamp') =>
    parseMoment(value, kind, ['split', 'from']);

  it.each([
    ['2026-10-24', micros(2026, 9, 24)],
    ['2026-10-24T06:30', micros(2026, 9, 24, 6, 30)],
    ['2026-10-24 06:30:15', micros(2026, 9, 24, 6, 30, 15)],
    ['2026-10-24T06:30:15.000001Z', micros(2026, 9, 24, 6, 30, 15) + 1],
    ['2026-10-24T06:30:15.123456789Z', micros(2026, 9, 24, 6, 30, 15) + 123_456],
    ['2026-10-24T06:30:00+02:00', micros(2026, 9, 24, 4, 30)],
    ['2026-10-24T06:30:00-0130', micros(2026, 9, 24, 8)],
    ['2026-10-24T06:30:00+02', micros(2026, 9, 24, 4, 30)],
    ['2024-02-29', micros(2024, 1, 29)],
  ])('%s', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });

  it('reads numbers in the unit of the time column', () => {
    expect(parse(1.5, 's')).toBe(1_500_000);
    expect(parse(1500, 'ms')).toBe(1_500_000);
    expect(parse(1500, 'µs')).toBe(1500);
    expect(parse(1500, 'ns')).toBe(2);
    expect(parse('1700000000', 's')).toBe(1.7e15);
    expect(parse('2026-10-24', 's')).toBe(micros(2026, 9, 24));
  });

  it.each(['2026-02-30', '2026-13-01', '2026-10-24T25:00', '24.10.2026', 'yesterday', ''])(
    'refuses %s',
    (text) => {
      expect(() => parse(text)).toThrow(Failure);
    },
  );

  it('refuses numbers where the column holds none', () => {
    expect(() => parse(5, 'date')).toThrow(
      'split.from: the time column holds date values, so 5 needs to be a date',
    );
  });
});

describe('describeTimeKind', () => {
  it('speaks to people', () => {
    expect((['s', 'ms', 'µs', 'ns', 'date', 'text'] as const).map(describeTimeKind)).toEqual([
      'unix seconds',
      'unix milliseconds',
      'unix microseconds',
      'unix nanoseconds',
      'date',
      'ISO 8601 text',
    ]);
  });
});

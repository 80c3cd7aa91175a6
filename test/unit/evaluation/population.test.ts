import { expect, test } from 'vitest';
import { populationOf, windowOf } from '../../../src/evaluation/describe/population.ts';

const user = Uint32Array.of(0, 1, 0, 2, 1, 3, 2, 2);
const label = Uint8Array.of(1, 0, 1, 1, 0, 0, 1, 0);
const log = { rows: 8, users: 4, user, label };
const timeline = { cut: 4 } as unknown as NonNullable<Parameters<typeof populationOf>[0]['timeline']>;

test('users without an earlier row are counted, with the share of rows that is theirs', () => {
  const evaluate = Uint32Array.of(4, 5, 7);
  expect(populationOf({ ...log, timeline }, evaluate)).toEqual({
    positiveRate: 0.5,
    evalPositiveRate: 0,
    newUsers: { users: 1, rowShare: 1 / 3 },
    mostPositives: 2,
  });
});

test('rows after the first one that is evaluated are no past, and nothing is where nothing has a time', () => {
  const evaluate = Uint32Array.of(3, 4);
  expect(populationOf({ ...log, timeline }, evaluate).newUsers).toEqual({ users: 1, rowShare: 0.5 });
  expect(populationOf(log, evaluate).newUsers).toBeUndefined();
});

test('the window that is evaluated is that of the rows that are measured', () => {
  const time = Float64Array.from({ length: 8 }, (_, row) => row * 60e6);
  expect(windowOf({ time }, Uint32Array.of(5, 6))).toEqual({
    from: '1970-01-01T00:05:00.000Z',
    to: '1970-01-01T00:06:00.000Z',
  });
});

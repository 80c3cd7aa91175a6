import { expect, it } from 'vitest';
import { createBackoff } from '../../../src/compute/backoff.ts';

it('waits twice as long after each crash in a row, up to ten seconds, and not at all after a good run', () => {
  let time = 1000;
  const backoff = createBackoff(() => time);
  expect(backoff.waitMs()).toBe(0);
  const waits: number[] = [];
  for (let crash = 0; crash < 8; crash++) {
    backoff.crashed();
    waits.push(backoff.waitMs());
    time += backoff.waitMs();
    expect(backoff.waitMs()).toBe(0);
  }
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  backoff.crashed();
  backoff.recovered();
  expect(backoff.waitMs()).toBe(0);
  backoff.crashed();
  expect(backoff.waitMs()).toBe(250);
});

/** What is expected of a long run is that of the machine it runs on. */
import { expect, it } from 'vitest';
import { expectedCost, expectedCostHere } from '../../../../src/evaluation/cost/expected.ts';
import { measuredPace, paced, slowness } from '../../../../src/evaluation/cost/machine.ts';
import { RATES } from '../../../../src/evaluation/cost/rates.ts';
import { SpecSchema } from '../../../../src/specfile/schema.ts';

const spec = SpecSchema.parse({
  version: 1,
  log: { path: 'a', user: 'u', item: 'i', label: 'y', time: 't' },
  sources: [{ name: 's', build: 'co-click' }],
});
const sizeOf = (rows: number) => ({ rows, trainRows: 0.8 * rows, evalRows: 0.2 * rows });

it('a machine is as slow as its training and its sorting are', () => {
  const there = { training: 100, sorting: 20 };
  expect(slowness(there, there)).toBe(1);
  expect(slowness({ training: 200, sorting: 40 }, there)).toBe(2);
  expect(slowness({ training: 400, sorting: 20 }, there)).toBe(2);
});

it('measures for a quarter of a second, and finds a pace', () => {
  const started = performance.now();
  const pace = measuredPace();
  expect(performance.now() - started).toBeLessThan(30_000); // on a machine that others use
  for (const nanoseconds of [pace.training, pace.sorting]) {
    expect(nanoseconds).toBeGreaterThan(1);
    expect(nanoseconds).toBeLessThan(1e5);
  }
});

it('all that takes time takes as many times as long', () => {
  const slow = expectedCost(spec, sizeOf(1e6), 2, undefined, paced(RATES, 3));
  const usual = expectedCost(spec, sizeOf(1e6), 2);
  expect(slow.seconds).toBeCloseTo(3 * usual.seconds, 6);
  expect(slow.bytes).toBe(usual.bytes);
});

it('a short run is not worth measuring for; of a long one all phases change alike', () => {
  const short = sizeOf(1000);
  expect(expectedCostHere(spec, short, 2)).toEqual(expectedCost(spec, short, 2));
  const long = sizeOf(1e7);
  const [here, there] = [expectedCostHere(spec, long, 2), expectedCost(spec, long, 2)];
  const times = here.seconds / there.seconds;
  expect(times).not.toBe(1);
  expect(here.phases.train / there.phases.train).toBeCloseTo(times, 9);
  expect(here.phases.metrics / there.phases.metrics).toBeCloseTo(times, 9);
  // Measured once: the same again.
  expect(expectedCostHere(spec, long, 2)).toEqual(here);
});

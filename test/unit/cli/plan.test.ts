import { expect, it } from 'vitest';
import { plannedArms } from '../../../src/cli/plan.ts';
import { SpecSchema } from '../../../src/spec/schema.ts';

const sourceOf = (source: object) =>
  SpecSchema.parse({
    version: 1,
    log: { path: 'a', user: 'u', item: 'i', label: 'y', time: 't' },
    sources: [{ name: 's', ...source }],
  }).sources[0]!;
const pairs = { pairs: 'p.csv', left: 'a', right: 'b' };

it.each([
  [{ build: 'co-click' }, ['honest', 'fresh', 'leaked', 'leaked-total', 'placebo']],
  [{ build: 'swing' }, ['honest', 'leaked', 'leaked-total', 'placebo']],
  [{ build: 'session' }, ['honest', 'leaked', 'leaked-total', 'placebo']],
  [pairs, ['leaked-total', 'placebo']],
  [{ ...pairs, time: 't' }, ['honest', 'leaked-total', 'placebo']],
  [{ ...pairs, user: 'u' }, ['leaked', 'leaked-total', 'placebo']],
  [{ ...pairs, time: 't', user: 'u' }, ['honest', 'leaked', 'leaked-total', 'placebo']],
  [{ columns: ['ctr'] }, ['leaked-total', 'placebo']],
])('%o has the arms %o', (source, arms) => {
  expect(plannedArms(sourceOf(source))).toEqual(arms);
});

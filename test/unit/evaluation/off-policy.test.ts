import { expect, it } from 'vitest';
import { offPolicyWarnings } from '../../../src/evaluation/objectives/off-policy.ts';
import type { OffPolicyReport } from '../../../src/report/schema.ts';
import { fullReport } from '../../fixtures/full-report.ts';
import { estimate } from '../../fixtures/report.ts';

const report = fullReport();
const [source] = report.sources;

function weighed(lis: number, effectiveRows = 900): OffPolicyReport {
  return {
    ...{ column: 'p', effectiveRows, effectivePositives: 90, baseValue: 0.7, models: [] },
    sources: [
      { name: source!.name, lis: { transferable: estimate(lis, 0.001), total: estimate(0.1, 0.01) } },
    ],
  };
}

it('a sign that turns is exposure bias, by the headline', () => {
  const plain = {
    ...report,
    sources: [{ ...source!, lis: { ...source!.lis, transferable: estimate(0.02, 0.005) } }],
  };
  expect(offPolicyWarnings(weighed(-0.004), plain, 1000)).toEqual([
    {
      code: 'exposure-bias',
      message: expect.stringMatching(
        /^Weighed by 1\/`p`, the LIS of .* is -0\.0040 \[.*\], of the other sign than \+0\.0200: /,
      ),
    },
  ]);
  expect(offPolicyWarnings(weighed(0.001), plain, 1000)).toEqual([]);
  const unsure = {
    ...plain,
    sources: [{ ...source!, lis: { ...source!.lis, transferable: estimate(0.002, 0.005) } }],
  };
  expect(offPolicyWarnings(weighed(-0.004), unsure, 1000)).toEqual([]);
});

it('few effective rows are counted', () => {
  const found = offPolicyWarnings(weighed(0.02, 99), { sources: [], models: [] }, 1000);
  expect(found.map(({ code, count }) => [code, count])).toEqual([['few-effective-rows', 99]]);
  expect(found[0]!.message).toMatch(/unsure, and so is their sign\. Write a lower bound/);
  // A sign that turns is chance then.
  const turned = offPolicyWarnings(weighed(-0.004, 99), report, 1000);
  expect(turned.map(({ code }) => code)).toEqual(['few-effective-rows']);
  expect(offPolicyWarnings(weighed(0.02, 100), { sources: [], models: [] }, 1000)).toEqual([]);
});

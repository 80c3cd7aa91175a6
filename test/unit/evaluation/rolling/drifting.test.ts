import { expect, it } from 'vitest';
import { withDrift } from '../../../../src/evaluation/judge/drifting.ts';
import type { Estimate, RollingReport, RollingWindow, Verdict } from '../../../../src/report/schema.ts';
import { estimate } from '../../../fixtures/report.ts';

const said = (code: Verdict['code'], target: string): Verdict => ({
  ...{ code, target, severity: 'info', message: 'As it is.', action: 'Go on.' },
});
const none: RollingWindow = {
  ...{ from: '', to: '', trainRows: 1, rows: 1, users: 1, positives: 1, sources: [], models: [] },
};
const mean = estimate(0.02, 0.002);
const rolling = (changes: Record<string, Estimate>, models: Record<string, Estimate> = {}): RollingReport => {
  const trends = (all: Record<string, Estimate>) =>
    Object.entries(all).map(([name, change]) => ({ name, mean, change }));
  const windows = [none, none, { ...none, skipped: 'no rows' }, none];
  return { every: '1d', windows, sources: trends(changes), models: trends(models) };
};
const verdicts = [said('headroom', 'a'), said('self-evidence', 'a'), said('underpowered', 'b')];

it('comes last on its target where the change lies beyond the minimum gain, with its numbers', () => {
  const found = withDrift(verdicts, rolling({ a: estimate(-0.01, 0.004), b: estimate(0.001, 0.004) }), 0.001);
  expect(found.map(({ code, target }) => `${target} ${code}`)).toEqual([
    'a headroom',
    'a self-evidence',
    'a drifting',
    'b underpowered',
  ]);
  expect(found[2]).toMatchObject({
    severity: 'warning',
    message: expect.stringMatching(
      /^Over 3 windows of 1d the LIS fell: it is \+0\.0200 on average, and the line .* changes by -0\.0100 \[.*\] at 97\.5 %/,
    ),
  });
});

it('is information where the gain rises, and comes alone where nothing else is said of a model', () => {
  const [drift] = withDrift([], rolling({}, { m: estimate(0.01, 0.004) }), 0.001);
  expect(drift).toMatchObject({ code: 'drifting', target: 'm', severity: 'info' });
  expect(drift!.message).toContain('the AIS rose');
});

it('needs an interval beyond the minimum gain at the level that the family leaves', () => {
  const changes = (halfWidth: number) => rolling({ a: estimate(-0.006, halfWidth) });
  expect(withDrift(verdicts, changes(0.0049), 0.001)).toHaveLength(4);
  expect(withDrift(verdicts, changes(0.0051), 0.001)).toHaveLength(3);
  const two = rolling({ a: estimate(-0.006, 0.0049), b: estimate(0, 0.01) });
  expect(withDrift(verdicts, two, 0.001)).toHaveLength(3);
});

it('is not said of a source that holds the label, which does not widen the intervals of the others', () => {
  const leaking = [said('label-leak', 'b'), said('headroom', 'a')];
  const two = rolling({ a: estimate(-0.006, 0.0049), b: estimate(-0.1, 0.01) });
  expect(withDrift(leaking, two, 0.001).map(({ code }) => code)).toEqual([
    'label-leak',
    'headroom',
    'drifting',
  ]);
});

it('says how much more the base trains on at the last cut, where that is much', () => {
  const changes = rolling({ a: estimate(-0.01, 0.004) });
  const [, , drift] = withDrift(verdicts, changes, 0.001);
  expect(drift!.message).not.toContain('times as many rows');
  const windows = changes.windows.map((window, k) => ({ ...window, trainRows: 100 + 30 * k }));
  const [, , grown] = withDrift(verdicts, { ...changes, windows }, 0.001);
  expect(grown!.message).toMatch(/Base and data have 1\.9 times as many rows to learn from at the last cut/);
});

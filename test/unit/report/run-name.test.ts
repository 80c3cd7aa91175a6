import { expect, test } from 'vitest';
import { localTime } from '../../../src/common/format.ts';
import { runName, runNames, shortGain } from '../../../src/report/words/run-name.ts';
import { estimate } from './sample.ts';

const time = '2026-11-26T10:31:05.000Z';
const now = Date.parse('2026-11-26T11:00:00.000Z');
const clock = localTime(time).split(' ')[1]!;
const gained = { best: { source: 'co-click', lis: estimate(0.0203, 0.001, 0), total: false } };

test('names a run by spec, time and gain, with the day where that is not today', () => {
  const facts = { ...gained, bestModel: undefined };
  expect(runName({ time, facts }, 'lis.yaml', { now })).toBe(`lis.yaml · ${clock} · +0.020`);
  expect(runName({ time, facts }, 'lis.yaml', { now: now + 86_400_000 })).toBe(
    `lis.yaml · ${localTime(time)} · +0.020`,
  );
  const model = { best: undefined, bestModel: { model: 'notellm', ais: estimate(-0.0004, 0.001, 0) } };
  expect(runName({ time, facts: model }, 'lis.yaml', { now })).toBe(`lis.yaml · ${clock} · -0.0004`);
  expect(runName({ time }, 'lis.yaml', { now })).toBe(`lis.yaml · ${clock}`);
});

test('tells runs of one minute apart by their seconds', () => {
  const runs = ['05', '35'].map((seconds) => ({
    time: time.replace('05.000', `${seconds}.000`),
    specName: 'a',
  }));
  expect(runNames(runs, now)).toEqual([`a · ${clock}:05`, `a · ${clock}:35`]);
  expect(runNames(runs.slice(1), now)).toEqual([`a · ${clock}`]);
});

test('writes a gain with its sign, and zero without a minus', () => {
  expect([0.0203, -0.5, 0.00031, -0.00001, 0].map(shortGain)).toEqual([
    ...['+0.020', '-0.500', '+0.0003', '+0.0000', '+0.0000'],
  ]);
});

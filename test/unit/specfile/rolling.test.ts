import { expect, it } from 'vitest';
import { specHash } from '../../../src/specfile/hash.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { durationOf } from '../../../src/specfile/schema-rolling.ts';
import { HEAD, told } from './support.ts';

const coClick = 'sources: [{name: c, build: co-click, window: 3}]\n';
const rolling = (text: string, more = coClick): string => `${HEAD}${more}rolling: ${text}\n`;

it('has seven windows unless it says how many, and lengths and lags where they are asked for', () => {
  const { spec, problems } = parseSpec(rolling('{every: 1d, lengths: [1, 7], lags: [2]}'));
  expect(problems).toEqual([]);
  expect(spec!.rolling).toEqual({ every: '1d', windows: 7, lengths: [1, 7], lags: [2] });
});

it('takes minutes, hours, days and weeks', () => {
  expect(['30m', '12h', '1d', '2w'].map(durationOf)).toEqual([1800e6, 43_200e6, 86_400e6, 1_209_600e6]);
  for (const wrong of ['1', 'd', '0d', '1.5d', '1y', '-1d'])
    expect(told(rolling(`{every: ${wrong}}`)).join()).toMatch(/rolling\.every/);
});

it('refuses windows, lengths and lags that there is no room for', () => {
  expect(told(rolling('{every: 1d, windows: 1}')).join()).toContain('rolling.windows');
  expect(told(rolling('{every: 1d, lengths: [11], lags: [10]}'))).toEqual([
    '4:32 error a window of 11 slices is longer than the 10 slices of the timeline; use at most 10',
    '4:44 error data that is 10 slices old has nothing to read in 10 slices; use at most 9',
  ]);
  expect(told(rolling('{every: 1d, lags: [2, 2]}')).join()).toContain('names a number twice');
});

it('needs time, heads, verdicts, and sources with a window where it varies these', () => {
  expect(told(rolling('{every: 1d}', `${coClick}training: joint\n`))).toEqual([
    '5:1 error the windows of `rolling` share one base and its heads: it needs `training: staged`',
  ]);
  expect(told(rolling('{every: 1d}', `${coClick}selfEvidence: leave-user-out\n`)).join()).toContain(
    'diagnostic',
  );
  expect(told(rolling('{every: 1d, lags: [2]}', 'sources: [{name: x, columns: [z]}]\n'))).toEqual([
    '4:22 error `lags` are of sources with a `window`, and the spec has none',
  ]);
  const timeless =
    'version: 1\nlog: {path: a.csv, user: u, item: i, label: y}\nsplit: {column: s, train: 0, evaluate: 1}\nrolling: {every: 1d}\n';
  expect(told(timeless).join()).toContain('name the time column, or remove `rolling`');
});

it('is a part of what a spec says; without it a spec is what it was', () => {
  const [bare, some] = [`${HEAD}${coClick}`, rolling('{every: 1d}')].map((text) =>
    specHash(parseSpec(text).spec!),
  );
  expect(some).not.toBe(bare);
});

import { describe, expect, it } from 'vitest';
import { PART, type Timeline } from '../../../src/data/dataset.ts';
import { cutsOf } from '../../../src/evaluation/rolling/cuts.ts';
import { rollingLines } from '../../../src/report/words/rolling/proposed.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { exampleReport } from '../../fixtures/report.ts';

const START = Date.parse('2020-01-03T10:17:00Z');
const DAY = 86_400e3;
const options = { 'sources.s.window': 'all' };

/** Of a log of so many days whose last fifth is evaluated. */
function lines(days: number, changes: { slices?: number; options?: Record<string, string> } = {}) {
  const report = exampleReport();
  const at = (share: number) => new Date(START + share * days * DAY).toISOString();
  const evaluate = { from: at(0.8), to: at(1) };
  return rollingLines({
    data: { ...report.data, slices: changes.slices ?? 10, evaluate },
    spec: { ...report.spec, options: changes.options ?? options },
  });
}

describe('the lines that ask for windows', () => {
  it.each([
    [0.25, '10m', 7],
    [4, '3h', 6],
    [14, '12h', 5],
    [60, '2d', 6],
    [22 * 365, '52w', 4],
  ])('of a log of %d days', (days, every, windows) => {
    expect(lines(days)).toBe(
      `rolling:\n  every: ${every}\n  windows: ${windows}\n  lengths: [1, 3, 7]\n  lags: [1, 2, 4]`,
    );
  });

  it.each([0.25, 1, 4, 9, 14, 31, 60, 365, 22 * 365])(
    'make windows that the log of %d days has room for',
    (days) => {
      const text = `version: 1\nlog: {path: a.csv, user: u, item: i, label: y, time: t}\nsources: [{name: s, build: swing}]\n${lines(days)}\n`;
      const { spec, problems } = parseSpec(text);
      expect(problems).toEqual([]);
      const time = Float64Array.from({ length: 2000 }, (_, i) => 1000 * (START + (i / 1999) * days * DAY));
      const timeline = { time } as Timeline;
      const part = new Uint8Array(2000).fill(PART.fit);
      const { cuts } = cutsOf({ part, timeline }, spec!.rolling!);
      expect(cuts[0]!.before).toBeGreaterThan(1000);
      expect(cuts.length).toBeGreaterThan(3);
      for (const { rows } of cuts) expect(rows).toBeGreaterThan(0);
    },
  );

  it('ask of the slices no more than there are, and nothing where no source has a window', () => {
    expect(lines(14, { slices: 4 })).toMatch(/lengths: \[1, 3\]\n {2}lags: \[1, 2\]$/);
    expect(lines(14, { options: {} })).toBe('rolling:\n  every: 12h\n  windows: 5');
  });

  it('are none without time', () => {
    const { data, spec } = exampleReport();
    const { evaluate: _none, ...rest } = data;
    expect(rollingLines({ data: rest, spec })).toBeUndefined();
    expect(lines(0.005)).toBeUndefined();
  });
});

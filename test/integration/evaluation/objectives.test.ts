/** Objectives end to end: the same preference data, judged by other labels and by what a positive is worth. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signed } from '../../../src/common/format.ts';
import { compareRuns } from '../../../src/metrics/intervals/compare-runs.ts';
import { reportText } from '../../../src/report/kept/store.ts';
import type { ObjectiveReport, Report } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';
import { random } from '../../support/random.ts';
import { smallLog } from '../../support/small-workspace.ts';

/** The first row, and the first that is evaluated: 90 s apart, 4,000 in all. */
const START = 1_700_000_000;
const CUT = START + 3000 * 90;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-objectives-'));
  writeFileSync(join(folder, 'clicks.csv'), withOutcomes(smallLog(4000)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Seconds after a click, longer where the user favours the item; a third of the clicks are sales; and a column that tells sales a little. */
function withOutcomes(log: string): string {
  const next = random(11);
  const [header, ...lines] = log.trimEnd().split('\n');
  const rows = lines.map((line) => {
    const [user, item, , click] = line.split(',');
    const favoured = Number(user!.slice(1)) % 5 === Number(item!.slice(1)) % 5;
    const seconds = click === '1' ? (1 + 9 * next()) * (favoured ? 3 : 1) : 0;
    const sale = Number(click === '1' && next() < (favoured ? 0.5 : 0.2));
    const alone = Number(user === 'u3');
    return `${line},${seconds.toFixed(2)},${sale},${(next() + 0.7 * sale).toFixed(3)},0,${alone},1800000000`;
  });
  return `${[`${header},seconds,sale,hint,zero,alone,late`, ...rows].join('\n')}\n`;
}

function run(more: string, log = 'label: click'): Promise<Report> {
  const specText = `version: 1
log: {path: clicks.csv, user: user_id, item: item_id, time: ts, features: [position], ${log}}
split: {evaluate: 25%, slices: 10}
seeds: 2
${more}`;
  const nothing = { signal: new AbortController().signal, onProgress: () => {} };
  return evaluate({
    specPath: join(folder, 'lis.yaml'),
    specText,
    run: { ...nothing, threads: 1, memoryBytes: 2 ** 31 },
  });
}

const coClick = 'sources: [{name: co-click, build: co-click}]\n';
const named = ({ objectives = [] }: Report, name: string): ObjectiveReport =>
  objectives.find((objective) => objective.name === name)!;
const aucs = ({ arms }: Pick<Report, 'arms'>) => arms.map(({ id, auc }) => [id, auc]);

describe('objectives', () => {
  let report: Report;
  beforeAll(async () => {
    const objectives = [
      '{name: time, weight: seconds}',
      '{name: sales, label: sale}',
      '{name: turnover, label: sale = 1, weight: seconds}',
      '{name: value, label: sale, weight: seconds}',
    ];
    const gate = 'gate: {source: co-click, objective: sales, total: "> 0.5"}';
    report = await run(`${coClick}objectives: [${objectives.join(', ')}]\n${gate}\n`);
  });

  it('stand in the report, each with its metric, its base and the same sources', () => {
    expect(
      report.objectives!.map(({ name, label, weight, metric }) => [name, label, weight, metric]),
    ).toEqual([
      ['time', 'click', 'seconds', 'weighted-auc'],
      ['sales', 'sale', undefined, 'auc'],
      ['turnover', 'sale = 1', 'seconds', 'weighted-auc'],
      ['value', 'sale', 'seconds', 'weighted-auc'],
    ]);
    for (const objective of report.objectives!) {
      expect(objective.sources.map(({ name }) => name)).toEqual(['co-click']);
      expect(objective.sources[0]!.features).toEqual([]);
      expect(objective.arms.map(({ id }) => id)).toEqual(report.arms.map(({ id }) => id));
      expect(objective.verdicts[0]!.target).toBe('co-click');
    }
    const { positiveRate } = named(report, 'sales');
    expect(positiveRate).toBeLessThan(0.5 * named(report, 'time').positiveRate);
    expect(() => reportText(report)).not.toThrow();
  });

  it('train a base of their own for another label alone', () => {
    expect(report.objectives!.map(({ base }) => base !== undefined)).toEqual([false, true, true, true]);
    expect(aucs(named(report, 'time'))).toEqual(aucs(report));
    // The same label is learned once.
    expect(aucs(named(report, 'value'))).toEqual(aucs(named(report, 'sales')));
    expect(named(report, 'sales').base!.search!.trials.length).toBeGreaterThan(1);
    const { rowsTrained } = report.resources;
    expect(rowsTrained).toBeGreaterThan(0);
  });

  it('carry what other runs by them are paired by', () => {
    const later = structuredClone(report);
    for (const { sources } of later.objectives!) sources[0]!.lis.total.value += 0.01;
    const { estimates } = compareRuns([
      { name: 'a', report },
      { name: 'b', report: later },
    ]);
    const totals = estimates.filter(({ objective, key }) => objective !== undefined && key === 'lis.total');
    expect(totals.map(({ objective, intervals }) => [objective, intervals[1]!.basis])).toEqual(
      ['time', 'sales', 'turnover', 'value'].map((name) => [name, 'paired']),
    );
    // The same run twice varies together wholly.
    for (const { intervals } of totals) expect(intervals[1]!.high - intervals[1]!.low).toBeLessThan(1e-9);
  });

  it('are what a gate may hold', () => {
    const { value } = named(report, 'sales').sources[0]!.lis.total;
    expect(report.gate).toEqual({
      ...{ source: 'co-click', objective: 'sales', condition: 'total > 0.5', value, met: false },
    });
  });

  it('are one family with the label of the log', () => {
    const headlines = [report, ...report.objectives!].map(({ sources }) => sources[0]!.lis.transferable!);
    const p = headlines.map((lis) => lis.p);
    // Holm: the k-th smallest of five times (5 − k + 1), never below the one before.
    const order = p.map((_, i) => i).sort((a, b) => p[a]! - p[b]!);
    let least = 0;
    const adjusted = order.map((i, k) => {
      least = Math.min(1, Math.max(least, p[i]! * (5 - k)));
      return [i, least] as const;
    });
    for (const [i, value] of adjusted) expect(headlines[i]!.pHolm).toBeCloseTo(value, 12);
  });

  it('are shown by the interval that their verdicts were judged by', () => {
    const judged = [report, ...report.objectives!].map(({ sources, verdicts }) => ({
      ...{ lis: sources[0]!.lis.transferable!, message: verdicts[0]!.message },
    }));
    for (const { lis, message } of judged) {
      const half = tQuantile((1 + lis.level) / 2, lis.df) * lis.se;
      expect(lis.high - lis.value).toBeCloseTo(half, 12);
      expect(message).toContain(`[${signed(lis.low)}, ${signed(lis.high)}]`);
    }
    // The most certain of five is judged at a fifth of the error.
    expect(Math.max(...judged.map(({ lis }) => lis.level))).toBeCloseTo(1 - 0.05 / 5, 12);
  });

  it('with weights alone are what `log.weight` measures of the same scores', async () => {
    const weighed = await run(coClick, 'label: click, weight: seconds');
    expect(aucs(weighed)).toEqual(aucs(report));
    const weighedAuc = (id: string) => weighed.arms.find((arm) => arm.id === id)!.ranking!.weightedAuc!;
    const time = named(report, 'time');
    expect(time.baseValue).toBeCloseTo(weighedAuc('base'), 12);
    const source = time.sources[0]!;
    expect(source.lis.total.value).toBeCloseTo(weighedAuc('leaked-total:co-click') - weighedAuc('base'), 12);
    expect(source.placeboGain!.value).toBeCloseTo(weighedAuc('placebo:co-click') - weighedAuc('base'), 12);
    expect(source.segments).toEqual([]);
  });
});

it('another label is learned as if it were the log’s, from the features that clicks have made', async () => {
  const hint = 'sources: [{name: hint, columns: [{name: hint, type: numeric}]}]\nranker: gbdt\n';
  const judged = await run(`${hint}objectives: [{name: sales, label: sale}]\n`);
  const alone = await run(hint, 'label: sale');
  const sales = named(judged, 'sales');
  expect(aucs(sales)).toEqual(aucs(alone));
  expect(sales.sources[0]!.lis).toMatchObject({
    total: { value: alone.sources[0]!.lis.total.value, se: alone.sources[0]!.lis.total.se },
  });
  expect(sales.sources[0]!.segments).toEqual(alone.sources[0]!.segments);
});

it('a label of the log that no training row knows is refused at its time', async () => {
  await expect(run(coClick, 'label: click, labelTime: late')).rejects.toMatchObject({
    code: 'late-labels',
    where: { line: 2, specPath: ['log', 'labelTime'] },
  });
});

describe('an objective that cannot be measured is refused before anything is trained', () => {
  it.each([
    ['{name: none, label: sale > 1}', 'one-class', 'label', /^By objective `none`: All .* are negative/],
    ['{name: odd, label: user_id}', 'bad-label', 'label', /objectives\[0\]\.label/],
    ['{name: far, weight: price}', 'no-column', 'weight', /price/],
    ['{name: all, label: sale >= 0}', 'one-class', 'label', /^By objective `all`: All .* are positive/],
    ['{name: nil, weight: zero}', 'no-weight', 'weight', /^By objective `nil`: All positive .* weight 0/],
    [
      ...(['{name: solo, weight: alone}', 'too-few-users', 'weight'] as const),
      /^By objective `solo`: Only 1 user has weighted positive evaluation rows/,
    ],
    [
      ...([`{name: old, label: sale = 1 and ts < ${CUT}}`, 'one-class', 'label'] as const),
      /^By objective `old`: All 1000 scored rows are negative/,
    ],
    [
      ...([`{name: new, label: sale = 1 and ts >= ${CUT}}`, 'one-class', 'label'] as const),
      /^By objective `new`: All 3,000 training rows are negative, and a ranker learns from both classes/,
    ],
    [
      ...([`{name: rare, label: click = 1 and (ts >= ${CUT} or ts < ${START + 1800})}`] as const),
      ...(['too-small-for-blocks', 'label', /^By objective `rare`: The 3000 training rows cannot/] as const),
    ],
    [
      ...(['{name: paid, label: sale, labelTime: late}', 'late-labels', 'labelTime'] as const),
      /^By objective `paid`: Not one of the \d+ labels of positive training rows was known when/,
    ],
  ])('%s', async (objective, code, key, message) => {
    await expect(run(`${coClick}objectives: [${objective}]\n`)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      where: { specPath: ['objectives', 0, key] },
    });
  });
});

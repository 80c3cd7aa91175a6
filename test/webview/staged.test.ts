// @vitest-environment jsdom
/** What the panel shows of training in two stages: the base, its search, and the gain over weaker bases. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/schema.ts';
import { heightOf, visibleChart } from '../../webview/charts/chart.ts';
import { curveConfiguration } from '../../webview/charts/curve.ts';
import { currentTheme } from '../../webview/theme.ts';
import { curveChart } from '../../webview/views/curve.ts';
import { fullReport } from '../fixtures/full-report.ts';
import { withLeak } from '../fixtures/leaks.ts';
import { stagedBase, stagedReport, tunedSearch } from '../fixtures/staged-report.ts';
import { cells, payload, settled, startPage, type TestPage, textOf } from './page.ts';

async function show(
  report: Report,
  tab: 'scores' | 'segments' | 'base' | 'run',
  part?: string,
): Promise<TestPage> {
  const page = startPage();
  page.send('report', payload({ report }));
  page.send('select', { tab, ...(part !== undefined && { part }) });
  await settled();
  return page;
}

const header = ({ root }: TestPage, table: string) =>
  [...root.querySelectorAll(`table[data-table="${table}"] thead th`)].map((cell) => cell.textContent);
const how = ({ root }: TestPage) =>
  [...root.querySelectorAll('.how p')].map((paragraph) => paragraph.textContent);

test('the head says first whether the data is worth it, and how strong the base is', async () => {
  const { root } = await show(stagedReport(), 'scores');
  expect(textOf(root, '.opening').replaceAll('\u00a0', ' ')).toBe(
    'co-click is worth aligning on: it could raise this ranker (AUC 0.600) by up to 0.038 ± 0.008 AUC. ' +
      'Rebuilding it once a slice already gives 0.024 of that. The other source is not shown to be worth aligning on. ' +
      'The model notellm brings 0.031 ± 0.007 AUC, 41 % of what content could. ' +
      'Without the preference data, the base (a tuned factorisation machine) has an AUC of 0.6003; logistic regression has 0.6017.',
  );
});

describe('the tab Base', () => {
  test('lists the trials from the lowest log loss, with references between them and the chosen one marked', async () => {
    const page = await show(stagedReport(), 'base');
    expect(header(page, 'trials')).toEqual([
      ...['recipe', 'log loss', 'outcome', 'epochs', 'best at', 'stage', 'learningRate', 'l2'],
    ]);
    const rows = cells(page.root, 'trials');
    expect(rows.slice(0, 3)).toEqual([
      ['recipe 1', '0.4003', 'log loss rose again', '29.75', '19.75', '1', '0.06', '0.0001'],
      ['recipe 3', '0.4004', 'chosen', '12.00', '8.00', '1', '0.15', '0.0001'],
      ['recipe 10', '0.4012', 'trained to the end', '9.00', '9.00', '2', '0.12', '0.0001'],
    ]);
    expect(rows.map(([name]) => name).slice(3, 7)).toEqual([
      'logistic regression',
      'recipe 4',
      'counts alone',
      'the positive rate alone',
    ]);
    expect(rows[3]!.slice(1)).toEqual(['0.4118', 'for comparison', '–', '–', '–', '–', '–']);
    const marks = [...page.root.querySelectorAll('table[data-table="trials"] .icon')];
    expect(marks.map((mark) => mark.closest('tr')?.firstChild?.textContent)).toEqual(['recipe 3']);
  });

  test('shows eight trials at first, and all on request', async () => {
    const page = await show(stagedReport(), 'base');
    const trials = () => cells(page.root, 'trials').filter(([name]) => /^recipe/.test(name!));
    const button = page.root.querySelector<HTMLElement>('[data-key="fold:trials"]')!;
    expect([trials().length, button.textContent, button.getAttribute('aria-expanded')]).toEqual([
      ...[8, 'Show 2 more rows', 'false'],
    ]);
    button.click();
    expect([trials().length, button.textContent, button.getAttribute('aria-expanded')]).toEqual([
      ...[10, 'Show fewer rows', 'true'],
    ]);
    expect(trials().at(-1)).toEqual(['recipe 2', '–', 'diverged', '0.00', '–', '1', '0.2', '0.0001']);
    button.click();
    expect(trials()).toHaveLength(8);
  });

  test('has the chosen trial and the references in sight, however bad they are', async () => {
    const search = tunedSearch({ chosen: 8, references: { constant: 0.9 } });
    const { root } = await show(stagedReport({ base: stagedBase({ search }) }), 'base');
    const names = cells(root, 'trials').map(([name]) => name);
    expect(names).toHaveLength(9);
    expect(names.slice(-2)).toEqual(['recipe 9', 'the positive rate alone']);
  });

  test('says how the scores are out of sample, and what is wrong with the base', async () => {
    const search = tunedSearch({ edge: ['l2'], weak: true });
    const page = await show(stagedReport({ base: stagedBase({ search }) }), 'base');
    expect(how(page)).toEqual([
      expect.stringMatching(/^No row is scored by a ranker that has seen it: of 10 blocks of training rows/),
      'Recipes were trained on 70,728 rows and judged by log loss on 7,856 others. Of those that are as good as the best, ' +
        'the one of fewest epochs is chosen. Its l2 lies at an edge of what is tried. ' +
        'It is weak: hardly better than a ranker that is listed for comparison.',
      'Each arm is a head on top of it: boosted trees, trained on 31,440 rows; 7,856 others choose how many trees.',
    ]);
  });

  test('says that a head is additive, and why', async () => {
    const head = { kind: 'additive', by: 'rows', positives: 2605 } as const;
    const sentence =
      'Each arm is a head on top of it: a penalised additive model, fitted on 31,440 rows; 7,856 others choose the penalty.';
    const few = 'The rarer label has 2,605 rows, which are too few for trees.';
    const said = async (baseHead: typeof head | { kind: 'additive'; by: 'spec'; positives: number }) =>
      how(await show(stagedReport({ base: stagedBase({ head: baseHead }) }), 'base')).join(' ');
    expect(await said(head)).toContain(`${sentence} ${few}`);
    expect(await said({ ...head, by: 'spec' })).toContain(sentence);
    expect(await said({ ...head, by: 'spec' })).not.toContain(few);
  });

  test.each([
    [{ search: true, seeds: 3, trained: 0 }, ['Its scores came from the cache of an earlier run.']],
    [{ search: true, seeds: 0, trained: 3 }, ['Its options came from the cache of an earlier run.']],
    [
      { search: true, seeds: 2, trained: 1 },
      [
        'Its options came from the cache of an earlier run.',
        'The scores of 2 of 3 seeds came from the cache of an earlier run.',
      ],
    ],
  ])('says what came from the cache: %o', async (cached, expected) => {
    const page = await show(stagedReport({ base: stagedBase({ cached }) }), 'base');
    expect(how(page).filter((text) => text?.includes('cache'))).toEqual(expected);
  });

  test('says of a base that is not searched what it is', async () => {
    const { headRows } = stagedBase();
    const sentenceFor = async (kind: string, base: Report['base']) => {
      const page = await show(stagedReport({ ranker: { kind }, base }), 'base');
      expect(page.root.querySelector('table[data-table="trials"]')).toBeNull();
      return how(page)[0];
    };
    expect(await sentenceFor('logged', { headRows })).toMatch(/^Its scores are those that the log holds/);
    expect(await sentenceFor('gbdt', { headRows })).toMatch(/^No base ranker is trained/);
    const folds = (by: 'user' | 'row') => sentenceFor('command', { headRows, blocks: { by, count: 5 } });
    expect(await folds('user')).toMatch(/each of 5 folds of users is scored/);
    expect(await folds('row')).toMatch(/each of 5 folds of rows is scored/);
  });

  test('says of joint training that each arm is a ranker, by the base’s options', async () => {
    const page = await show(stagedReport({ base: { search: tunedSearch() } }), 'base');
    expect(how(page)).toEqual([
      'Each arm is a ranker of its own, trained with the options of the base.',
      expect.stringMatching(/^Recipes were trained on 70,728 rows/),
    ]);
    expect(cells(page.root, 'trials')).toHaveLength(11);
  });

  test('has a search for each ranker that has one, and none for a report without two stages', async () => {
    const report = stagedReport();
    report.otherRankers![0]!.base = stagedBase();
    const { root } = await show(report, 'base');
    expect([...root.querySelectorAll('.how h3')].map((heading) => heading.textContent)).toEqual([
      'The base fm',
      'The base deepfm',
    ]);
    expect(cells(root, 'trials:deepfm')).toHaveLength(11);
    expect(how(await show(fullReport(), 'base'))).toEqual([]);
  });

  test('counts the trees of heads in place of epochs', async () => {
    const page = await show(stagedReport(), 'run');
    expect(header(page, 'arms').slice(0, 5)).toEqual(['arm', 'AUC', '± SD of seeds', 'log loss', 'trees']);
    expect(cells(page.root, 'arms')[0]!.slice(0, 5)).toEqual(['base', '0.6003', '0.0011', '0.4100', '41']);
  });
});

describe('the gain over weaker bases', () => {
  afterEach(() => document.documentElement.removeAttribute('style'));

  test('stands with the segments of a source and of a model: a chart, its line and its table', async () => {
    const page = await show(stagedReport(), 'base', 'content');
    expect(cells(page.root, 'curve')).toEqual([
      ['lr', '0.6017', '+0.0379', '[+0.0299, +0.0459]', '0.4100'],
      ['fm', '0.6442', '+0.0191', '[+0.0131, +0.0251]', '0.4100'],
      ['fm, chosen', '0.6558', '+0.0177', '[+0.0117, +0.0237]', '0.4100'],
    ]);
    expect(textOf(page.root, 'figcaption p')).toBe(
      "LIS over the base's AUC: +0.0379 at 0.6017 (lr), +0.0191 at 0.6442, +0.0177 at 0.6558 (chosen); weaker bases are of one seed.",
    );
    expect(page.root.querySelector('canvas')!.getAttribute('aria-label')).toBe(
      'Chart: LIS over the strength of the base. The same numbers stand beside it as text.',
    );
    const model = await show(stagedReport(), 'base', 'notellm');
    expect(header(model, 'curve')).toContain('AIS');
    expect(cells(model.root, 'curve').map((row) => row[2])).toEqual(['+0.0209', '+0.0101', '+0.0049']);
  });

  test('is of what has a curve and does not hold the label; without any, the tab says why', async () => {
    const choices = async (given: Report) =>
      [...(await show(given, 'base')).root.querySelectorAll('vscode-option')].map(
        (option) => option.textContent,
      );
    expect(await choices(stagedReport())).toEqual(['content', 'notellm']);
    const leak = await show(withLeak(stagedReport(), 'content'), 'base', 'content');
    expect(header(leak, 'curve')).toContain('AIS');
    expect(textOf(leak.root, 'header.source')).toContain('notellm');
    const none = await show(fullReport(), 'base', 'co-click');
    expect(textOf(none.root, '.empty')).toBe(
      'The report does not say how its base was found: it was not searched for.',
    );
    expect(none.root.querySelector('canvas')).toBeNull();
  });

  test('is drawn at the strength of each base, hollow where the interval does not leave 0 out', () => {
    document.body.className = 'vscode-dark';
    document.documentElement.style.setProperty('--vscode-charts-green', '#00ff00');
    const theme = currentTheme();
    const chart = curveChart(stagedReport(), 'notellm', 'AIS');
    const { data, options } = curveConfiguration(chart, theme);
    const [{ data: points, borderColor } = { data: [], borderColor: '' }] = data.datasets;
    expect(points.map(({ x, y }) => [x, y])).toEqual([
      [0.6017, 0.0209],
      [0.6442, 0.0101],
      [0.6558, 0.0049],
    ]);
    expect([points[2]!.yMin, points[2]!.yMax].map((end) => end.toFixed(4))).toEqual(['-0.0011', '0.0109']);
    expect(borderColor).toBe('#00ff00');
    expect(data.datasets[0]).toHaveProperty('segment'); // else the line is missing in SVG
    const { backgroundColor, radius } = options!.elements!.pointWithErrorBar as unknown as Record<
      'backgroundColor' | 'radius',
      (context: { dataIndex: number }) => unknown
    >;
    expect([0, 1, 2].map((dataIndex) => backgroundColor({ dataIndex }))).toEqual([
      ...['#00ff00', '#00ff00', theme.background],
    ]);
    expect(radius({ dataIndex: 2 })).toBeGreaterThan(radius({ dataIndex: 1 }) as number);
    expect(options!.scales!['y']).toMatchObject({ suggestedMin: 0, suggestedMax: 0 });
  });

  test('leaves room beside the first and the last base, and where all are of one strength', () => {
    const theme = currentTheme();
    const chart = curveChart(stagedReport(), 'content', 'LIS');
    const limits = (strengths: number[]) => {
      const points = chart.points.map((point, i) => ({ ...point, strength: strengths[i]! }));
      const { min, max } = curveConfiguration({ ...chart, points }, theme).options!.scales!['x'] as {
        min: number;
        max: number;
      };
      return [min, max].map((end) => end.toFixed(5));
    };
    expect(limits([0.6, 0.65, 0.7])).toEqual(['0.58800', '0.71200']);
    expect(limits([0.6, 0.6, 0.6])).toEqual(['0.59976', '0.60024']);
  });

  test('has a height of its own, and names that can be drawn', () => {
    const chart = curveChart(stagedReport(), 'content', 'LIS');
    expect(heightOf(chart, 800)).toBeGreaterThan(200);
    const named = { ...chart, points: [{ ...chart.points[0]!, name: 'a\u202eb' }] };
    expect(visibleChart(named)).toMatchObject({ points: [{ name: 'a\\u202eb', value: 0.0379 }] });
  });
});

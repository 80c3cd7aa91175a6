// @vitest-environment jsdom
/** What the charts are made of: their bars, limits and shades, without a canvas. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostToPanelPayloads } from '../../src/protocol/panel.ts';
import { decided, heightOf, type IntervalChart, pointOf } from '../../webview/charts/chart.ts';
import { coloursOf, ofArm } from '../../webview/charts/colours.ts';
import { configuration } from '../../webview/charts/configuration.ts';
import { withRoom } from '../../webview/charts/marks.ts';
import { currentTheme, onThemeChange } from '../../webview/theme.ts';
import { leakChart } from '../../webview/views/leaks.ts';
import { modelsChart } from '../../webview/views/models-chart.ts';
import { charts } from '../../webview/views/scores.ts';
import { fullReport } from '../fixtures/full-report.ts';
import { withLeak, withLeakingBase } from '../fixtures/leaks.ts';
import { modelsReport } from '../fixtures/models-report.ts';
import { estimate } from '../fixtures/report.ts';

const chart = (changes: Partial<IntervalChart> = {}): IntervalChart => ({
  title: 'Gain',
  axis: 'difference of AUC',
  categories: ['sure', 'unsure', 'absent'],
  series: [
    {
      name: 'co-click',
      points: [pointOf(estimate(0.04, 0.01)), pointOf(estimate(0.01, 0.02)), null],
      colour: 0,
    },
  ],
  format: (value) => value.toFixed(2),
  ...changes,
});

const withBody = (classes: string, variables: Record<string, string> = {}) => {
  document.body.className = classes;
  for (const [name, value] of Object.entries(variables))
    document.documentElement.style.setProperty(name, value);
  return currentTheme();
};

afterEach(() => document.documentElement.removeAttribute('style'));

describe('a chart', () => {
  test('draws the estimate and its interval as they are, and nothing where there is none', () => {
    const { data } = configuration(chart(), withBody('vscode-dark'));
    expect(data.labels).toEqual(['sure', 'unsure', 'absent']);
    expect(data.datasets[0]?.data).toEqual([
      { x: 0.04, y: 'sure', xMin: 0.03, xMax: 0.05 },
      { x: 0.01, y: 'unsure', xMin: -0.01, xMax: 0.03 },
      { x: null, y: 'absent', xMin: null, xMax: null },
    ]);
  });

  test('shades a bar by whether its interval leaves the beginning out', () => {
    expect(decided({ value: 0.04, low: 0.03, high: 0.05 })).toBe(true);
    expect(decided({ value: -0.04, low: -0.05, high: -0.03 })).toBe(true);
    expect(decided({ value: 0.01, low: -0.01, high: 0.03 })).toBe(false);
    expect(decided({ value: 0.6, low: 0.55, high: 0.65 }, 0.5)).toBe(true);
    expect(decided({ value: 0.6 }, 0.5)).toBe(true);
    const blue = { '--vscode-charts-blue': '#123456' };
    expect(configuration(chart(), withBody('vscode-dark', blue)).data.datasets[0]?.backgroundColor).toEqual([
      '#123456',
      '#12345655',
      '#12345655',
    ]);
  });

  test('has the beginning of its bars in sight, also where all of them point away from it to one side', () => {
    const alone = chart({
      from: 0.5,
      series: [{ name: 's', points: [{ value: 0.486 }, { value: 0.484 }], colour: 0 }],
    });
    const axis = configuration(alone, withBody('vscode-dark')).options?.scales?.['x'];
    expect(axis).toMatchObject({ beginAtZero: false, suggestedMin: 0.5, suggestedMax: 0.5 });
    expect(configuration(chart(), withBody('vscode-dark')).options?.scales?.['x']).toMatchObject({
      suggestedMin: 0,
      suggestedMax: 0,
    });
  });

  test('is tall enough for all its bars', () => {
    const two = chart({ series: [...chart().series, ...chart().series] });
    expect(heightOf(two)).toBeGreaterThan(heightOf(chart()));
    expect(heightOf(chart({ categories: Array.from({ length: 30 }, String) }))).toBeGreaterThan(30 * 20);
  });

  test('leaves room for the numbers on the sides where they stand', () => {
    expect(withRoom(chart(), { min: 0, max: 1 }, 156)).toEqual({ min: 0, max: 1.56 });
    const both = chart({
      categories: ['a', 'b'],
      series: [{ name: 's', points: [{ value: -1 }, { value: 1 }], colour: 0 }],
    });
    const { min, max } = withRoom(both, { min: -1, max: 1 }, 212);
    expect([min, max]).toEqual([-2.12, 2.12]);
  });

  test('of the scores keeps users’ own future on an axis of its own', () => {
    const [transferable, ownFuture] = charts(fullReport());
    expect(transferable?.categories).toEqual([
      'transferable LIS',
      'honest gain',
      'placebo gain',
      'net LIS',
      'freshness',
      'look-ahead',
    ]);
    expect(ownFuture?.categories).toEqual(['total LIS', 'self-evidence']);
    expect(ownFuture?.series.map(({ name, points }) => [name, points[0]?.value])).toEqual([
      ['co-click', 0.2675],
      ['recent', 0.2675 - 0.03],
    ]);
  });
});

test('all of a source that has only a total stands on the axis of the users’ own future', () => {
  const report = fullReport();
  const [first, declared] = report.sources;
  const { transferable: _none, ...lis } = declared!.lis;
  const [transferable, ownFuture] = charts({ ...report, sources: [first!, { ...declared!, lis }] });
  expect(transferable?.series.map(({ name }) => name)).toEqual([first!.name]);
  expect(ownFuture?.series.map(({ name }) => name)).toEqual([first!.name, declared!.name]);
  expect(ownFuture?.categories).toEqual(expect.arrayContaining(['total LIS', 'net LIS']));
});

describe('the theme', () => {
  test('is the editor’s, and in high contrast tells bars apart by outlines', () => {
    expect(withBody('vscode-light', { '--vscode-editor-foreground': '#010203' }).text).toBe('#010203');
    expect(withBody('vscode-dark').highContrast).toBe(false);
    const contrast = withBody('vscode-high-contrast');
    expect(contrast.highContrast).toBe(true);
    expect(configuration(chart(), contrast).data.datasets[0]?.backgroundColor).toEqual([
      contrast.series[0],
      'transparent',
      'transparent',
    ]);
    const bright = withBody('vscode-high-contrast vscode-high-contrast-light');
    expect(bright.series).not.toEqual(contrast.series);
  });

  test('is heard of once for each change, until nobody listens', async () => {
    const changed = vi.fn();
    const stop = onThemeChange(changed);
    const frame = () => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 0));
    document.body.className = 'vscode-light';
    document.documentElement.style.setProperty('--vscode-charts-blue', '#abcdef');
    await frame();
    await frame();
    expect(changed).toHaveBeenCalledTimes(1);
    stop();
    document.body.className = 'vscode-dark';
    await frame();
    expect(changed).toHaveBeenCalledTimes(1);
  });
});

describe('colours', () => {
  const report = modelsReport();
  const colourOf = coloursOf(report);
  const parts = ['co-click', 'content', 'notellm', 'off-the-shelf', 'prod-v2'];

  test('are one for each source and model, whatever the chart', () => {
    expect(parts.map(colourOf)).toEqual([0, 1, 2, 3, 4]);
    expect(colourOf('elsewhere')).toBeNull();
    const [transferable, ownFuture] = charts(report);
    expect(transferable?.series.map(({ name, colour }) => [name, colour])).toEqual([['co-click', 0]]);
    // A source that is not in the first chart does not lend its colour to another in the second.
    expect(ownFuture?.series.map(({ name, colour }) => [name, colour])).toEqual([
      ['co-click', 0],
      ['content', 1],
    ]);
    const arm = (id: string) => report.arms.find((listed) => listed.id === id)!;
    const arms = ['base', 'leaked:co-click', 'model:notellm', 'probe:notellm:content'].map(arm);
    expect(arms.map((listed) => ofArm(listed, colourOf))).toEqual([null, 0, 2, 2]);
  });

  test('of single bars are the theme’s, pale where the interval does not leave 0 out', () => {
    const [bars] = modelsChart({ report, earlier: [] });
    const theme = withBody('vscode-dark');
    const shades = configuration(bars!, theme).data.datasets[0]?.backgroundColor as string[];
    const [content, notellm, offTheShelf, prod] = theme.series.slice(1, 5);
    expect(shades).toEqual([content, notellm, notellm, `${offTheShelf}55`, prod]);
    expect(new Set(theme.series).size).toBe(10);
    const nobodys = { ...chart(), series: [{ ...chart().series[0]!, colour: null }] };
    expect(configuration(nobodys, theme).data.datasets[0]).toMatchObject({
      backgroundColor: [theme.nobodys, `${theme.nobodys}55`, `${theme.nobodys}55`],
    });
    expect(theme.series).not.toContain(theme.nobodys);
  });
});

describe('the chart of the models', () => {
  test('goes from the LIS that they are held against to what each brings, its probe first', () => {
    const [bars] = modelsChart({ report: modelsReport(), earlier: [] });
    expect(bars?.categories).toEqual([
      'LIS of content',
      'notellm, probe on content',
      'AIS of notellm',
      'AIS of off-the-shelf',
      'AIS of prod-v2',
    ]);
    expect(bars?.series.map(({ points }) => points.map((point) => point?.value))).toEqual([
      [0.0749, 0.0441, 0.0309, -0.0012, 0.0087],
    ]);
  });

  test('has the LIS of each run that a model was held against, with a sign for the runs before the last', () => {
    const created = '2026-10-30T08:15:00.000Z';
    const before = '2026-10-29T07:00:00.000Z';
    const lis = { content: estimate(0.0612, 0.01) };
    const chartWith = (earlier: HostToPanelPayloads['report']['earlier']) => {
      const [bars] = modelsChart({ report: modelsReport(), earlier });
      return {
        axis: bars?.axis,
        bars: bars?.categories.map((name, i) => `${name}: ${bars.series[0]?.points[i]?.value}`),
      };
    };
    expect(chartWith([{ name: 'notellm', created, stale: null, lis }])).toEqual({
      axis: 'difference of AUC · ¹ run of 2026-10-30 08:15 UTC',
      bars: [
        'LIS of content: 0.0749', // of off-the-shelf
        'LIS of content ¹: 0.0612', // of notellm
        'notellm, probe on content ¹: 0.0441',
        'AIS of notellm ¹: 0.0309',
        'AIS of off-the-shelf: -0.0012',
        'AIS of prod-v2: 0.0087',
      ],
    });
    // A LIS that no model is a share of stands in the chart of the sources; one of the same run stands here once.
    const both = [
      { name: 'notellm', created, stale: null, lis },
      { name: 'off-the-shelf', created, stale: null, lis },
      { name: 'prod-v2', created: before, stale: null },
    ];
    expect(chartWith(both)).toMatchObject({
      axis: 'difference of AUC · ¹ run of 2026-10-30 08:15 UTC · ² run of 2026-10-29 07:00 UTC',
      bars: [
        'LIS of content ¹: 0.0612',
        'notellm, probe on content ¹: 0.0441',
        'AIS of notellm ¹: 0.0309',
        'AIS of off-the-shelf ¹: -0.0012',
        'AIS of prod-v2 ²: 0.0087',
      ],
    });
  });

  test('is not there without models', () => {
    expect(modelsChart({ report: fullReport(), earlier: [] })).toEqual([]);
  });
});

describe('a label leak', () => {
  test('has a chart of its own, in the colour of errors, so that it squeezes no honest bar', () => {
    const report = withLeak(fullReport(), 'recent');
    report.sources[1]!.lis.transferable = estimate(0.4, 0.01);
    for (const { series } of charts(report)) expect(series.map(({ name }) => name)).toEqual(['co-click']);
    const [leaks] = leakChart(report);
    expect(leaks).toMatchObject({ categories: ['LIS of recent'], series: [{ colour: 'error' }] });
    expect(leaks!.series[0]!.points[0]!.value).toBe(0.4);
    const theme = withBody('vscode-dark', { '--vscode-charts-red': '#ff0000' });
    expect(configuration(leaks!, theme).data.datasets[0]!.backgroundColor).toEqual(['#ff0000']);
    expect(leakChart(fullReport())).toEqual([]);
  });

  test('of the base leaves no honest bar', () => {
    const report = withLeakingBase(fullReport());
    expect(charts(report)).toEqual([]);
    expect(leakChart(report)[0]!.categories).toEqual(['LIS of co-click', 'LIS of recent']);
  });

  test('of a model takes it out of the models’ chart', () => {
    const report = withLeak(modelsReport(), 'notellm');
    const shown = modelsChart({ report, earlier: [] }).flatMap(({ categories }) => categories);
    expect(shown.filter((name) => name.includes('notellm'))).toEqual([]);
    expect(leakChart(report)[0]!.categories).toEqual(['AIS of notellm']);
  });
});

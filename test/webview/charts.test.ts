// @vitest-environment jsdom
/** What the charts are made of: their bars, limits and shades, without a canvas. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { decided, heightOf, type IntervalChart, pointOf } from '../../webview/charts/chart.ts';
import { configuration } from '../../webview/charts/configuration.ts';
import { withRoom } from '../../webview/charts/marks.ts';
import { currentTheme, onThemeChange } from '../../webview/theme.ts';
import { charts } from '../../webview/views/scores.ts';
import { fullReport } from '../fixtures/full-report.ts';
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
    const [transferable, own] = charts(fullReport());
    expect(transferable?.categories).toEqual([
      'LIS, transferable',
      'honest gain',
      'placebo gain',
      'net LIS',
      'freshness',
      'look-ahead',
    ]);
    expect(own?.categories).toEqual(['LIS, total', 'self-evidence']);
    expect(own?.series.map(({ name, points }) => [name, points[0]?.value])).toEqual([
      ['co-click', 0.2675],
      ['recent', 0.2675 - 0.03],
    ]);
  });
});

test('all of a source that has only a total stands on the axis of the users’ own future', () => {
  const report = fullReport();
  const [first, declared] = report.sources;
  const { transferable: _none, ...lis } = declared!.lis;
  const [transferable, own] = charts({ ...report, sources: [first!, { ...declared!, lis }] });
  expect(transferable?.series.map(({ name }) => name)).toEqual([first!.name]);
  expect(own?.series.map(({ name }) => name)).toEqual([first!.name, declared!.name]);
  expect(own?.categories).toEqual(expect.arrayContaining(['LIS, total', 'net LIS']));
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

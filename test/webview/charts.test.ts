// @vitest-environment jsdom
/** What the charts are made of: their marks, limits, words and shades, without a canvas. */
import './browser.ts';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostToPanelPayloads } from '../../src/protocol/panel.ts';
import { answers } from '../../src/report/answers.ts';
import type { Report } from '../../src/report/schema.ts';
import { decided, type ForestChart, heightOf, pointOf } from '../../webview/charts/chart.ts';
import { coloursOf, inTheme, ofArm } from '../../webview/charts/colours.ts';
import { forestConfiguration, spanOf } from '../../webview/charts/forest.ts';
import { placeRows } from '../../webview/charts/forest-rows.ts';
import { cut, guttersOf, type Measuring } from '../../webview/charts/forest-words.ts';
import { currentTheme, lightTheme, onThemeChange } from '../../webview/theme.ts';
import { answersChart, leaksChart, levelWords } from '../../webview/views/answers-chart.ts';
import { segmentsChart } from '../../webview/views/segments.ts';
import { fullReport } from '../fixtures/full-report.ts';
import { withLeak, withLeakingBase } from '../fixtures/leaks.ts';
import { modelsReport } from '../fixtures/models-report.ts';
import { estimate } from '../fixtures/report.ts';

const row = (name: string, point: ForestChart['rows'][number]['point']): ForestChart['rows'][number] => ({
  ...{ name, point, text: 'text', colour: 0 },
});

const chart = (changes: Partial<ForestChart> = {}): ForestChart => ({
  kind: 'forest',
  title: 'Gain',
  axis: 'difference of AUC',
  rows: [
    row('sure', pointOf(estimate(0.04, 0.01))),
    row('unsure', pointOf(estimate(0.01, 0.02))),
    row('absent', null),
  ],
  format: (value) => value.toFixed(2),
  ...changes,
});

const WIDE = 800;
const NARROW = 400;

const withBody = (classes: string, variables: Record<string, string> = {}) => {
  document.body.className = classes;
  for (const [name, value] of Object.entries(variables))
    document.documentElement.style.setProperty(name, value);
  return currentTheme();
};

/** What a chart gives the library for each of its marks. */
function marksOf(data: ForestChart, theme = withBody('vscode-dark')) {
  const { data: made, options } = forestConfiguration(data, theme, WIDE);
  const { backgroundColor } = options!.elements!.pointWithErrorBar as unknown as {
    backgroundColor(context: { dataIndex: number }): string;
  };
  const { data: points, pointStyle } = made.datasets[0]! as unknown as {
    data: { x: number; y: number; xMin: number; xMax: number }[];
    pointStyle: string[];
  };
  return { points, shapes: pointStyle, fills: points.map((_, dataIndex) => backgroundColor({ dataIndex })) };
}

afterEach(() => document.documentElement.removeAttribute('style'));

describe('a forest plot', () => {
  test('draws the estimate and its interval as they are, in its row, and nothing where there is none', () => {
    const [sure, unsure, absent] = placeRows(chart().rows, WIDE).rows.map(({ mark }) => mark);
    expect(absent).toBeGreaterThan(unsure!);
    expect(marksOf(chart()).points).toEqual([
      { x: 0.04, y: sure, xMin: 0.03, xMax: 0.05 },
      { x: 0.01, y: unsure, xMin: -0.01, xMax: 0.03 },
    ]);
  });

  test('fills a mark whose interval leaves the line out; others are hollow', () => {
    expect(decided({ value: 0.04, low: 0.03, high: 0.05 })).toBe(true);
    expect(decided({ value: -0.04, low: -0.05, high: -0.03 })).toBe(true);
    expect(decided({ value: 0.01, low: -0.01, high: 0.03 })).toBe(false);
    expect(decided({ value: 0.6, low: 0.55, high: 0.65 }, 0.5)).toBe(true);
    expect(decided({ value: 0.6 }, 0.5)).toBe(true);
    const theme = withBody('vscode-dark', { '--vscode-charts-blue': '#123456' });
    expect(marksOf(chart(), theme).fills).toEqual(['#123456', theme.background]);
  });

  test('has the line in sight, also where all marks stand to one side of it', () => {
    const scores = chart({ from: 0.5, rows: [row('a', { value: 0.486 }), row('b', { value: 0.484 })] });
    const { low, high } = spanOf(scores);
    expect(high).toBeGreaterThan(0.5);
    expect(low).toBeLessThan(0.484);
    expect(spanOf(chart({ rows: [row('nothing', { value: 0 })] }))).toEqual({ low: -0.001, high: 0.001 });
    const banded = { ...row('a', { value: 0.01 }), band: { low: -0.3, high: 0.1 } };
    expect(spanOf(chart({ rows: [banded] })).low).toBeLessThan(-0.3);
    expect(spanOf(chart({ span: { low: 0, high: 0.1 } })).high).toBeCloseTo(0.106);
    // Next to nothing does not fill an axis: it would be labelled 5.0E-6.
    const { low: least, high: most } = spanOf(chart({ rows: [row('tiny', { value: 5e-6 })] }));
    expect([most - least > 0.0019, least < -0.0009]).toEqual([true, true]);
  });

  test('is tall enough for its rows, taller where words stand above the marks', () => {
    const many = chart({ rows: Array.from({ length: 30 }, (_, i) => row(String(i), { value: i })) });
    expect(heightOf(many, WIDE)).toBeGreaterThan(30 * 20);
    expect(heightOf(many, NARROW)).toBeGreaterThan(heightOf(many, WIDE));
    const said = { ...row('said', { value: 1 }), words: 'worth it' };
    expect(heightOf(chart({ rows: [said] }), WIDE)).toBeGreaterThan(
      heightOf(chart({ rows: [row('a', null)] }), WIDE),
    );
    const grouped = placeRows([{ group: 'item' }, {}], WIDE);
    expect(grouped.rows[0]!.heading).toBeLessThan(grouped.rows[0]!.top);
    expect(grouped.rows[1]!.heading).toBeUndefined();
  });

  test('leaves room for its words beside the marks, as far as the width allows, and cuts the rest', () => {
    const ctx = { font: '', measureText: (text: string) => ({ width: 7 * text.length }) } as Measuring;
    const theme = withBody('vscode-dark');
    expect(guttersOf(chart(), theme, ctx, NARROW)).toEqual({ left: 2, right: 2, top: 0 });
    const { left, right } = guttersOf(chart(), theme, ctx, WIDE);
    expect([left, right]).toEqual([6 * 7 + 14, 4 * 7 + 14]);
    const long = chart({ rows: [row('x'.repeat(500), null)] });
    expect(guttersOf(long, theme, ctx, WIDE).left).toBeLessThan(WIDE / 3);
    expect(cut(ctx, 'co-click', 70)).toBe('co-click');
    expect(cut(ctx, 'a name that is too long', 70)).toBe('a name th…');
  });
});

describe('the scores', () => {
  const rowsOf = (report: Report, earlier: HostToPanelPayloads['report']['earlier'] = []) =>
    answersChart({ report, earlier })?.rows ?? [];

  test('are a row for each source and model, best first, what may be users’ own future last', () => {
    expect(
      rowsOf(modelsReport()).map(({ name, note, text, words, shape }) => [name, note, text, words, shape]),
    ).toEqual([
      ['co-click', 'LIS', '+0.038 ± 0.008', 'worth aligning on', 'circle'],
      ['notellm', 'AIS', '+0.031 ± 0.007', 'adds to the ranking', 'rectRot'],
      ['prod-v2', 'AIS', '+0.009 ± 0.002', 'adds to the ranking', 'rectRot'],
      ['off-the-shelf', 'AIS', '-0.001 ± 0.003', 'alignment is the bottleneck', 'rectRot'],
      ['content', 'total LIS', '+0.075 ± 0.011', 'may be worth aligning on', 'rect'],
    ]);
    expect(rowsOf(fullReport())[0]).toMatchObject({
      point: { value: 0.0377 },
      band: { low: -0.0051 - 0.0038, high: -0.0051 + 0.0038 },
    });
  });

  test('say of what no verdict speaks of what its interval shows', () => {
    const report = modelsReport({ verdicts: [] });
    report.models[0]!.ais = estimate(-0.02, 0.01);
    const words = new Map(rowsOf(report).map((shown) => [shown.name, shown.words]));
    expect(words.get('notellm')).toBe('takes from the ranking');
    expect(words.get('off-the-shelf')).toBe('no difference shown');
    expect(words.get('co-click')).toBe('adds to the ranking');
  });

  test('have an axis that a total LIS does not press the others off', () => {
    const clipped = answersChart({ report: modelsReport(), earlier: [] })!;
    expect(clipped.span!.high).toBeCloseTo(0.046);
    expect(spanOf(clipped).high).toBeLessThan(0.0749 - 0.0111);
    const near = modelsReport();
    near.sources[1]!.lis.total = estimate(0.05, 0.001);
    expect(answersChart({ report: near, earlier: [] })!.span).toBeUndefined();
    const alone = modelsReport({ models: [] });
    alone.sources.splice(0, 1);
    expect(answersChart({ report: alone, earlier: [] })!.span).toBeUndefined();
  });

  test('mark what is of another run, and name that run', () => {
    const earlier = [{ name: 'notellm', created: '2026-10-30T08:15:00.000Z', stale: null }];
    const shown = answersChart({ report: modelsReport(), earlier })!;
    expect(shown.rows.map(({ name }) => name)).toContain('notellm ¹');
    expect(shown.axis).toBe('gain in AUC over the base · ¹ run of 2026-10-30 08:15 UTC');
  });

  test('say how sure their whiskers are, and why those of several sources are wider', () => {
    const report = fullReport();
    expect(levelWords(answers(report))).toBe('Whiskers are 95 % intervals, clustered by user.');
    report.sources[0]!.lis.transferable!.level = 0.975;
    expect(levelWords(answers(report))).toMatch(
      /^Whiskers are 95 % to 97\.5 % intervals, .* since several compete\.$/,
    );
    report.sources[1]!.lis.transferable!.level = 0.975;
    expect(levelWords(answers(report))).toMatch(/^Whiskers are 97\.5 % intervals, /);
  });

  test('tell which row was pressed', () => {
    const pressed: string[] = [];
    const shown = answersChart({ report: modelsReport(), earlier: [] }, (name) => pressed.push(name))!;
    shown.choose!(1);
    expect(pressed).toEqual(['notellm']);
  });
});

test('segments stand on one axis, under all rows, and say why one has no number', () => {
  const report = fullReport();
  const { rows, title } = segmentsChart(report.sources[0]!, report);
  expect(title).toBe('LIS of co-click by part of the rows');
  expect(rows.map(({ group, name, text }) => [group, name, text])).toEqual([
    [undefined, 'all rows', '+0.038 ± 0.008'],
    ['item', 'cold', '+0.034 ± 0.006'],
    [undefined, 'tail', '+0.031 ± 0.006'],
    [undefined, 'head', '+0.058 ± 0.006'],
    ['activity', 'low', '+0.025 ± 0.006'],
    [undefined, 'high', 'fewer than 50 positives'],
    ['coverage', 'covered', '+0.040 ± 0.006'],
    ['device', 'tablet & <phone>', '-0.002 ± 0.006'],
  ]);
});

describe('the theme', () => {
  test('is the editor’s, and in high contrast has colours of its own', () => {
    expect(withBody('vscode-light', { '--vscode-editor-foreground': '#010203' }).text).toBe('#010203');
    expect(withBody('vscode-dark').highContrast).toBe(false);
    const contrast = withBody('vscode-high-contrast');
    expect(contrast.highContrast).toBe(true);
    expect(marksOf(chart(), contrast).fills).toEqual([contrast.series[0], contrast.background]);
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
    expect(answersChart({ report, earlier: [] })!.rows.map(({ name, colour }) => [name, colour])).toEqual([
      ['co-click', 0],
      ['notellm', 2],
      ['prod-v2', 4],
      ['off-the-shelf', 3],
      ['content', 1],
    ]);
    const arm = (id: string) => report.arms.find((listed) => listed.id === id)!;
    const arms = ['base', 'leaked:co-click', 'model:notellm', 'probe:notellm:content'].map(arm);
    expect(arms.map((listed) => ofArm(listed, colourOf))).toEqual([null, 0, 2, 2]);
  });

  test('are the theme’s, and one of them nobody’s', () => {
    const theme = withBody('vscode-dark');
    expect(new Set(theme.series).size).toBe(10);
    expect(inTheme({ colour: 11 }, theme)).toBe(theme.series[1]);
    expect(inTheme({ colour: null }, theme)).toBe(theme.nobodys);
    expect(inTheme({ colour: 'error' }, theme)).toBe(theme.error);
    expect(theme.series).not.toContain(theme.nobodys);
  });

  test('are light ones for a document, whatever the theme', () => {
    const dark = withBody('vscode-dark', { '--vscode-editor-background': '#1f1f1f' });
    expect(dark.background).toBe('#1f1f1f');
    expect(lightTheme()).toMatchObject({ background: '#ffffff', text: '#3b3b3b', highContrast: false });
  });

  test('are the system’s where it forces its own', () => {
    const { matchMedia } = window;
    window.matchMedia = (media) =>
      ({ media, matches: media === '(forced-colors: active)' }) as MediaQueryList;
    const forced = withBody('vscode-dark', { '--vscode-editor-foreground': '#010203' });
    window.matchMedia = matchMedia;
    expect(forced.highContrast).toBe(true);
    expect(forced.text).not.toBe('#010203');
  });
});

describe('a label leak', () => {
  test('has a chart of its own, in the colour and the shape of errors, so that it squeezes no honest row', () => {
    const report = withLeak(fullReport(), 'recent');
    report.sources[1]!.lis.transferable = estimate(0.4, 0.01);
    expect(answersChart({ report, earlier: [] })!.rows.map(({ name }) => name)).toEqual(['co-click']);
    const leaks = leaksChart({ report, earlier: [] })!;
    expect(leaks.rows).toMatchObject([
      { name: 'recent', colour: 'error', shape: 'triangle', words: 'holds the label', point: { value: 0.4 } },
    ]);
    const theme = withBody('vscode-dark', { '--vscode-charts-red': '#ff0000' });
    expect(marksOf(leaks, theme)).toMatchObject({ fills: ['#ff0000'], shapes: ['triangle'] });
    expect(leaksChart({ report: fullReport(), earlier: [] })).toBeUndefined();
  });

  test('of the base leaves no honest row', () => {
    const report = withLeakingBase(fullReport());
    expect(answersChart({ report, earlier: [] })).toBeUndefined();
    expect(leaksChart({ report, earlier: [] })!.rows.map(({ name }) => name)).toEqual(['co-click', 'recent']);
  });
});

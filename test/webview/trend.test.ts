// @vitest-environment jsdom
/** The tab Trend in all its states, and what its charts are made of. */
import { afterEach, describe, expect, test } from 'vitest';
import type { HostToPanelPayloads } from '../../src/protocol/panel.ts';
import { factsOf } from '../../src/report/kept/run-facts.ts';
import type { Report } from '../../src/report/schema.ts';
import { rollingLines } from '../../src/report/words/rolling/proposed.ts';
import { heightOf, type LinesChart, visibleChart } from '../../webview/charts/chart.ts';
import { linesConfiguration } from '../../webview/charts/lines.ts';
import { currentTheme } from '../../webview/theme.ts';
import { runCharts } from '../../webview/views/trend/runs.ts';
import { sliceCharts } from '../../webview/views/trend/slices.ts';
import { windowCharts } from '../../webview/views/trend/windows.ts';
import { fullReport } from '../fixtures/full-report.ts';
import { withLeak, withLeakingBase } from '../fixtures/leaks.ts';
import { estimate } from '../fixtures/report.ts';
import { rollingReport, sevenWindows } from '../fixtures/rolling-report.ts';
import { cells, payload, settled, startPage, type TestPage, textOf } from './page.ts';

type History = HostToPanelPayloads['history'];

/** As the host sends them: one run a day, each with a base that is a little stronger. */
function historyOf(reports: readonly Report[], changes: Partial<History> = {}): History {
  const runs = reports.map((report, i) => {
    const { rows, metric, gains, artefact, verdict } = factsOf(report);
    const { code, severity, target } = verdict ?? {};
    const judged = code && severity && target ? { verdict: { code, severity, target } } : {};
    const created = new Date(Date.UTC(2026, 10, 1 + i, 10)).toISOString();
    return { created, rows, metric, gains, artefact, ...judged, baseAuc: 0.6 + i / 1000 };
  });
  return { runs, older: 0, damaged: 0, ...changes };
}

async function show(report: Report, history?: History): Promise<TestPage> {
  const page = startPage();
  page.send('report', payload({ report }));
  page.send('select', { tab: 'trend' });
  if (history !== undefined) page.send('history', history);
  await settled();
  return page;
}

const titles = ({ root }: TestPage) =>
  [...root.querySelectorAll('figure h3')].map((title) => title.textContent);
const sections = ({ root }: TestPage) =>
  [...root.querySelectorAll('h2.section')].map((title) => title.textContent);
const header = ({ root }: TestPage, table: string) =>
  [...root.querySelectorAll(`table[data-table="${table}"] thead th`)].map((cell) => cell.textContent);

describe('with windows', () => {
  test('says first what moved, what drifts, and what was left out', async () => {
    const page = await show(rollingReport());
    expect(sections(page)).toEqual([
      ...['Over 7 windows of 1d', 'By the length and the age of the data', 'Over the runs'],
    ]);
    const said = [...page.root.querySelectorAll('.said p')].map((line) => line.textContent);
    expect(said).toHaveLength(5);
    expect(said[0]).toBe(
      'co-click: LIS +0.0183 on average over 6 of 7 windows of 1d, +0.0211 → +0.0151, a change of -0.0061 [-0.0110, -0.0012]. drifting',
    );
    expect(said[1]).toContain('no trend can be told');
    expect(said[4]).toBe('The window of 2026-10-28 is left out: no positives.');
    expect(page.root.querySelectorAll('.said .badge')).toHaveLength(1);
  });

  test('has a chart of each number, and all of them in tables', async () => {
    const page = await show(rollingReport());
    expect(titles(page)).toEqual([
      'LIS and AIS by window',
      'Total LIS by window',
      'AUC of the base by window',
      'Freshness by window',
      'LIS by the length of the data: co-click',
      'Honest gain by the length of the data: co-click',
      'Honest gain by the age of the data: co-click',
    ]);
    expect(cells(page.root, 'trends')[0]).toEqual([
      ...['LIS of co-click', '+0.0183', '[+0.0165, +0.0201]', '-0.0061', '[-0.0110, -0.0012]', 'drifting'],
    ]);
    expect(header(page, 'windows')).toEqual([
      ...['window', 'rows', 'positives', 'base AUC', 'LIS co-click', 'LIS content', 'AIS notellm'],
      'freshness co-click',
    ]);
    const rows = cells(page.root, 'windows');
    expect(rows[0]).toEqual([
      ...['2026-10-25', '4,100', '610', '0.7251[0.7199, 0.7303]', '+0.0211[+0.0166, +0.0256]'],
      ...['+0.0703[+0.0622, +0.0784]', '+0.0031[-0.0010, +0.0072]', '+0.0035[-0.0003, +0.0073]'],
    ]);
    expect(rows[3]).toEqual([...['2026-10-28', '4,103', '0', 'left out: no positives', '–', '–', '–', '–']]);
    expect(cells(page.root, 'slices')).toEqual([
      ['co-click', 'length', '1', '+0.0233[+0.0173, +0.0293]', '+0.0101[+0.0050, +0.0152]'],
      ['co-click', 'length', '3', '+0.0314[+0.0244, +0.0384]', '+0.0187[+0.0125, +0.0249]'],
      ['co-click', 'length', '7', '+0.0377[+0.0294, +0.0460]', '+0.0242[+0.0172, +0.0312]'],
      ['co-click', 'age', '1', '–', '+0.0242[+0.0172, +0.0312]'],
      ['co-click', 'age', '2', '–', '+0.0161[+0.0095, +0.0227]'],
      ['co-click', 'age', '4', '–', '+0.0049[-0.0014, +0.0112]'],
    ]);
    for (const canvas of page.root.querySelectorAll('canvas'))
      expect(canvas.getAttribute('aria-label')).toMatch(/^Chart: .+\. The same numbers/);
  });

  test('says that none could be measured, or that the base holds the label', async () => {
    const windows = sevenWindows().windows.map(({ baseAuc: _none, ...window }) => ({
      ...{ ...window, skipped: 'too few users', sources: [], models: [] },
    }));
    const { base: _none, ...rest } = sevenWindows({ windows, sources: [], models: [] });
    const page = await show({ ...rollingReport(), rolling: rest });
    expect(textOf(page.root, '.said p')).toBe('No window could be measured.');
    const said = [...page.root.querySelectorAll('.said p')].map(({ textContent }) => textContent);
    expect(said).toEqual([said[0], expect.stringMatching(/^7 windows .*too few users/)]);
    expect(titles(page)).toEqual([]);
    const leaking = await show(withLeakingBase(rollingReport()));
    expect(textOf(leaking.root, '.said p')).toBe(
      'The base holds the label, so that no trend means anything.',
    );
    expect(titles(leaking)).toEqual([]);
  });

  test('leaves out what holds the label', async () => {
    const page = await show(withLeak(rollingReport(), 'co-click'));
    expect(titles(page)).toEqual([
      'LIS and AIS by window',
      'Total LIS by window',
      'AUC of the base by window',
    ]);
    expect(page.root.textContent).not.toContain('LIS co-click');
  });

  test('shows the last fourteen of many, and the others when asked', async () => {
    const [first] = sevenWindows().windows;
    const windows = Array.from({ length: 20 }, (_, i) => ({
      ...first!,
      from: new Date(Date.UTC(2026, 9, 1 + i)).toISOString(),
    }));
    const { root } = await show(rollingReport({ rolling: sevenWindows({ windows }) }));
    expect(cells(root, 'windows').map(([name]) => name)[0]).toBe('2026-10-07');
    root.querySelector<HTMLElement>('[data-key="fold:windows"]')!.click();
    expect(cells(root, 'windows')).toHaveLength(20);
  });
});

describe('without windows', () => {
  test('says how to ask for them, and asks the host for the kept runs', async () => {
    const evaluate = { from: '2026-10-25T00:00:00Z', to: '2026-10-31T00:00:00Z' };
    const report = fullReport({ data: { ...fullReport().data, evaluate } });
    const page = await show(report);
    expect(sections(page)).toEqual(['Over windows', 'Over the runs']);
    expect(textOf(page.root, '.said p')).toContain('add these lines to lis.yaml and evaluate again:');
    expect(textOf(page.root, '.said pre')).toBe(rollingLines(report));
    expect(page.root.querySelector('[data-key="act:rolling"]')).toBeNull();
    page.send('acts', [{ id: 'rolling', code: '', target: '', title: 'Add these windows to lis.yaml' }]);
    page.root.querySelector<HTMLElement>('[data-key="act:rolling"]')!.click();
    expect(page.posted.at(-1)).toEqual({ type: 'act', payload: { id: 'rolling' } });
    expect(page.posted.filter(({ type }) => type === 'history')).toHaveLength(1);
    expect(page.root.textContent).toContain('Reading the kept runs…');
    // Without time there are no windows.
    expect(sections(await show(fullReport()))).toEqual(['Over the runs']);
  });

  test('asks again with another report, and not while another tab is in front', async () => {
    const page = startPage();
    page.send('report', payload());
    await settled();
    const asked = () => page.posted.filter(({ type }) => type === 'history').length;
    expect(asked()).toBe(0);
    page.send('select', { tab: 'trend' });
    page.send('history', historyOf([fullReport()]));
    expect(asked()).toBe(1);
    page.send('report', payload());
    expect(asked()).toBe(2);
    page.send('select', { tab: 'run' });
    page.send('history', historyOf([fullReport(), fullReport()]));
    page.send('report', payload());
    expect(asked()).toBe(2);
    page.send('select', { tab: 'trend' });
    await settled();
    expect(cells(page.root, 'runs')).toHaveLength(2);
    expect(asked()).toBe(3);
  });
});

describe('the kept runs', () => {
  test('are drawn from the oldest, and listed from the newest', async () => {
    const older = rollingReport();
    older.sources[0]!.lis.transferable = estimate(0.0111, 0.002);
    const page = await show(rollingReport(), historyOf([older, rollingReport({ models: [] })]));
    expect(titles(page).slice(-3)).toEqual([
      ...['LIS and AIS over the runs', 'Total LIS over the runs', 'AUC of the base over the runs'],
    ]);
    expect(header(page, 'runs')).toEqual([
      ...['verdict', 'run', 'rows', 'base AUC', 'LIS co-click', 'LIS content', 'AIS notellm'],
    ]);
    expect(cells(page.root, 'runs')).toEqual([
      [
        ...['worth aligning on', '2026-11-02 10:00 UTC', '100', '0.6010', '+0.0377[+0.0294, +0.0460]'],
        ...['+0.0749[+0.0638, +0.0860]', '–'],
      ],
      [
        ...[
          'worth aligning on',
          '2026-11-01 10:00 UTCshown here',
          '100',
          '0.6000',
          '+0.0111[+0.0091, +0.0131]',
        ],
        ...['+0.0749[+0.0638, +0.0860]', '+0.0309[+0.0243, +0.0375]'],
      ],
    ]);
    const [gains, , base] = runCharts(historyOf([older, rollingReport()]).runs, rollingReport());
    expect(gains!.series.map(({ name, points }) => [name, ...points.map((point) => point?.value)])).toEqual([
      ['LIS co-click', 0.0111, 0.0377],
      ['AIS notellm', 0.0309, 0.0309],
    ]);
    expect(base!.series[0]!.points).toEqual([{ value: 0.6 }, { value: 0.601 }]);
  });

  test('lead from a row to its points, of the source that the reader chooses', async () => {
    const history = historyOf([rollingReport(), rollingReport({ models: [] })]);
    const page = await show(rollingReport(), history);
    const control = (key: string) => page.root.querySelector<HTMLElement>(`[data-key="${key}"]`)!;
    control('mark:2026-11-02T10:00:00.000Z').click();
    expect(control('mark:2026-11-02T10:00:00.000Z').getAttribute('aria-pressed')).toBe('true');
    expect(page.state()?.trend).toEqual({ run: '2026-11-02T10:00:00.000Z' });
    const choice = control('trend') as HTMLSelectElement;
    choice.value = 'co-click';
    choice.dispatchEvent(new Event('change'));
    expect(header(page, 'runs')).toEqual(['verdict', 'run', 'rows', 'base AUC', 'LIS co-click']);
    expect(titles(page)).not.toContain('Total LIS over the runs');
    control('mark:2026-11-02T10:00:00.000Z').click();
    expect(page.state()?.trend).toEqual({ part: 'co-click' });
    control('show-runs').click();
    expect(page.posted.at(-1)).toEqual({ type: 'showRuns', payload: {} });

    const [gains, base] = runCharts(history.runs, rollingReport(), {
      ...{ part: 'content', marked: '2026-11-02T10:00:00.000Z' },
    });
    expect([gains!.series.map(({ name }) => name), gains!.marked]).toEqual([['content'], 1]);
    const { elements, scales } = linesConfiguration(base!, currentTheme()).options!;
    const radius = elements!.pointWithErrorBar!.radius as (at: object) => number;
    const [other, marked] = [0, 1].map((dataIndex) => radius({ datasetIndex: 0, dataIndex }));
    expect(marked).toBeGreaterThan(other!);
    expect(scales!['x']!.grid!.display).toBe(true);
  });

  test('may be none, one, or only some that can be shown', async () => {
    const none = await show(fullReport(), historyOf([]));
    expect(none.root.textContent).toContain('No run of lis.yaml is kept.');
    expect(none.root.querySelector('table')).toBeNull();
    const single = await show(fullReport(), historyOf([fullReport()]));
    expect(single.root.textContent).toContain('One run is kept: evaluate again to see what moves.');
    expect([titles(single), cells(single.root, 'runs').length]).toEqual([[], 1]);
    const reports = [fullReport({ metric: 'gauc' }), fullReport(), fullReport()];
    const some = await show(fullReport(), historyOf(reports, { older: 1200, damaged: 2 }));
    expect(cells(some.root, 'runs')).toHaveLength(2);
    for (const sentence of [
      'Older runs that are not shown: 1,200.',
      'Runs of another metric that are not shown: 1.',
      'Reports that cannot be read: 2.',
    ])
      expect(some.root.textContent).toContain(sentence);
  });

  test('are twelve in the table at first', async () => {
    const { root } = await show(fullReport(), historyOf(Array.from({ length: 15 }, () => fullReport())));
    expect(cells(root, 'runs')).toHaveLength(12);
    root.querySelector<HTMLElement>('[data-key="fold:runs"]')!.click();
    expect(cells(root, 'runs')).toHaveLength(15);
  });

  test('of a base alone are its AUC', () => {
    const alone = fullReport({ sources: [], models: [] });
    expect(runCharts(historyOf([alone, alone]).runs, alone).map(({ title }) => title)).toEqual([
      'AUC of the base over the runs',
    ]);
  });
});

describe('a chart of lines', () => {
  const drawn = (chart: LinesChart) => linesConfiguration(chart, currentTheme());
  const [gains, total, base, fresh] = windowCharts(rollingReport(), sevenWindows());
  afterEach(() => document.documentElement.removeAttribute('style'));

  test('has a point with its interval at each place that has a number, side by side', () => {
    const [coClick, notellm] = drawn(gains!).data.datasets;
    expect(coClick!.data).toHaveLength(6);
    expect(coClick!.data.map(({ x }) => x.toFixed(2)).slice(0, 4)).toEqual(['-0.06', '0.94', '1.94', '3.94']);
    expect(notellm!.data[0]!.x.toFixed(2)).toBe('0.06');
    expect(coClick!.data[0]).toMatchObject({ y: 0.0211, yMin: 0.0211 - 0.0045, yMax: 0.0211 + 0.0045 });
    expect([coClick!.pointStyle, notellm!.pointStyle]).toEqual(['circle', 'rect']);
  });

  test('has no line over a window that was left out', () => {
    const [coClick] = drawn(gains!).data.datasets;
    const colourOf = (coClick!.segment as { borderColor: (at: object) => unknown }).borderColor;
    expect(colourOf({ p0DataIndex: 1, p1DataIndex: 2 })).toBeUndefined();
    expect(colourOf({ p0DataIndex: 2, p1DataIndex: 3 })).toBe('transparent');
  });

  test('is hollow where an interval contains 0; scores are not', () => {
    document.documentElement.style.setProperty('--vscode-charts-blue', '#123456');
    const theme = currentTheme();
    const fill = (chart: LinesChart) =>
      drawn(chart).options!.elements!.pointWithErrorBar!.backgroundColor as (at: object) => string;
    expect(fill(gains!)({ datasetIndex: 0, dataIndex: 0 })).toBe('#123456');
    expect(fill(gains!)({ datasetIndex: 1, dataIndex: 0 })).toBe(theme.background);
    expect(fill(base!)({ datasetIndex: 0, dataIndex: 0 })).toBe(theme.nobodys);
    expect(fill(fresh!)({ datasetIndex: 0, dataIndex: 0 })).toBe(theme.background);
    expect(drawn(gains!).options!.scales!['y']).toMatchObject({ suggestedMin: 0 });
    expect(drawn(base!).options!.scales!['y']).not.toHaveProperty('suggestedMin');
  });

  test('keeps totals on an axis of their own', () => {
    expect(gains!.series.map(({ name }) => name)).toEqual(['LIS co-click', 'AIS notellm']);
    expect(total!.series.map(({ name }) => name)).toEqual(['LIS content']);
  });

  test('has a place for each length, also where a source has none', () => {
    const { sources, ...rolling } = sevenWindows();
    const lengths = [{ slices: 14, lis: estimate(0.05, 0.01) }];
    const report = rollingReport({
      rolling: { ...rolling, sources: [sources[0]!, { ...sources[1]!, lengths }] },
    });
    const [byLength, honest] = sliceCharts(report);
    expect(byLength!.places).toEqual(['1', '3', '7', '14']);
    expect(byLength!.series.map(({ points }) => points.map((point) => point?.value))).toEqual([
      [0.0233, 0.0314, 0.0377, undefined],
      [undefined, undefined, undefined, 0.05],
    ]);
    expect(honest!.series).toHaveLength(1);
  });

  test('has names that can be drawn, and room for a legend', () => {
    const named = { ...gains!, series: gains!.series.map((line) => ({ ...line, name: 'a\u202eb' })) };
    expect((visibleChart(named) as LinesChart).series[0]!.name).toBe('a\\u202eb');
    expect(heightOf(gains!, 800)).toBeGreaterThan(heightOf(base!, 800));
  });
});

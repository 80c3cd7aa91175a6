// @vitest-environment jsdom
/** The page LIS Runs: the table, what is done with its rows, and the comparison of some. */

import { describe, expect, test } from 'vitest';
import chinese from '../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };
import type { HostToRunsPayloads, RunRow } from '../../src/protocol/runs.ts';
import { ComparisonSchema, receiveFromRuns } from '../../src/protocol/runs.ts';
import { compareReports } from '../../src/report/compare.ts';
import { connectRuns, RunsApp } from '../../webview/views/runs/app.ts';
import { differenceCharts } from '../../webview/views/runs/differences.ts';
import { modelsReport } from '../fixtures/models-report.ts';
import { estimate, exampleReport } from '../fixtures/report.ts';
import { englishIn, SAID } from './english.ts';
import { cells, settled, textOf } from './page.ts'; // first: what jsdom lacks

const found = (value: number, changes: Partial<NonNullable<RunRow['found']>> = {}): RunRow['found'] => ({
  verdict: { code: 'headroom', severity: 'positive', target: 'co-click' },
  artefact: false,
  metric: 'AUC',
  source: { name: 'co-click', total: false, estimate: estimate(value, 0.001) },
  baseAuc: 0.656,
  ranker: 'fm',
  seeds: 3,
  seconds: 12.3,
  rows: 3000,
  origin: 'editor',
  ...changes,
});

function row(minute: number, changes: Partial<RunRow> = {}): RunRow {
  return {
    path: `/w/.lis/runs/${minute}.json`,
    specPath: '/w/lis.yaml',
    specName: 'lis.yaml',
    name: `lis.yaml · 10:${minute} · +0.020`,
    time: `2026-11-30T10:${minute}:00.000Z`,
    ...{ pinned: false, tags: [], note: '', found: found(0.02) },
    ...changes,
  };
}

const RUNS = [
  row(31, { tags: ['weekly'], note: 'with the new log' }),
  row(29, {
    found: found(0.001, {
      verdict: { code: 'no-headroom', severity: 'info', target: 'co-click' },
      origin: 'command line',
      seeds: 5,
    }),
  }),
  row(27, {
    specPath: '/w/b.lis.yaml',
    specName: 'b.lis.yaml',
    name: 'b.lis.yaml · 10:27',
    found: found(0.5),
  }),
  (({ found: _, ...run }) => ({ ...run, problem: 'cut off' }))(row(25)),
];

function start(saved?: unknown, runs: RunRow[] = RUNS) {
  press(document.body, 'Escape'); // what explains a term of the page before
  document.body.className = 'vscode-dark';
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  let state: unknown = saved;
  const posted: { type: string; payload: unknown }[] = [];
  const host = connectRuns({
    postMessage: (message) => posted.push(message as (typeof posted)[number]),
    getState: () => state,
    setState: (next) => {
      state = next;
    },
  });
  new RunsApp(root, host).start();
  const send = <Name extends keyof HostToRunsPayloads>(type: Name, payload: HostToRunsPayloads[Name]) =>
    window.dispatchEvent(new MessageEvent('message', { data: { type, payload } }));
  send('runs', { runs, trusted: true });
  const control = <E extends HTMLElement>(key: string) =>
    [...root.querySelectorAll<E>('[data-key]')].find((element) => element.dataset['key'] === key)!;
  return {
    root,
    posted,
    send,
    control,
    state: () => state as Record<string, unknown>,
    verdicts: () => column(root, 0),
  };
}

const column = (root: HTMLElement, i: number) =>
  cells(root, 'runs').map((shown) => shown[i]?.replace(/^[☆★]/, ''));

function type(box: HTMLInputElement, text: string): void {
  box.value = text;
  box.dispatchEvent(new Event('input'));
}

/** @returns whether the browser goes on to do what the key does by itself */
function press(element: HTMLElement, key: string): boolean {
  return element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

describe('the table of runs', () => {
  test('has the verdict first, in words, then name, gain, base and what people wrote', () => {
    const { root } = start();
    const [header] = [...root.querySelectorAll('thead tr')].map((line) =>
      [...line.children].map((cell) => cell.textContent),
    );
    expect(header).toEqual([...['verdict', 'run', 'LIS', 'base AUC', 'tags', 'note', 'time taken', 'seeds']]);
    expect(cells(root, 'runs')[0]).toEqual([
      ...['☆worth aligning on', 'lis.yaml · 10:31 · +0.020fm · editor', '+0.020 ± 0.001co-click', '0.6560'],
      ...['weekly', 'with the new log', '12.3 s', '3'],
    ]);
    expect(column(root, 0)).toEqual([
      ...['worth aligning on', 'not worth aligning on', 'worth aligning on', 'damaged report'],
    ]);
    expect(column(root, 1)[1]).toContain('command line');
    expect(textOf(root, '[role="status"]')).toBe('4 of 4 runs');
  });

  test('has a column of AIS where a run has a model', () => {
    const model = { name: 'notellm', estimate: estimate(0.009, 0.001) };
    const { root } = start(undefined, [row(31, { found: found(0.02, { model }) })]);
    expect(textOf(root, 'thead')).toContain('AIS');
    expect(column(root, 3)).toEqual(['+0.0090 ± 0.0010notellm']);
  });

  test('sorts by any column, and remembers how', () => {
    const { root, control, state, verdicts } = start();
    control('sort:runs:lis').click();
    expect(column(root, 2).map((text) => text?.split(' ')[0])).toEqual(['+0.500', '+0.020', '+0.0010', '–']);
    expect(root.querySelector('[aria-sort="descending"]')?.textContent).toContain('LIS');
    expect(state()['sort']).toEqual({ runs: { column: 'lis', descending: true } });
    control('sort:runs:verdict').click();
    expect(verdicts()[0]).toBe('damaged report');
    const again = start(state());
    expect(again.verdicts()[0]).toBe('damaged report');
  });

  test('is filtered by words over name, tags, note and verdict, and keeps the box in focus', () => {
    const { root, control, state } = start();
    const box = control<HTMLInputElement>('filter');
    box.focus();
    for (const [text, count] of [
      ['weekly', 1],
      ['NEW LOG', 1],
      ['not worth', 1],
      ['b.lis', 1],
      ['lis.yaml aligning', 3],
      ['nothing like it', 0],
    ] as const) {
      type(box, text);
      expect([text, cells(root, 'runs').length]).toEqual([text, count]);
    }
    expect(root.textContent).toContain('No run is like that.');
    expect(document.activeElement).toBe(box);
    expect(state()['filter']).toBe('nothing like it');
  });

  test('shows the runs of one spec, or of all', () => {
    const { root, control, send, state } = start();
    const choice = control<HTMLSelectElement>('spec');
    expect([...choice.options].map(({ text }) => text)).toEqual([
      ...['All specs of the workspace', 'b.lis.yaml', 'lis.yaml'],
    ]);
    choice.value = '/w/b.lis.yaml';
    choice.dispatchEvent(new Event('change'));
    expect(column(root, 1)).toEqual([expect.stringContaining('b.lis.yaml · 10:27')]);
    expect(state()['specPath']).toBe('/w/b.lis.yaml');
    send('select', {});
    expect(cells(root, 'runs')).toHaveLength(4);
    expect(state()['specPath']).toBeUndefined();
  });

  test('opens, pins and deletes', () => {
    const { control, posted } = start();
    const { path } = RUNS[1]!;
    control(`open:${path}`).click();
    control(`pin:${path}`).click();
    expect(control('delete').hasAttribute('disabled')).toBe(true);
    control<HTMLInputElement>(`select:${path}`).click();
    expect(control('delete').hasAttribute('disabled')).toBe(false);
    control('delete').click();
    expect(posted.slice(1)).toEqual([
      { type: 'open', payload: { path } },
      { type: 'pin', payload: { path, pinned: true } },
      { type: 'delete', payload: { paths: [path] } },
    ]);
    expect(control(`pin:${path}`).getAttribute('aria-pressed')).toBe('false');
    expect(control(`select:${path}`).getAttribute('aria-label')).toBe('Select lis.yaml · 10:29 · +0.020');
  });

  test('takes tags and notes in place: Enter keeps them, Escape gives them up', () => {
    const { root, control, posted } = start();
    const { path } = RUNS[0]!;
    control(`tags:${path}`).click();
    const box = control<HTMLInputElement>(`tags:${path}:box`);
    expect(document.activeElement).toBe(box);
    expect(box.value).toBe('weekly');
    box.value = 'weekly, wide';
    expect(press(box, 'a')).toBe(true);
    expect(press(box, 'Enter')).toBe(false); // it would press the button, which has the focus again
    expect(posted.at(-1)).toEqual({
      type: 'annotate',
      payload: { path, tags: ['weekly', ' wide'] }, // the note in sight may be older than the one that is kept
    });
    expect(document.activeElement).toBe(control(`tags:${path}`));
    control(`note:${path}`).click();
    control<HTMLInputElement>(`note:${path}:box`).value = 'gone';
    press(control(`note:${path}:box`), 'Escape');
    expect(posted.at(-1)?.payload).toMatchObject({ tags: ['weekly', ' wide'] });
    expect(root.textContent).toContain('with the new log');
    control(`note:${path}`).click();
    control<HTMLInputElement>(`note:${path}:box`).value = 'another';
    press(control(`note:${path}:box`), 'Enter');
    expect(posted.at(-1)).toEqual({ type: 'annotate', payload: { path, note: 'another' } });
  });

  test.each([
    ['one long tag', 't'.repeat(600)],
    ['many tags', 'tag,'.repeat(200)],
    ['commas alone', ','.repeat(600)],
  ])('sends no tags and no note that the host would refuse: %s', (_, written) => {
    const { control, posted } = start();
    const { path } = RUNS[0]!;
    for (const key of [`tags:${path}`, `note:${path}`]) {
      control(key).click();
      const box = control<HTMLInputElement>(`${key}:box`);
      box.value = written.slice(0, box.maxLength); // more cannot be typed
      press(box, 'Enter');
      expect(posted.at(-1)?.type).toBe('annotate');
      expect(receiveFromRuns(posted.at(-1))).not.toHaveProperty('problem');
    }
  });

  test('does not take away what somebody is writing when a run comes', () => {
    const { root, control, send } = start();
    const { path } = RUNS[0]!;
    control(`note:${path}`).click();
    const box = control<HTMLInputElement>(`note:${path}:box`);
    send('runs', { runs: [row(40), ...RUNS], trusted: true });
    expect(box.isConnected).toBe(true);
    expect(cells(root, 'runs')).toHaveLength(4);
    press(box, 'Escape');
    expect(cells(root, 'runs')).toHaveLength(5);
  });

  test('in a workspace without trust can be read, and not be written', () => {
    const { root, control, send } = start();
    send('runs', { runs: RUNS, trusted: false });
    expect(control(`tags:${RUNS[0]!.path}`)).toBeUndefined();
    expect(cells(root, 'runs')[0]).toContain('with the new log');
  });

  test('says that there is none', () => {
    expect(start(undefined, []).root.textContent).toContain('No run yet.');
  });
});

function reports() {
  const [a, b] = [exampleReport(), exampleReport()];
  for (const report of [a, b]) report.inputs = [];
  b.sources[0]!.lis.transferable = estimate(0.03, 0.001);
  a.spec.options = { seeds: 3, 'sources.co-click.window': 7 };
  b.spec.options = { seeds: 3, 'sources.co-click.window': 3 };
  return compareReports(
    [RUNS[1]!, RUNS[0]!].map(({ name }, i) => ({ name, report: [a, b][i]! })),
    () => ({ low: 0.01, high: 0.04 }),
  );
}

describe('comparing', () => {
  const paths = [RUNS[1]!.path, RUNS[0]!.path];

  test('takes two or more that can be read', () => {
    const { root, control, posted } = start();
    const choose = (i: number) => control<HTMLInputElement>(`select:${RUNS[i]!.path}`).click();
    expect(control('compare').hasAttribute('disabled')).toBe(true);
    choose(0);
    choose(3);
    expect(control('compare').hasAttribute('disabled')).toBe(true);
    choose(3);
    choose(1);
    expect(control('compare').textContent).toBe('Compare 2 runs');
    control('compare').click();
    expect(posted.at(-1)).toEqual({ type: 'compare', payload: { paths: [RUNS[0]!.path, RUNS[1]!.path] } });
    expect(root.textContent).toContain('Comparing…');
  });

  test('says first what differs, then which settings, then all numbers', async () => {
    const { root, control, send, posted, state } = start();
    send('comparison', { paths, comparison: ComparisonSchema.parse(reports()) });
    await settled();
    expect(textOf(root, 'h1')).toBe('Comparison of 2 runs');
    expect(textOf(root, '.said')).toContain('co-click: LIS is higher in B than in A, by +0.0288 [');
    expect(cells(root, 'settings')).toEqual([['sources.co-click.window', '7', '3']]);
    expect([...root.querySelectorAll('figure h3')].map(({ textContent }) => textContent)).toEqual([
      'What changed',
    ]);
    expect(cells(root, 'estimates')[0]).toEqual(
      expect.arrayContaining(['co-click', 'transferable LIS', expect.stringContaining('+0.0288[')]),
    );
    expect(cells(root, 'arms')[0]?.[0]).toBe('base');
    expect(textOf(root, '.letters')).toContain('B lis.yaml · 10:31 · +0.020 worth aligning on');
    control('document').click();
    expect(posted.at(-1)).toEqual({ type: 'document', payload: { paths } });
    expect(state()['comparing']).toEqual(paths);
    control('back').click();
    expect(cells(root, 'runs')).toHaveLength(4);
  });

  test('draws each difference with its interval, by run', () => {
    const comparison = ComparisonSchema.parse(reports());
    const [chart, ...others] = differenceCharts(comparison);
    expect(others).toEqual([]);
    expect(chart).toMatchObject({
      kind: 'forest',
      title: 'What changed',
      axis: 'difference of AUC, B − A',
      rows: [
        { name: 'co-click', note: 'LIS', shape: 'circle', text: '+0.0288' },
        { name: 'AUC of the base', text: '+0.0000', words: 'higher, [+0.0100, +0.0400]' },
      ],
    });
    const { low, high, value } = chart!.rows[0]!.point!;
    expect(value).toBeCloseTo(0.03 - 0.00123, 10);
    const [, interval] = comparison.estimates[0]!.intervals;
    expect([low, high]).toEqual([interval!.low, interval!.high]);
    const three = compareReports(
      [modelsReport(), modelsReport(), modelsReport()].map((report, i) => ({ name: `${i}`, report })),
    );
    const charts = differenceCharts(ComparisonSchema.parse(JSON.parse(JSON.stringify(three))));
    expect(charts.map(({ title }) => title)).toEqual(['What changed', 'What changed of the total LIS']);
    expect(charts[0]!.rows.flatMap(({ group }) => group ?? [])).toEqual(['B against A', 'C against A']);
    expect(charts[0]!.rows).toContainEqual(
      expect.objectContaining({ name: 'notellm', note: 'AIS', shape: 'rectRot' }),
    );
    expect(charts[0]!.rows[0]!.words).toMatch(/^no difference shown, \[-.*\]\*$/);
  });

  test('is asked for again after a reload, and says why where it cannot be', async () => {
    const { root, posted, send } = start({ filter: '', sort: {}, comparing: paths });
    expect(posted).toContainEqual({ type: 'compare', payload: { paths } });
    send('comparison', { paths, asked: paths, problem: 'They are reports of other data.' });
    await settled();
    expect(textOf(root, '[role="alert"]')).toBe('They are reports of other data.');
  });

  test('does not come back once the reader has gone on', async () => {
    const comparison = ComparisonSchema.parse(reports());
    const answer = { paths, asked: paths, comparison };
    const gone = start({ comparing: paths });
    gone.control('back').click();
    gone.send('comparison', answer);
    await settled();
    expect(textOf(gone.root, 'h1')).toBe('Runs');
    expect(gone.state()['comparing']).toBeUndefined();
    const shown = start({ comparing: paths });
    shown.send('select', {});
    shown.send('comparison', answer);
    await settled();
    expect(textOf(shown.root, 'h1')).toBe('Runs');
    const other = start({ comparing: [RUNS[2]!.path, RUNS[0]!.path] });
    other.send('comparison', answer);
    await settled();
    expect(other.root.textContent).toContain('Comparing…');
  });

  test('takes the answer in the order of the host, and one that was asked for elsewhere', async () => {
    const comparison = ComparisonSchema.parse(reports());
    const { root, send, state } = start({ comparing: [...paths].reverse() });
    send('comparison', { paths, asked: [...paths].reverse(), comparison });
    await settled();
    expect(root.textContent).not.toContain('Comparing…');
    expect(state()['comparing']).toEqual(paths);
    const elsewhere = start();
    elsewhere.send('comparison', { paths, comparison });
    await settled();
    expect(textOf(elsewhere.root, 'h1')).toBe('Comparison of 2 runs');
  });
});

test('has no word of English in Chinese, in the table and in a comparison', async () => {
  const runs = RUNS.map((run) => ({ ...run, tags: [], note: '', ...(run.problem && { problem: SAID }) }));
  const { root, send } = start(undefined, runs);
  send('strings', chinese);
  send('runs', { runs, trusted: true });
  await settled();
  expect(englishIn(root)).toEqual([]);
  send('comparison', {
    paths: [RUNS[1]!.path, RUNS[0]!.path],
    comparison: ComparisonSchema.parse(reports()),
  });
  await settled();
  const found = englishIn(root);
  send('strings', {});
  expect(found).toEqual(['sources.co-click.window']); // a key of the spec
});

import { describe, expect, it } from 'vitest';
import { localTime } from '../../../../src/common/format.ts';
import type { PastRun } from '../../../../src/report/kept/history.ts';
import { factsOf } from '../../../../src/report/kept/run-facts.ts';
import type { Report, Verdict } from '../../../../src/report/schema.ts';
import { partIcon, runIcon, specIcon, verdictIcon } from '../../../../src/vscode/side/icons.ts';
import { inOrder } from '../../../../src/vscode/state/runs/order.ts';
import { type SpecFacts, specState } from '../../../../src/vscode/state/spec-state.ts';
import { statusText } from '../../../../src/vscode/status/titles.ts';
import {
  partDescription,
  runDescription,
  runLabel,
  specDescription,
} from '../../../../src/vscode/words/descriptions.ts';
import { withLeak } from '../../../fixtures/leaks.ts';
import { modelsReport } from '../../../fixtures/models-report.ts';
import { exampleReport } from '../../../fixtures/report.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));
const created = Date.parse('2026-11-01T10:00:00.000Z');
const twoHoursLater = created + 7_200_000;

const verdict = (code: Verdict['code'], severity: Verdict['severity'] = 'info'): Verdict => ({
  code,
  severity,
  target: 'co-click',
  message: 'message',
  action: 'action',
});
const reportWith = (...verdicts: Verdict[]): Report => exampleReport({ verdicts });
const state = (facts: Partial<SpecFacts> = {}) =>
  specState({
    running: undefined,
    problem: undefined,
    failure: undefined,
    report: undefined,
    earlier: [],
    stale: undefined,
    staleParts: new Map(),
    ...facts,
  });
const report = reportWith(verdict('headroom', 'positive'));
const running = { message: 'training base', fraction: 0.439 };
const problem = { sentence: 'unknown key', line: 6 };
const failure = { sentence: 'no column usr_id', line: 4 };

describe('a spec in the tree and in the status item', () => {
  it.each<[string, Partial<SpecFacts>, string, string, string]>([
    ['before its first run', {}, 'not evaluated yet', 'circle-large-outline', 'LIS: ready'],
    [
      'evaluated',
      { report },
      'worth aligning on: co-click +0.0012 · base AUC 0.7355 · 2 h ago',
      'pass',
      'LIS: worth aligning on: co-click +0.0012',
    ],
    [
      'evaluated by a version without verdicts',
      { report: reportWith() },
      'base AUC 0.7355 · 2 h ago',
      'graph',
      'LIS: evaluated',
    ],
    [
      'stale',
      { report, stale: ['a.csv'] },
      'worth aligning on: co-click +0.0012 · base AUC 0.7355 · 2 h ago · stale: a.csv changed',
      'history',
      'LIS: stale',
    ],
    ['running', { running, report }, '43 % · training base', 'sync~spin', 'LIS: training base … 43 %'],
    ['broken', { problem, report }, 'line 7: unknown key', 'error', 'LIS: error in the spec'],
    ['failed', { failure, report }, 'line 5: no column usr_id', 'error', 'LIS: the last run failed'],
    [
      'failed elsewhere',
      { failure: { sentence: 'out of memory', line: undefined } },
      'out of memory',
      'error',
      'LIS: the last run failed',
    ],
  ])('%s', (_name, facts, description, icon, status) => {
    expect(specDescription(state(facts), twoHoursLater, t)).toBe(description);
    expect(specIcon(state(facts)).id).toBe(icon);
    expect(statusText(state(facts), t)).toBe(status);
  });

  it('puts what runs before what is broken, and that before an old failure', () => {
    expect(state({ running, problem, failure, report }).kind).toBe('running');
    expect(state({ problem, failure, report }).kind).toBe('broken');
    expect(state({ failure, report }).kind).toBe('failed');
  });
});

it('a model in the tree has the icon of its own verdict', () => {
  const models = state({ report: modelsReport() });
  expect(partIcon(models, 'off-the-shelf').id).toBe('warning');
  expect(partIcon(models, 'notellm').id).toBe('graph');
  expect(partIcon(models, 'new').id).toBe('circle-large-outline');
});

describe('a source in the tree', () => {
  const told = (facts: Partial<SpecFacts>, name = 'co-click', found: string[] = []) =>
    partDescription(state(facts), name, found, twoHoursLater, t);

  it('says that it is being evaluated, and not that it never was', () => {
    expect(told({})).toBe('not evaluated yet');
    expect(told({ running })).toBe('being evaluated');
    expect(told({ running, report }, 'co-click', ['LIS +0.0012'])).toBe(
      'being evaluated · worth aligning on · LIS +0.0012',
    );
    const ofOne = { ...running, parts: ['swing'] };
    expect(told({ running: ofOne })).toBe('not evaluated yet');
    expect(told({ running: ofOne }, 'swing')).toBe('being evaluated');
    expect(partIcon(state({ running: ofOne }), 'swing').id).toBe('sync~spin');
    expect(partIcon(state({ running: ofOne }), 'co-click').id).toBe('circle-large-outline');
  });

  it('says why it is stale, and how old its result is where that is of an earlier run', () => {
    const staleParts = new Map([['co-click', ['a.csv']]]);
    expect(told({ report, staleParts }, 'co-click', ['LIS +0.0012'])).toBe(
      'worth aligning on · LIS +0.0012 · stale: a.csv changed',
    );
    expect(partIcon(state({ report, staleParts }), 'co-click').id).toBe('history');
    expect(told({ report, staleParts }, 'swing', ['LIS +0.0100'])).toBe('LIS +0.0100');
    const earlier = [{ name: 'co-click', created: new Date(created).toISOString(), stale: null }];
    expect(told({ report, earlier }, 'co-click', ['LIS +0.0012'])).toBe(
      'worth aligning on · LIS +0.0012 · 2 h ago',
    );
  });

  it('has the icon of its own verdict', () => {
    expect(partIcon(state({ report }), 'co-click').id).toBe('pass');
    expect(partIcon(state({ report, running }), 'co-click').id).toBe('sync~spin');
    expect(partIcon(state({ report }), 'swing').id).toBe('circle-large-outline');
    expect(partIcon(state(), 'co-click').id).toBe('circle-large-outline');
  });
});

it.each<[Verdict['code'], Verdict['severity'], string]>([
  ['headroom', 'positive', 'pass'],
  ['no-headroom', 'info', 'circle-slash'],
  ['underpowered', 'info', 'question'],
  ['self-evidence', 'warning', 'warning'],
  ['artefact', 'warning', 'warning'],
  ['freshness-limited', 'info', 'info'],
  ['cold-start-opportunity', 'positive', 'pass'],
  ['low-coverage', 'warning', 'warning'],
  ['ranker-dependent', 'warning', 'warning'],
  ['alignment-bottleneck', 'warning', 'warning'],
  ['data-bottleneck', 'info', 'info'],
  ['exceeds-reference', 'info', 'info'],
  ['content-cannot-express', 'info', 'info'],
])('the verdict %s (%s) has the icon %s', (code, severity, icon) => {
  expect(verdictIcon(verdict(code, severity)).id).toBe(icon);
});

describe('a run in the history', () => {
  const time = '2026-11-01T10:00:00.000Z';
  const run: PastRun = {
    path: '/w/a.json',
    time,
    pinned: false,
    tags: [],
    note: '',
    content: { facts: factsOf(report) },
  };
  const damaged: PastRun = { ...run, path: '/w/b.json', content: { problem: 'cut off' } };

  it('says the verdict first, then what it found', () => {
    const now = Date.parse('2026-11-01T10:05:00.000Z');
    const clock = localTime(time).split(' ')[1];
    expect(runLabel(run, t, now)).toBe(`worth aligning on · +0.001 · ${clock}`);
    expect(runLabel(run, t, now + 86_400_000)).toBe(`worth aligning on · +0.001 · ${localTime(time)}`);
    expect(runLabel(damaged, t, now)).toBe(`damaged report · ${clock}`);
    const leak: PastRun = { ...run, content: { facts: factsOf(withLeak(report, 'co-click')) } };
    expect(runLabel(leak, t, now)).toBe(`holds the label · ${clock}`);
    expect(runDescription(run, 'lis.yaml', t)).toBe('lis.yaml · co-click · AUC 0.7355');
    expect(runDescription(run, 'lis.yaml', t, 'window 7 → 3')).toBe(
      'lis.yaml · window 7 → 3 · co-click · AUC 0.7355',
    );
    expect(runDescription({ ...run, tags: ['weekly'] }, 'lis.yaml', t)).toMatch(/ · weekly$/);
    const both: PastRun = { ...run, content: { facts: factsOf(modelsReport()) } };
    expect(runDescription(both, 'lis.yaml', t)).toBe('lis.yaml · co-click · AUC 0.6003');
    const bare: PastRun = { ...run, content: { facts: factsOf(exampleReport({ sources: [] })) } };
    expect(runDescription(bare, 'lis.yaml', t)).toBe('lis.yaml · AUC 0.7355');
    expect(runDescription(damaged, 'lis.yaml', t)).toBe('lis.yaml');
  });

  it('shows damage before a pin, and a pin before the verdict', () => {
    expect(runIcon(run).id).toBe('pass');
    expect(runIcon({ ...run, pinned: true }).id).toBe('pinned');
    expect(runIcon({ ...damaged, pinned: true }).id).toBe('error');
  });

  it('stands below pinned ones, then by age', () => {
    const runs = [
      { time: '2026-11-01T10:00:00.000Z', pinned: false },
      { time: '2026-11-03T10:00:00.000Z', pinned: false },
      { time: '2026-10-01T10:00:00.000Z', pinned: true },
      { time: '2026-11-02T10:00:00.000Z', pinned: false },
    ];
    expect(inOrder(runs).map(({ time }) => time.slice(5, 10))).toEqual(['10-01', '11-03', '11-02', '11-01']);
    expect(runs[0]!.pinned).toBe(false);
  });
});

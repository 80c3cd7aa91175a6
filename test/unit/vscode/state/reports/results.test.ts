import { describe, expect, it } from 'vitest';
import type { Report } from '../../../../../src/report/schema.ts';
import {
  type CheckedReport,
  earlierRuns,
  knownReport,
} from '../../../../../src/vscode/state/reports/results.ts';
import { fullReport } from '../../../../fixtures/full-report.ts';
import { modelsReport } from '../../../../fixtures/models-report.ts';
import { estimate } from '../../../../fixtures/report.ts';

const fresh = (): undefined => undefined;

function checked(path: string, report: Report, staleInputs: string[] = []): CheckedReport {
  return { path, report, staleInputs };
}

/** As `lis evaluate --source NAME` would write it. */
function alone(name: string, created: string, changes: Partial<Report> = {}): Report {
  const { gate: _gate, ...report } = fullReport();
  return {
    ...report,
    created,
    spec: { ...report.spec, only: [name] },
    sources: report.sources
      .filter((source) => source.name === name)
      .map((source) => ({ ...source, coverage: 0.123 })),
    verdicts: report.verdicts.filter(({ target }) => target === name),
    inputs: report.inputs.slice(0, 1),
    ...changes,
  };
}

const whole = fullReport();
const second = whole.sources[1]!.name;
const newest = alone(second, '2026-11-09T10:00:00.000Z');

describe('what surfaces show of a spec', () => {
  it('is the newest report itself where that is about all sources', () => {
    const known = knownReport([checked('new', whole), checked('old', fullReport())])!;
    expect(known.latest).toBe(whole);
    expect(earlierRuns(known, fresh)).toEqual([]);
    expect(knownReport([])).toBeUndefined();
  });

  it('is every source, in the order of the last whole run, each with its own last numbers and verdicts', () => {
    const known = knownReport([checked('new', newest), checked('old', whole)])!;
    expect(known.latest.sources).toEqual([whole.sources[0], newest.sources[0]]);
    expect(known.latest.verdicts).toEqual(whole.verdicts);
    expect(known.report).toBe(newest);
  });

  it('has arms, inputs and costs of the newest run, and no gate that it did not judge', () => {
    const { latest } = knownReport([checked('new', newest), checked('old', whole)])!;
    const { sources: _s, verdicts: _v, ...rest } = latest;
    const { sources: _ns, verdicts: _nv, ...expected } = newest;
    expect(rest).toEqual(expected);
    expect(latest).not.toHaveProperty('gate');
  });

  it('names the sources of earlier runs, and why each is stale', () => {
    const known = knownReport([checked('new', newest, ['b.csv']), checked('old', whole)])!;
    const [first] = whole.sources;
    const earlier = { name: first!.name, created: whole.created };
    expect(earlierRuns(known, fresh)).toEqual([{ ...earlier, stale: null }]);
    const stale = earlierRuns(known, ({ name, path }) => `${name} of ${path} changed`);
    expect(stale).toEqual([{ ...earlier, stale: `${first!.name} of old changed` }]);
  });

  it('never puts differences of another metric beside those of the newest run', () => {
    const inGauc = alone(second, newest.created, { metric: 'gauc' });
    const known = knownReport([checked('new', inGauc), checked('old', whole)])!;
    expect(known.latest.sources.map(({ name }) => name)).toEqual([second]);
    expect([...known.sources.keys()]).toEqual([second]);
  });
});

describe('models', () => {
  const before = modelsReport();
  const time = '2026-11-09T10:00:00.000Z';
  const model = before.models[0]!;
  /** As a run of the model alone would be: no sources, so no shares and no verdicts on them. */
  const ofModel = alone('-', time, { models: [{ ...model, captured: {}, notCaptured: {}, probes: [] }] });
  ofModel.spec.only = ['notellm'];

  it('stay where they were when another part is evaluated alone', () => {
    const known = knownReport([
      checked('new', alone('co-click', time, { models: [] })),
      checked('old', before),
    ])!;
    expect(known.latest.models).toEqual(before.models);
    expect(known.latest.sources.map(({ name, coverage }) => [name, coverage])).toEqual([
      ['co-click', 0.123],
      ['content', 0.8625],
    ]);
    expect(known.latest.verdicts.map(({ target }) => target)).toEqual([
      'co-click',
      'co-click',
      'content',
      'off-the-shelf',
    ]);
    expect(earlierRuns(known, fresh).map(({ name }) => name)).toEqual([
      'content',
      'notellm',
      'off-the-shelf',
      'prod-v2',
    ]);
  });

  it('keep the LIS that they were held against where the source alone has been evaluated since', () => {
    const newer = { ...before.sources[1]!, lis: { total: estimate(0.0912, 0.01) } };
    const known = knownReport([
      checked('new', alone('-', time, { sources: [newer], models: [], verdicts: [] })),
      checked('old', before),
    ])!;
    expect(known.latest.sources[1]).toEqual(newer);
    const content = before.sources[1]!.lis.total;
    expect(earlierRuns(known, fresh).map(({ name, lis }) => [name, lis])).toEqual([
      ['co-click', undefined],
      ['notellm', { content }],
      ['off-the-shelf', { content }],
      ['prod-v2', { content }],
    ]);
  });

  it('evaluated alone have their own last result, and leave the rest', () => {
    const known = knownReport([checked('new', ofModel), checked('old', before)])!;
    expect(known.latest.models).toEqual([ofModel.models[0], ...before.models.slice(1)]);
    expect(known.latest.sources).toEqual(before.sources);
    expect(known.models.get('notellm')?.path).toBe('new');
    expect(known.models.get('prod-v2')?.path).toBe('old');
  });

  it('that were sources once are what they were last', () => {
    const source = { ...before.sources[0]!, name: 'notellm' };
    const known = knownReport([
      checked('new', ofModel),
      checked('old', { ...before, sources: [source], models: [] }),
    ])!;
    expect([...known.sources.keys()]).toEqual([]);
    expect([...known.models.keys()]).toEqual(['notellm']);
    const back = knownReport([
      checked('new', alone('-', time, { sources: [source], models: [] })),
      checked('old', { ...before, sources: [] }),
    ])!;
    expect([...back.sources.keys()]).toEqual(['notellm']);
    expect([...back.models.keys()]).toEqual(['off-the-shelf', 'prod-v2']);
  });
});

/** What the editor says of objectives in a line, in hovers and at the names of sources, without an editor. */
import { describe, expect, it } from 'vitest';
import type { ObjectiveReport, Report, Verdict } from '../../../src/report/schema.ts';
import { hoverAt } from '../../../src/specfile/authoring/hover.ts';
import { specHash } from '../../../src/specfile/hash.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { modelHover } from '../../../src/vscode/hover/model.ts';
import { objectiveHover } from '../../../src/vscode/hover/objective.ts';
import { sourceHover } from '../../../src/vscode/hover/source.ts';
import { verdictMarks } from '../../../src/vscode/problems/verdicts.ts';
import { type CheckedReport, lastResults } from '../../../src/vscode/state/reports/results.ts';
import { objectiveFacts, saysBy } from '../../../src/vscode/words/titles.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { byTime } from '../../fixtures/objective-report.ts';
import { estimate, exampleReport } from '../../fixtures/report.ts';
import { covered, HEAD } from '../specfile/support.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));

const text = `${HEAD}sources:
  - {name: co-click, build: co-click}
  - {name: swing, build: swing}
objectives:
  - {name: time, weight: dwell_ms}
`;
const hash = specHash(parseSpec(text).spec!);

const verdict = (target: string, code: Verdict['code']): Verdict => ({
  ...{ code, severity: 'warning', target, message: `${code} of ${target}.`, action: 'Do it.' },
});

/** By time, co-click gains nothing and swing 0.0005. */
function checked(change: (time: ObjectiveReport) => void = () => undefined, names = ['co-click', 'swing']) {
  const report = exampleReport();
  const sources = names.map((name) => ({ ...report.sources[0]!, name }));
  const time = byTime({ ...report, sources });
  time.sources = sources.map((source) => ({
    ...source,
    lis: {
      transferable: estimate(source.name === 'swing' ? 0.0005 : 0.0001, 0.0002),
      total: estimate(0.03, 0.01),
    },
  }));
  change(time);
  const whole: Report = { ...report, spec: { ...report.spec, hash }, sources, objectives: [time] };
  return { path: 'r.json', report: whole, staleInputs: [] } satisfies CheckedReport;
}
const says = (...reports: CheckedReport[]) => saysBy('time', lastResults(reports).sources);

describe('over an objective', () => {
  it('stands the source that gains most by it, with its verdict', () => {
    const [best, other] = says(checked());
    expect([best!.name, other!.name]).toEqual(['swing', 'co-click']);
    expect(objectiveFacts('time', other!, undefined, t)).toEqual([
      ...['time', 'not worth aligning on', 'co-click LIS +0.0001 ±0.0002'],
    ]);
    expect(objectiveFacts('time', best!, 'a.csv changed', t).join(' · ')).toBe(
      'time · swing LIS +0.0005 ±0.0002 · stale: a.csv changed',
    );
  });

  it('stands no gain of what holds the label while another source has one', () => {
    const leaking = checked((time) => {
      time.verdicts = [verdict('swing', 'label-leak')];
    });
    expect(says(leaking).map(({ name }) => name)).toEqual(['co-click', 'swing']);
    const [, leak] = says(leaking);
    expect(objectiveFacts('time', leak!, undefined, t)).toEqual(['time', '❌ label leak']);
  });

  it('stands what the last run of each source said, where a run was of one alone', () => {
    const alone = checked(
      (time) => {
        time.sources[0]!.lis.transferable = estimate(0.002, 0.0002);
      },
      ['co-click'],
    );
    expect(says(alone, checked()).map(({ name, lis }) => [name, lis.value])).toEqual([
      ['co-click', 0.002],
      ['swing', 0.0005],
    ]);
  });

  it('stands nothing before a run by it', () => {
    expect(saysBy('value', lastResults([checked()]).sources)).toEqual([]);
    expect(says()).toEqual([]);
  });
});

describe('hovers', () => {
  it('over a source and a model have a row for each objective', () => {
    const results = lastResults([checked()]);
    expect(sourceHover(results.sources.get('swing')!, Date.now(), undefined, t)).toMatch(
      /\| LIS by time&nbsp;&nbsp; \| \+0\.0005&nbsp;&nbsp; \| \+0\.0003 … \+0\.0007 \|/,
    );
    const report = modelsReport();
    const [notellm] = report.models;
    report.objectives = [{ ...byTime(report), models: [{ ...notellm!, ais: estimate(-0.001, 0.0002) }] }];
    const ofModels = lastResults([{ path: 'r.json', report, staleInputs: [] }]).models;
    expect(modelHover(ofModels.get('notellm')!, Date.now(), undefined, t)).toMatch(
      /\| AIS by time.*-0\.0010/,
    );
  });

  it('over the name of an objective have a row for each source', () => {
    const at = hoverAt(parseSpec(text), text.indexOf('name: time') + 7);
    expect(at?.part).toEqual({ section: 'objectives', name: 'time' });
    expect(objectiveHover('time', says(checked()), t)).toBe(
      [
        '**time**',
        '',
        '| | LIS&nbsp;&nbsp; | 95 % interval |',
        '|---|---:|---|',
        '| swing&nbsp;&nbsp; | +0.0005&nbsp;&nbsp; | +0.0003 … +0.0007 |',
        '| co-click, not worth aligning on&nbsp;&nbsp; | +0.0001&nbsp;&nbsp; | -0.0001 … +0.0003 |',
      ].join('\n'),
    );
  });
});

it('the verdict that depends on the objective is marked on its source', () => {
  const found = checked();
  found.report.verdicts = [verdict('co-click', 'headroom'), verdict('co-click', 'objective-dependent')];
  const marks = verdictMarks(parseSpec(text), { ...found, ...lastResults([found]) }, t);
  expect(marks.map(({ range, code, severity }) => [covered(text, range), code, severity])).toEqual([
    ['co-click', 'headroom', 'warning'],
    ['co-click', 'objective-dependent', 'warning'],
  ]);
});

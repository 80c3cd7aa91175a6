import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report, Verdict } from '../../../../../src/report/schema.ts';
import { barText } from '../../../../../src/vscode/findings/glance/bar-words.ts';
import {
  GLANCES,
  type Glance,
  glanceOf,
  glancesByLine,
} from '../../../../../src/vscode/findings/glance/kinds.ts';
import { type SpecFacts, specState } from '../../../../../src/vscode/state/spec-state.ts';
import { withLeak } from '../../../../fixtures/leaks.ts';
import { estimate, exampleReport } from '../../../../fixtures/report.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));
const verdict = (
  code: Verdict['code'],
  severity: Verdict['severity'] = 'info',
  target = 'co-click',
): Verdict => ({
  ...{ code, severity, target },
  message: '',
  action: 'Do it.',
});

describe('at a glance', () => {
  it.each<[Glance | undefined, Verdict[]]>([
    ['worth', [verdict('headroom', 'positive')]],
    ['worth', [verdict('headroom', 'positive'), verdict('low-coverage')]],
    ['undecided', [verdict('headroom')]],
    ['undecided', [verdict('headroom', 'positive'), verdict('label-suspect', 'warning')]],
    ['not-worth', [verdict('headroom'), verdict('artefact', 'warning')]],
    ['not-worth', [verdict('no-headroom')]],
    ['undecided', [verdict('no-headroom', 'warning')]],
    ['undecided', [verdict('underpowered', 'warning')]],
    ['leak', [verdict('label-leak', 'error')]],
    ['not-worth', [verdict('alignment-bottleneck', 'warning')]],
    [undefined, [verdict('drifting')]],
    [undefined, []],
  ])('is %s', (glance, verdicts) => {
    expect(glanceOf(verdicts)).toBe(glance);
  });

  it('has one sign a line, a leak before all, and none of the base but its leak', () => {
    const verdicts = [
      verdict('headroom', 'positive', 'a'),
      verdict('label-leak', 'error', 'b'),
      verdict('no-headroom', 'info', 'c'),
      verdict('label-suspect', 'warning', 'the base'),
    ];
    const lines: Record<string, number[]> = { a: [3], b: [4, 5], c: [5], 'the base': [1] };
    expect([...glancesByLine(verdicts, (target) => lines[target]!)]).toEqual([
      [3, 'worth'],
      [4, 'leak'],
      [5, 'leak'],
    ]);
  });

  it('has a sign of its own shape for light and dark themes', () => {
    const outlines = GLANCES.map((glance) =>
      ['light', 'dark'].map((theme) => {
        const path = join(import.meta.dirname, '../../../../../media/gutter', `${glance}-${theme}.svg`);
        expect(existsSync(path)).toBe(true);
        return readFileSync(path, 'utf8').replace(/#[0-9a-f]{6}/g, '');
      }),
    );
    for (const [light, dark] of outlines) expect(light).toBe(dark);
    expect(new Set(outlines.map(([light]) => light)).size).toBe(GLANCES.length);
  });
});

describe('the status bar', () => {
  const said = (facts: Partial<SpecFacts>) =>
    barText(
      specState({
        ...{ running: undefined, problem: undefined, failure: undefined, report: undefined },
        ...{ earlier: [], stale: undefined, staleParts: new Map(), ...facts },
      }),
      'lis.yaml',
      t,
    );
  const report: Report = exampleReport({ verdicts: [verdict('headroom', 'positive')] });
  report.sources[0]!.lis.transferable = estimate(0.0203, 0.0051);

  it('has the answer, its sign, the sentence and what to do', () => {
    const { icon, text, tooltip, spoken } = said({ report });
    expect([icon, text]).toEqual(['pass', 'LIS: worth aligning on +0.020']);
    expect(tooltip).toEqual([
      'lis.yaml',
      'co-click is worth aligning on: it could raise this ranker (AUC 0.735) by up to 0.020 ± 0.005 AUC.',
      '→ Do it.',
    ]);
    expect(spoken).toMatch(/^Leakage Impact Score of lis\.yaml: worth aligning on \+0\.020\. co-click is/);
  });

  it.each<[string, string, Partial<SpecFacts>]>([
    ['circle-large-outline', 'LIS: not evaluated yet', {}],
    ['sync~spin', 'LIS: 43 %', { report, running: { message: 'training base', fraction: 0.439 } }],
    ['error', 'LIS: error in the spec', { report, problem: { sentence: 'unknown key', line: 1 } }],
    ['error', 'LIS: the last run failed', { failure: { sentence: 'no rows', line: undefined } }],
    ['history', 'LIS: worth aligning on +0.020 (stale)', { report, stale: ['a.csv'] }],
    ['error', 'LIS: label leak: dwell_ms', { report: withLeak(report, 'co-click') }],
    ['graph', 'LIS: evaluated', { report: exampleReport() }],
  ])('with the sign %s says "%s"', (icon, text, facts) => {
    expect(said(facts)).toMatchObject({ icon, text });
  });

  it('says why what it shows is stale, and what is wrong', () => {
    expect(said({ report, stale: ['data/a.csv'] }).tooltip[1]).toBe('stale: a.csv changed');
    expect(said({ problem: { sentence: 'unknown key', line: 1 } }).tooltip).toEqual([
      'lis.yaml',
      'unknown key',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Report, SourceReport } from '../../../src/report/schema.ts';
import { renderTable, TABLE_WIDTH } from '../../../src/report/terminal/table.ts';
import { openingSentences } from '../../../src/report/words/opening.ts';
import { withLeak, withLeakingBase } from '../../fixtures/leaks.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { estimate, exampleReport } from '../../fixtures/report.ts';
import { stagedBase, stagedReport, tunedSearch } from '../../fixtures/staged-report.ts';

const ofBase = (changes: Partial<Report>) => openingSentences(exampleReport(changes))[0];
const source = (name: string, value: number, half = 0.001, pHolm = 0.001): SourceReport => {
  const [first] = exampleReport().sources;
  return { ...first!, name, lis: { ...first!.lis, transferable: { ...estimate(value, half), pHolm } } };
};
const ofGain = (sources: Report['sources'], changes: Partial<Report> = {}) =>
  openingSentences(exampleReport({ sources, ...changes }))[1];

describe('how strong the base is', () => {
  it('is said with what logistic regression reaches, where the report has that', () => {
    expect(ofBase({ base: stagedBase() })).toBe(
      'Without the preference data, the base (a tuned factorisation machine) has an AUC of 0.7355; logistic regression has 0.6017.',
    );
    const { curve: _, ...alone } = stagedBase();
    expect(ofBase({ base: alone })).toBe(
      'Without the preference data, the base (a tuned factorisation machine) has an AUC of 0.7355.',
    );
    expect(ofBase({ base: alone, sources: [] })).toMatch(/^The base \(a tuned factorisation machine\) has/);
    expect(openingSentences({ ...modelsReport(), sources: [] })[0]).toMatch(/^Without the models, the base/);
  });

  it('is said with what the options are, and that it is weak', () => {
    const search = tunedSearch({ trials: tunedSearch().trials.slice(0, 1), chosen: 0, weak: true });
    expect(ofBase({ base: stagedBase({ search }) })).toBe(
      'Without the preference data, the base (a factorisation machine with the options of the spec; weak, since simpler rankers come close) has an AUC of 0.7355; logistic regression has 0.6017.',
    );
  });

  it('is said of a ranker of a later version by its name', () => {
    for (const kind of ['ffm', 'constructor'])
      expect(ofBase({ ranker: { kind }, base: stagedBase() })).toMatch(
        new RegExp(` the base \\(a tuned ${kind}\\) has an AUC of 0\\.7355; logistic regression has`),
      );
  });

  it('is said of other bases by what they are', () => {
    const { headRows } = stagedBase();
    const sentenceFor = (ranker: Report['ranker'], base: Report['base'] = { headRows }) =>
      ofBase({ ranker, base });
    expect(sentenceFor({ kind: 'logged', score: 'pctr' })).toMatch(
      / the base \(the score that production logged, `pctr`\) has/,
    );
    expect(sentenceFor({ kind: 'gbdt', bins: 32 })).toMatch(/ the base \(boosted trees\) has/);
    expect(sentenceFor({ kind: 'command', command: ['python', 'my rank.py'] })).toMatch(
      / the base \(the program `python "my rank\.py"`\) has/,
    );
    expect(sentenceFor({ kind: 'lr' }, stagedBase())).toMatch(
      / \(tuned logistic regression\) has an AUC of 0\.7355\.$/,
    );
    expect(ofBase({})).toBe(
      'Without the preference data, the base (a factorisation machine, trained anew for each arm) has an AUC of 0.7355.',
    );
    expect(ofBase({ base: { search: tunedSearch() } })).toBe(
      'Without the preference data, the base (a tuned factorisation machine, trained anew for each arm) has an AUC of 0.7355.',
    );
  });
});

describe('what the preference data adds', () => {
  it('is said of the source that adds most, if its interval and Holm’s p show it', () => {
    expect(ofGain([source('swing', 0.003)])).toBe(
      'The preference data swing adds +0.0030 AUC (95 % interval +0.0020 to +0.0040).',
    );
    expect(ofGain([source('co-click', 0.002), source('swing', 0.003)])).toBe(
      'Of the preference data, swing adds most: +0.0030 AUC (95 % interval +0.0020 to +0.0040).',
    );
    expect(ofGain([source('swing', 0.003, 0.001, 0.2)])).toBe(
      'It is not certain that the preference data swing adds anything: +0.0030 AUC (95 % interval +0.0020 to +0.0040).',
    );
    expect(ofGain([source('co-click', -0.002), source('swing', 0.003, 0.004)], { metric: 'gauc' })).toBe(
      'It is not certain that any of the preference data adds anything; swing comes nearest: +0.0030 GAUC (95 % interval -0.0010 to +0.0070).',
    );
  });

  it('leaves out what rests on users’ own future, unless there is nothing else, and says so', () => {
    const declared = source('pairs', 0);
    declared.lis = { total: estimate(0.3, 0.01) };
    expect(ofGain([declared, source('swing', 0.003)])).toMatch(/^The preference data swing adds \+0\.0030/);
    expect(ofGain([declared])).toBe(
      "The preference data pairs adds +0.3000 AUC (95 % interval +0.2900 to +0.3100), users' own later clicks included.",
    );
  });

  it('is not said of what holds the label', () => {
    const both = exampleReport({ sources: [source('co-click', 0.5), source('swing', 0.003)] });
    expect(openingSentences(withLeak(both, 'co-click'))[1]).toMatch(/^The preference data swing adds/);
    expect(openingSentences(withLeakingBase(both))[1]).toBe(
      'The base holds the label, so that no gain over it means anything.',
    );
  });

  it('is said of models where there are no sources, but not of scores, and not at all without either', () => {
    expect(openingSentences({ ...modelsReport(), sources: [] })[1]).toBe(
      'Of the models, notellm adds most: +0.0309 AUC (95 % interval +0.0243 to +0.0375).',
    );
    expect(openingSentences(exampleReport({ sources: [] }))).toHaveLength(1);
  });
});

it('stands under the title of the table, within its width', () => {
  const report = stagedReport();
  report.sources[0]!.name = 'c'.repeat(200);
  const [title, ...lines] = renderTable(report, { colour: false }).split('\n');
  expect(title).toMatch(/^Leakage Impact Score/);
  const opening = lines.slice(0, lines.indexOf(''));
  expect(opening.join(' ')).toBe(openingSentences(report).join(' '));
  expect(Math.max(...opening.map(({ length }) => length))).toBeLessThanOrEqual(TABLE_WIDTH);
});

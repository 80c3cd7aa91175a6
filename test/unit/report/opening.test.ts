import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/schema.ts';
import { renderTable, TABLE_WIDTH } from '../../../src/report/terminal/table.ts';
import { openingSentences } from '../../../src/report/words/opening.ts';
import { summaryOf } from '../../../src/report/words/summary.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { exampleReport } from '../../fixtures/report.ts';
import { stagedBase, stagedReport, tunedSearch } from '../../fixtures/staged-report.ts';

const ofBase = (changes: Partial<Report>) => openingSentences(exampleReport(changes))[1];
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
    expect(openingSentences({ ...modelsReport(), sources: [] })[1]).toMatch(/^Without the models, the base/);
  });

  it('is said with what the options are, and that it is weak', () => {
    const search = tunedSearch({ trials: tunedSearch().trials.slice(0, 1), chosen: 0, weak: true });
    expect(ofBase({ base: stagedBase({ search }) })).toBe(
      'Without the preference data, the base (a factorisation machine with the options of the spec; weak, since a simpler ranker does as well) has an AUC of 0.7355; logistic regression has 0.6017.',
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

it('opens with the answer of the run', () => {
  const report = exampleReport();
  expect(openingSentences(report)[0]).toBe(summaryOf(report).sentence);
  expect(openingSentences({ ...report, arms: [] })).toHaveLength(1);
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

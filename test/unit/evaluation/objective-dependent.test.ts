import { expect, it } from 'vitest';
import { withObjectives } from '../../../src/evaluation/judge/objective-dependent.ts';
import type { ObjectiveReport, Verdict } from '../../../src/report/schema.ts';
import { fullReport } from '../../fixtures/full-report.ts';
import { estimate } from '../../fixtures/report.ts';

const said = (code: Verdict['code'], target = 'co-click'): Verdict => ({
  ...{ code, target, severity: 'info', message: 'As it is.', action: 'Go on.' },
});

function objective(name: string, lis: number, ...verdicts: Verdict[]): ObjectiveReport {
  const [source] = fullReport().sources;
  return {
    ...{ name, label: 'click', weight: 'seconds', metric: 'weighted-auc', positiveRate: 0.1, baseValue: 0.7 },
    arms: [],
    sources: [{ ...source!, lis: { transferable: estimate(lis, 0.001), total: estimate(0.1, 0.01) } }],
    models: [],
    verdicts,
  };
}

it('says by which objectives the opposite holds, right after the headline', () => {
  const found = withObjectives(
    [said('headroom'), said('self-evidence')],
    [objective('time', 0.0001, said('no-headroom')), objective('sales', 0.03, said('headroom'))],
  );
  expect(found.map(({ code }) => code)).toEqual(['headroom', 'objective-dependent', 'self-evidence']);
  expect(found[1]).toMatchObject({
    target: 'co-click',
    severity: 'warning',
    message: expect.stringMatching(
      /^By the label of the log this data has headroom; it has none by time \+0\.0001 \[.*\]\.$/,
    ),
  });
});

it('says it the other way round, too, of each objective', () => {
  const objectives = ['time', 'sales'].map((name) => objective(name, 0.03, said('headroom')));
  const [, found] = withObjectives([said('no-headroom')], objectives);
  expect(found!.message).toMatch(/has no headroom; it has headroom by time .*; sales /);
});

it('says nothing where an objective has too little data, agrees, or is not of the source', () => {
  const same = [said('headroom')];
  for (const verdict of [said('underpowered'), said('headroom'), said('no-headroom', 'other')])
    expect(withObjectives(same, [objective('time', 0, verdict)])).toEqual(same);
  expect(withObjectives([said('underpowered')], [objective('time', 0.03, said('headroom'))])).toHaveLength(1);
});

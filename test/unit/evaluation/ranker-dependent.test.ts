import { describe, expect, it } from 'vitest';
import { rankersOf, withFirstRanker } from '../../../src/evaluation/arms/rankers.ts';
import { type RankerSays, withRankerDependence } from '../../../src/evaluation/judge/ranker-dependent.ts';
import { verdicts } from '../../../src/evaluation/judge/verdicts.ts';
import { SpecSchema } from '../../../src/specfile/schema.ts';
import { estimate, fullReport } from '../report/sample.ts';

/** What a ranker says whose LIS of `co-click` is 0.01 ± 2 · se, and that of `editorial` as in the sample. */
function says(kind: string, se: number): RankerSays {
  const { arms, sources } = fullReport();
  const judged = sources.map((source) =>
    source.name === 'co-click'
      ? { ...source, lis: { ...source.lis, transferable: estimate(0.01, se, 0.01) } }
      : source,
  );
  return {
    kind,
    arms,
    sources: judged,
    verdicts: judged.flatMap((source) => verdicts(source, { minimumGain: 0.001 })),
  };
}

describe('a verdict under several rankers', () => {
  const sure = says('fm', 0.001);
  const unsure = says('deepfm', 0.01);

  it('stands alone where they agree', () => {
    expect(withRankerDependence(sure, [says('deepfm', 0.002)])).toEqual(sure.verdicts);
    expect(withRankerDependence(sure, [])).toEqual(sure.verdicts);
  });

  it('is followed by ranker-dependent where they do not, and says what each found', () => {
    const found = withRankerDependence(sure, [unsure]);
    expect(found.filter(({ code }) => code !== 'ranker-dependent')).toEqual(sure.verdicts);
    const at = found.findIndex(({ code }) => code === 'ranker-dependent');
    expect(found[at - 1]).toMatchObject({ code: 'headroom', target: 'co-click' });
    expect(found[at]).toMatchObject({ target: 'co-click', severity: 'warning' });
    expect(found[at]!.message).toBe(
      'The verdict depends on the ranker: headroom with fm (LIS +0.0100 [+0.0080, +0.0120]), ' +
        'underpowered with deepfm (LIS +0.0100 [-0.0100, +0.0300]).',
    );
    expect(found[at]!.action).toContain('AUC of the base: fm 0.7003, deepfm 0.7003');
    expect(found.filter(({ code }) => code === 'ranker-dependent')).toHaveLength(1);
  });

  it('is silent where nothing is judged', () => {
    expect(withRankerDependence({ ...sure, verdicts: [] }, [{ ...unsure, verdicts: [] }])).toEqual([]);
  });
});

describe('the rankers of a spec', () => {
  const spec = (more: object) =>
    SpecSchema.parse({ version: 1, log: { path: 'x', user: 'u', item: 'i', label: 'y' }, ...more });

  it('are `ranker` alone, or `rankers` with its options for its own kind', () => {
    expect(rankersOf(spec({ ranker: { kind: 'fm', factors: 8 } }))).toMatchObject([
      { kind: 'fm', factors: 8 },
    ]);
    const ranker = { kind: 'fm', learningRate: 0.1 };
    const both = spec({ ranker, rankers: ['deepfm', 'fm', { kind: 'lr', l2: 1 }] });
    expect(rankersOf(both)).toMatchObject([
      { kind: 'deepfm', hidden: [64, 32] },
      { kind: 'fm', learningRate: 0.1 },
      { kind: 'lr', l2: 1 },
    ]);
    expect(rankersOf(withFirstRanker(both))).toMatchObject([{ kind: 'deepfm', hidden: [64, 32] }]);
    expect(rankersOf(withFirstRanker(both))).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../../src/data/profile.ts';
import { besideScore, chooseScore } from '../../../src/draft/logged-score.ts';
import { column } from './support.ts';

type Kind = NonNullable<ColumnProfile['score']>;
interface Case {
  kind?: Kind;
  rising?: number;
  /** Whether all rows of a label hold the same value. */
  constant?: boolean;
  outcome?: boolean;
}

/** What is chosen of columns with these names. */
function chosen(cases: Record<string, Case>, labelled = true) {
  const names = Object.keys(cases);
  return chooseScore({
    columns: names.map((name) => column(name, { score: cases[name]!.kind })),
    features: names.map((name) => ({ name, type: 'numeric', why: '0 to 1' })),
    outcomes: names.filter((name) => cases[name]!.outcome).map((name) => ({ name, why: 'x' })),
    facts: new Map(
      labelled
        ? names.map((name) => {
            const { rising = 0.6, constant } = cases[name]!;
            return [name, { rising, only: [constant ? { value: '0', others: 9 } : undefined, undefined] }];
          })
        : [],
    ),
  });
}

describe('chooseScore', () => {
  it('takes the one column that is a probability without doubt', () => {
    expect(
      chosen({ pctr: { kind: 'probability', rising: 0.64 }, price: {}, score: { kind: 'score' } }),
    ).toEqual({
      value: 'pctr',
      taken: true,
      why: expect.stringContaining('AUC 0.6400'),
    });
  });

  it('proposes what may be one, and the best first where several are', () => {
    const single = chosen({ score: { kind: 'score', rising: 0.6 } });
    expect(single).toMatchObject({ value: 'score', taken: false });
    const two = chosen({
      pcvr: { kind: 'probability', rising: 0.58 },
      pctr: { kind: 'probability', rising: 0.64 },
      score: { kind: 'score', rising: 0.7 },
    });
    expect(two).toMatchObject({ value: 'pctr', taken: false, why: expect.stringMatching(/; or pcvr$/) });
  });

  it('takes nothing where the label is not known', () => {
    const found = chosen({ pctr: { kind: 'probability' } }, false);
    expect(found).toMatchObject({ value: 'pctr', taken: false });
    expect(found!.why).not.toContain('AUC');
  });

  it('takes nothing that orders the rows as an outcome does', () => {
    expect(chosen({ pctr: { kind: 'probability', rising: 0.95, outcome: true } })).toMatchObject({
      taken: false,
    });
  });

  it.each([
    ['no column that is one', { price: {} }],
    ['the label', { pctr: { kind: 'probability', rising: 0.9995, outcome: true } }],
    [
      'what one label always has',
      { pctr: { kind: 'probability', rising: 0.8, constant: true, outcome: true } },
    ],
    ['the inverted label', { pctr: { kind: 'probability', rising: 0.0005, outcome: true } }],
    ['what says nothing', { pctr: { kind: 'probability', rising: 0.505 } }],
    ['what says the opposite', { score: { kind: 'score', rising: 0.4 } }],
  ] satisfies [string, Record<string, Case>][])('finds none in %s', (_what, cases) => {
    expect(chosen(cases)).toBeUndefined();
  });
});

describe('besideScore', () => {
  const features = ['pctr', 'hour'].map((name) => ({ name, type: 'numeric' as const, why: '0 to 1' }));

  it('a base is not a feature as well', () => {
    const { features: kept, left } = besideScore(features, { value: 'pctr', taken: true, why: '' });
    expect(kept.map(({ name }) => name)).toEqual(['hour']);
    expect(left).toEqual([{ name: 'pctr', why: 'it is the base: see `ranker`' }]);
  });

  it('what may be the base stays a feature that says so', () => {
    const { features: kept, left } = besideScore(features, { value: 'pctr', taken: false, why: '' });
    expect(kept.map(({ why }) => why)).toEqual([expect.stringMatching(/^0 to 1; .*`ranker`$/), '0 to 1']);
    expect(left).toEqual([]);
  });

  it('leaves features alone without a score, and one that is not a feature', () => {
    expect(besideScore(features, undefined)).toEqual({ features, left: [] });
    expect(besideScore(features, { value: 'other', taken: true, why: '' })).toEqual({ features, left: [] });
  });
});

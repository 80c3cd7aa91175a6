import { describe, expect, it } from 'vitest';
import { labelVerdicts } from '../../../src/evaluation/judge/label-leak.ts';
import { THE_BASE } from '../../../src/report/words/label-leak.ts';
import { SpecSchema } from '../../../src/specfile/schema.ts';

const spec = SpecSchema.parse({
  version: 1,
  log: { path: 'log.csv', user: 'u', item: 'i', label: 'y', time: 't', features: ['watched', 'hour'] },
  sources: [
    { name: 'joined', columns: ['dwell', 'scroll'] },
    { name: 'co-click', build: 'co-click' },
  ],
  models: [{ name: 'scores', predictions: 'p.csv', baseline: 'b.csv', score: 's', key: ['u', 'i'] }],
});

interface Facts {
  base?: [name: string, auc: number][];
  joined?: [name: string, auc: number][];
  arms?: Record<string, number>;
  rows?: { positives: number; negatives: number };
}

/** What is judged of a run with these AUCs, lines being numbered by the depth of the path. */
function judge({ base = [], joined = [], arms = {}, rows = { positives: 100, negatives: 400 } }: Facts) {
  const scored = new Map(Object.entries({ base: 0.7, ...arms }).map(([id, auc]) => [id, { auc }]));
  const run = {
    rows,
    scored,
    columns: base.map(([name, auc], index) => ({ name, auc, specPath: ['log', 'features', index] })),
    sources: [
      {
        name: 'joined',
        kind: 'columns',
        headline: 'leaked-total',
        columns: joined.map(([name, auc]) => ({ name, auc })),
      },
      { name: 'co-click', kind: 'co-click', headline: 'leaked', columns: [{ name: 'max', auc: 0.6 }] },
    ],
    models: [{ name: 'scores', kind: 'predictions', columns: [] }],
  };
  const found = labelVerdicts(run as never, spec, (path) => ({ specPath: [...path], line: path.length + 4 }));
  return { leaks: [...found.leaks.values()], suspects: [...found.suspects.values()] };
}
const targets = (facts: Facts) => judge(facts).leaks.map(({ target }) => target);

describe('a label leak', () => {
  it('is a column that ranks nearly perfectly alone, with its evidence and its line', () => {
    const { leaks } = judge({
      joined: [
        ['scroll', 0.62],
        ['dwell', 0.99],
      ],
    });
    expect(leaks).toEqual([
      {
        code: 'label-leak',
        severity: 'error',
        target: 'joined',
        message:
          'The column `dwell` of joined (line 8) ranks the evaluation rows with AUC 0.9900 alone: it holds the label, or what is known only after it.',
        action: 'Take it out of the source, and evaluate what is left.',
        columns: [{ name: 'dwell', auc: 0.99, specPath: ['sources', 0, 'columns', 1], line: 8 }],
      },
    ]);
    expect(targets({ joined: [['dwell', 0.9899]] })).toEqual([]);
  });

  it('of the base leaves no source with a verdict of its own, but for leaks of theirs', () => {
    const base: Facts['base'] = [
      ['watched', 0.9999],
      ['hour', 0.51],
    ];
    const { leaks } = judge({ base, arms: { 'leaked:co-click': 0.9999, 'leaked-total:joined': 0.9999 } });
    expect(leaks.map(({ target, message }) => [target, message.slice(0, 40)])).toEqual([
      [THE_BASE, 'The column `watched` of the base (line 7'],
      ['joined', 'The base holds the label (`watched` (AUC'],
      ['co-click', 'The base holds the label (`watched` (AUC'],
    ]);
    expect(leaks[0]!.columns).toEqual([
      { name: 'watched', auc: 0.9999, specPath: ['log', 'features', 0], line: 7 },
    ]);
    expect(judge({ base, joined: [['dwell', 1]] }).leaks[1]!.message).toContain(
      'The column `dwell` of joined',
    );
  });

  it('is an arm that ranks nearly perfectly, though no column does', () => {
    const { leaks } = judge({
      base: [
        ['hour', 0.71],
        ['watched', 0.97],
      ],
      arms: { base: 0.999 },
    });
    expect(leaks[0]!.message).toBe(
      'The base ranks the evaluation rows with AUC 0.9990: what it reads holds the label, or what is known only after it. Its strongest column alone is `watched` (AUC 0.9700, line 7).',
    );
    expect(targets({ arms: { 'placebo:co-click': 0.9995 } })).toEqual(['co-click']);
    expect(targets({ arms: { 'leaked:co-click': 0.9989 } })).toEqual([]);
  });

  it('is no matter of users’ own future where the source is judged without it', () => {
    expect(targets({ arms: { 'leaked-total:co-click': 1 } })).toEqual([]);
    expect(targets({ arms: { 'leaked-total:joined': 1 } })).toEqual(['joined']);
  });

  it('is in score files too, forwards or backwards, with the model or without', () => {
    expect(targets({ arms: { 'model:scores': 0.9991 } })).toEqual(['scores']);
    expect(targets({ arms: { 'model:scores': 0.0002 } })).toEqual(['scores']);
    expect(judge({ arms: { 'baseline:scores': 1 } }).leaks[0]!.message).toMatch(
      /^The baseline scores of scores rank/,
    );
  });

  it('is not told from chance by a handful of rows', () => {
    expect(targets({ joined: [['dwell', 1]], rows: { positives: 9, negatives: 400 } })).toEqual([]);
    expect(targets({ joined: [['dwell', 1]], rows: { positives: 10, negatives: 10 } })).toEqual(['joined']);
  });
});

describe('what may hold the label', () => {
  it('is a base, or a column, that ranks better than honest ones do', () => {
    const { suspects, leaks } = judge({
      base: [
        ['hour', 0.6],
        ['watched', 0.88],
      ],
      arms: { base: 0.93 },
    });
    expect(leaks).toEqual([]);
    expect(suspects).toHaveLength(1);
    expect(suspects[0]).toMatchObject({ code: 'label-suspect', severity: 'warning', target: THE_BASE });
    expect(suspects[0]!.message).toContain(
      'AUC 0.9300: the strongest column alone is `watched` (AUC 0.8800, line 7)',
    );
    expect(
      judge({
        joined: [
          ['dwell', 0.93],
          ['scroll', 0.91],
        ],
      }).suspects[0]!.message,
    ).toBe(
      'Columns of joined rank the evaluation rows suspiciously well: the strongest columns alone are `dwell` (AUC 0.9300, line 8) and `scroll` (AUC 0.9100, line 8).',
    );
  });

  it('is not said of what does hold it', () => {
    expect(judge({ base: [['watched', 1]], arms: { base: 1 } }).suspects).toEqual([]);
    expect(judge({ base: [['hour', 0.8]], joined: [['dwell', 0.8]], arms: { base: 0.85 } }).suspects).toEqual(
      [],
    );
  });
});

import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { HEAD, marked, told } from './support.ts';

const without = 'version: 1\nlog: {path: a.csv, user: u, item: i, label: y}\n';
const ready = 'split: {column: part, train: a, evaluate: b}\n';
const log = (log: string): string => `version: 1\nlog: {path: a.csv, ${log}}\n`;

/** Severity and message of each problem, without its place. */
const said = (text: string): string[] => told(text).map((line) => line.replace(/^\S+ /, ''));

describe('time', () => {
  it('is needed without a ready-made split', () => {
    expect(told(without)).toEqual([
      '2:1 error `log` has no `time`; name its time column, or give a ready-made split: {column: …, train: …, evaluate: …}',
    ]);
    expect(marked(without)).toEqual(['log']);
    expect(said(`${without}split: {from: 3}\n`)[0]).toContain('`log` has no `time`');
    expect(told(without + ready)).toEqual([]);
  });

  it('is needed by built sources, counts and history', () => {
    const built = `${without}${ready}sources: [{name: a, build: co-click}]\n`;
    expect(said(built)).toEqual([
      'error source `a` is built from what happened before each row, and without `log.time` nothing tells before from after; name the time column, or use columns of the log as the source',
    ]);
    expect(marked(built)).toEqual(['co-click']);
    const counts = `${log('user: u, item: i, label: y, counts: true')}${ready}`;
    expect(said(counts)[0]).toMatch(
      /^error counts are as of the row’s time, and without `log.time` there is none/,
    );
    expect(marked(counts)).toEqual(['true']);
    const pairs = said(`${without}${ready}sources: [{name: a, pairs: p, left: l, right: r}]\n`);
    expect(pairs.join()).toContain('without `log.time` there is no history');
  });

  it('without it, columns are a source, counts can be off, and slices do nothing', () => {
    expect(said(`${without}${ready}sources: [{name: a, columns: [c]}]\n`)).toEqual([]);
    expect(said(log('user: u, item: i, label: y, counts: false') + ready)).toEqual([]);
    expect(said(`${without}split: {column: part, train: a, evaluate: b, slices: 5}\n`)).toEqual([
      'warning `slices` divide the timeline, and without `log.time` there is none; it has no effect',
    ]);
  });
});

describe('names', () => {
  it('are unique among sources and models', () => {
    const text = `${HEAD}sources:\n  - {name: a, build: co-click}\n  - {name: b, build: co-click}\n  - {name: a, build: co-click}\n`;
    expect(told(text)).toEqual([
      '6:12 error two sources are called `a`; line 4 has the name already, and reports need it to be unique',
    ]);
    const models = `${HEAD}models: [{name: m, embeddings: e, item: i, vector: v}, {name: m, embeddings: e, item: i, vector: v}]\n`;
    expect(said(models)).toEqual([expect.stringContaining('two models are called `m`')]);
    const both = `${HEAD}sources:\n  - {name: m, build: co-click}\nmodels:\n  - {name: m, embeddings: e, item: i, vector: v}\n`;
    expect(told(both)).toEqual([
      '6:12 error a source and a model are called `m`; line 4 has the name already, and reports need it to be unique',
    ]);
  });
});

describe('windows', () => {
  const source = (options: string, split = ''): string =>
    `${HEAD}${split}sources: [{name: a, build: co-click, ${options}}]\n`;

  it('raw counts drift over all slices', () => {
    const text = source('weight: raw, window: all');
    expect(said(text)).toEqual([
      'error raw counts over `window: all` grow from slice to slice, so that their scale tells the date; give a number of slices, or `weight: cosine`',
    ]);
    expect(marked(text)).toEqual(['all']);
    expect(said(source('weight: cosine, window: all'))).toEqual([]);
    expect(said(source('weight: raw, window: 5'))).toEqual([]);
    expect(said(source('weight: raw, window: all', 'split: {from: 2026-01-01}\n'))).toHaveLength(1);
  });

  it('a window that covers every slice drifts too, which is worth a warning', () => {
    expect(said(source('weight: raw, window: 10'))[0]).toMatch(
      /^warning raw counts grow while the window fills/,
    );
    expect(parseSpec(source('weight: raw')).spec?.sources).toHaveLength(1);
  });

  it('cannot be longer than the timeline', () => {
    expect(said(source('window: 14'))).toEqual([
      'error the window of 14 slices is longer than the 10 slices that the timeline has by default; use at most 10, or `all`, or raise `split.slices`',
    ]);
    expect(said(source('window: 14', 'split: {evaluate: 20%, slices: 12}\n'))[0]).toContain(
      'the 12 slices that the timeline has; use at most 12',
    );
    expect(said(source('window: 14', 'split: {evaluate: 20%, slices: 14}\n'))).toEqual([]);
    expect(said(source('window: 14', 'split: {evaluate: 20%, slices: daily}\n'))).toEqual([]);
  });

  it('the default window fits any timeline', () => {
    expect(said(source('history: 5', 'split: {evaluate: 20%, slices: 4}\n'))).toEqual([]);
  });
});

describe('a time range', () => {
  it.each([
    ['{from: 2026-10-24, to: 2026-10-24}', '2026-10-24', /ends before it begins/],
    [
      '{from: 2026-10-24T12:00:00+02:00, to: 2026-10-24T10:00:00Z}',
      '2026-10-24T10:00:00Z',
      /ends before it begins/,
    ],
    ['{from: 20, to: 10}', '10', /`to` \(10\) must be later than `from` \(20\)/],
    ['{from: "20", to: "3"}', '"3"', /`to` \(3\) must be later/],
    ['{from: yesterday}', 'yesterday', /`yesterday` is not a date; write one such as 2026-10-24/],
    ['{from: 2026-02-30, to: 2026-13-01}', '2026-02-30', /`2026-02-30` is not a date/],
    ['{from: 2026-10-24, to: 1761264000}', '1761264000', /must be of one kind/],
  ])('%s', (split, mark, message) => {
    const text = `${HEAD}split: ${split}\n`;
    expect(said(text)[0]).toMatch(message);
    expect(marked(text)[0]).toBe(mark);
    expect(parseSpec(text).spec).toBeUndefined();
  });

  it('is fine when it is one', () => {
    for (const split of ['{from: 2026-10-24}', '{from: 2026-10-24, to: 2026-10-25}', '{from: 1, to: 2}']) {
      expect(said(`${HEAD}split: ${split}\n`)).toEqual([]);
    }
  });
});

describe('the range that a file was observed in', () => {
  const file = (observed: string) =>
    `${HEAD}sources:\n  - {name: p, pairs: p.csv, left: l, right: r, observed: ${observed}}\n`;

  it.each([
    ['2030-01-01..2029-01-01', /`observed` ends before it begins: 2029-01-01 is before 2030-01-01/],
    ['2029-02-30..2029-03-01', /`2029-02-30` is not a date/],
    ['spring..summer', /`spring` is not a date/],
    ['1700000000..2029-03-01', /must be of one kind/],
    ['20..3', /ends before it begins/],
  ])('%s', (observed, message) => {
    expect(said(file(observed))[0]).toMatch(message);
    expect(marked(file(observed))[0]).toBe(observed);
    expect(parseSpec(file(observed)).spec).toBeUndefined();
  });

  it('may be a day, days, moments or numbers', () => {
    for (const observed of ['2026-10-01..2026-10-01', '2026-10-01..2026-10-24T06:00:00Z', '3..20'])
      expect(said(file(observed))).toEqual([]);
  });
});

describe('a ready-made split', () => {
  it('has distinct parts', () => {
    expect(said(`${HEAD}split: {column: s, train: a, validate: a, evaluate: b}\n`)).toEqual([
      'error `validate` and `train` are both `a`; the same rows cannot be in two parts',
    ]);
    expect(said(`${HEAD}split: {column: s, train: 1, evaluate: "1"}\n`)).toEqual([
      'error `evaluate` and `train` are both `1`; the same rows cannot be in two parts',
    ]);
  });
});

describe('options without effect', () => {
  it('warn, and the spec stands', () => {
    const text = `${HEAD}ranker: {kind: lr, factors: 8, l2Factors: 0.1, initialScale: 0.2, l2: 0.1}\n`;
    expect(said(text)).toEqual([
      'warning `lr` has no factors; `factors` has no effect',
      'warning `lr` has no factors; `l2Factors` has no effect',
      'warning `lr` has no factors; `initialScale` has no effect',
    ]);
    expect(marked(text)[0]).toBe('factors: 8');
    expect(parseSpec(text).spec?.ranker).toMatchObject({ kind: 'lr', l2: 0.1 });
    expect(said(`${HEAD}ranker: lr\n`)).toEqual([]);
    expect(said(`${HEAD}sources: [{name: a, build: co-click, weight: lift, shrinkage: 5}]\n`)).toEqual([
      'warning `shrinkage` belongs to `weight: cosine`; it has no effect on lift',
    ]);
  });
});

describe('columns', () => {
  it('a feature cannot be what the label is made of', () => {
    const text = log('user: u, item: i, label: rating >= 4, time: t, features: [{name: rating}]');
    expect(said(text)).toEqual([
      'error the label is made of `rating`; as a feature it gives the answer away',
    ]);
    expect(marked(text)).toEqual(['rating']);
    expect(said(log('user: u, item: i, label: y, time: t, features: [y]'))[0]).toMatch(/^error the label/);
  });

  it('a feature that repeats an id, the time or the split is odd', () => {
    const text = `${log('user: u, item: i, label: y, time: t, features: [u, i, t, part, x]')}${ready}`;
    expect(said(text)).toEqual([
      'warning `u` is in the base already, as an id; the feature repeats it',
      'warning `i` is in the base already, as an id; the feature repeats it',
      'warning `t` is the time; evaluation rows hold only values that training never saw',
      'warning `part` marks the split; it is constant where the ranker trains',
    ]);
    expect(marked(text)).toEqual(['u', 'i', 't', 'part']);
    expect(said(`${HEAD}items: {path: p, key: id, features: [id, year]}\n`)).toEqual([
      'warning `id` is the key of `items`, which the base has already; the feature repeats it',
    ]);
  });

  it('a feature is named once in a table', () => {
    expect(said(log('user: u, item: i, label: y, time: t, features: [a, b, {name: a}]'))).toEqual([
      'error the feature `a` is named twice in `log.features`',
    ]);
    expect(said(`${HEAD}users: {path: p, key: id, features: [age, age]}\n`)).toEqual([
      'error the feature `age` is named twice in `users.features`',
    ]);
    expect(
      said(
        `${log('user: u, item: i, label: y, time: t, features: [a]')}items: {path: p, key: id, features: [a]}\n`,
      ),
    ).toEqual([]);
  });

  it('user, item, time and label are four columns', () => {
    expect(said(log('user: u, item: u, label: y, time: t'))).toEqual([
      'error `u` cannot be the item; `log.user` names it already',
    ]);
    expect(said(log('user: u, item: i, label: y, time: i'))).toEqual([
      'error `i` cannot be the time; `log.item` names it already',
    ]);
    expect(said(log('user: u, item: i, label: u > 3, time: t'))).toEqual([
      'error `u` cannot be the label; `log.user` names it already',
    ]);
  });
});

describe('a label expression', () => {
  const label = (yaml: string): string =>
    `version: 1\nlog:\n  path: a\n  user: u\n  item: i\n  time: t\n  label: ${yaml}\n`;

  it.each([
    ['rating >= (select max(x) from t)', 'select', 'a label expression cannot hold a subquery'],
    [
      "read_csv('x') > 3",
      'read_csv',
      'a label expression cannot read files: the function `read_csv` is not allowed',
    ],
    ["'a > 1; drop table x'", ';', 'a label expression cannot hold a statement (`;`)'],
    ["'name = ''it''''s'' ; x'", ';', 'a label expression cannot hold a statement (`;`)'],
    ['"a > \\"b c\\" ;"', ';', 'a label expression cannot hold a statement (`;`)'],
    ['>-\n    rating >= 4\n    and ; x', ';', 'a label expression cannot hold a statement (`;`)'],
    ['|\n    rating >= 4\n    and ; x', ';', 'a label expression cannot hold a statement (`;`)'],
    ['rating >=', '', 'the expression ends too early; expected a column, a number or a text'],
    [
      'is clicked',
      'is',
      'unexpected `is`; expected a column, a number or a text; a column called that needs quotes, "is"',
    ],
    [
      'was clicked',
      'clicked',
      'unexpected `clicked`; write a column whose name has spaces in quotes, "was clicked"',
    ],
  ])('%#: %s', (yaml, mark, message) => {
    const text = label(yaml);
    expect(said(text)).toEqual([`error \`log.label\`: ${message}`]);
    expect(marked(text)).toEqual([mark]);
    expect(parseSpec(text).spec).toBeUndefined();
  });

  it('is reported beside other errors', () => {
    expect(told(label('a ; b').replace('path', 'pth')).map((line) => line.split(' ')[0])).toEqual([
      '3:3',
      '7:12',
    ]);
  });
});

describe('several rankers', () => {
  it('are of different kinds', () => {
    const text = `${HEAD}rankers: [fm, {kind: fm, factors: 8}]\n`;
    expect(said(text)).toEqual([
      'error two rankers are `fm`; a report tells them apart by their kind, so evaluate the second one in a spec of its own',
    ]);
    expect(said(`${HEAD}rankers: [fm, deepfm, lr]\n`)).toEqual([]);
  });

  it('read the same bins', () => {
    expect(said(`${HEAD}rankers: [fm, {kind: deepfm, bins: 8}]\n`)).toEqual([
      'error `deepfm` has 8 bins and `fm` has 32; the features are built once for all rankers, so give them the same `bins`',
    ]);
    expect(said(`${HEAD}ranker: {kind: fm, bins: 8}\nrankers: [fm, deepfm]\n`)).toHaveLength(1);
    expect(said(`${HEAD}ranker: {kind: fm, bins: 8}\nrankers: [fm, {kind: deepfm, bins: 8}]\n`)).toEqual([]);
  });

  it('include `ranker`, where that is written', () => {
    expect(said(`${HEAD}ranker: lr\nrankers: [fm, deepfm]\n`)).toEqual([
      'warning `ranker` is `lr`, which is not among `rankers`; it has no effect',
    ]);
  });
});

describe('training in two stages', () => {
  it('goes with every ranker', () => {
    for (const ranker of ['fm', 'gbdt', '{score: pctr}', '{command: ./train}']) {
      expect(said(`${HEAD}training: staged\nranker: ${ranker}\n`)).toEqual([]);
    }
  });

  it('is the only one for boosted trees alone', () => {
    const message = 'error `gbdt` needs `training: staged`';
    expect(said(`${HEAD}training: joint\nranker: gbdt\n`)).toEqual([message]);
    expect(said(`${HEAD}training: joint\nrankers: [fm, gbdt]\n`)).toEqual([message]);
    expect(said(`${HEAD}rankers: [fm, gbdt]\n`)).toEqual([]);
  });

  it('is what a precision needs, without rolling windows, and with something to measure', () => {
    const sources = 'sources: [{name: co-click, build: co-click}]\n';
    const spec = `${HEAD.replace(/sources:.*\n/, '')}${HEAD.includes('sources:') ? '' : sources}precision: 0.0005\n`;
    expect(said(spec)).toEqual([]);
    expect(said(`${spec}ranker: gbdt\n`)).toEqual([]);
    expect(said(`${spec}ranker: {score: s}\n`)).toEqual([]);
    expect(said(`${spec}training: joint\n`)).toEqual([
      'error `precision` needs `training: staged`: with `joint` a ranker is trained for each arm and not kept, so that it cannot score more users later',
    ]);
    expect(marked(`${spec}training: joint\n`)).toEqual(['0.0005']);
    expect(said(`${spec}rolling: {every: 1d, windows: 2}\n`).join()).toContain(
      'error `precision` cannot be had with `rolling`: later windows learn from the evaluation rows of earlier ones',
    );
    expect(said(spec.replace(sources, '')).join()).toContain(
      '`precision` needs a source or a model, and this spec has none; it has no effect',
    );
    expect(said(spec.replace('0.0005', '0')).join()).toMatch(/precision/);
    expect(said(spec.replace('0.0005', '2')).join()).toMatch(/precision/);
  });

  it('is what a head needs, and trees alone have one', () => {
    expect(said(`${HEAD}head: additive\n`)).toEqual([]);
    expect(said(`${HEAD}head: additive\nrankers: [fm, gbdt]\n`)).toEqual([]);
    expect(said(`${HEAD}head: trees\nranker: gbdt\n`)).toEqual([]);
    expect(said(`${HEAD}head: trees\ntraining: joint\n`)).toEqual(['error `head` needs `training: staged`']);
    expect(said(`${HEAD}headRows: 50000\nranker: gbdt\n`)).toEqual([]);
    expect(said(`${HEAD}headRows: 50000\ntraining: joint\n`)).toEqual([
      'error `headRows` needs `training: staged`',
    ]);
    expect(said(`${HEAD}head: additive\nranker: gbdt\n`)).toEqual([
      'error `gbdt` is trees alone: leave `head` out',
    ]);
  });

  it('is the only one for logged scores', () => {
    expect(said(`${HEAD}training: joint\nranker: {score: pctr}\n`)).toEqual([
      'error logged scores need `training: staged`',
    ]);
  });
});

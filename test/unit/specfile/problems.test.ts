import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { covered, HEAD, LOG, marked, told } from './support.ts';

/** The problems of a spec that consists of a good head and these lines. */
const withHead = (lines: string): string[] => told(`${HEAD}${lines}\n`);

describe('unknown keys', () => {
  it('names the nearest key of the level, once', () => {
    const text = 'version: 1\nlog:\n  path: a\n  user: u\n  item: i\n  laebl: y\n  time: t\n';
    expect(told(text)).toEqual(['6:3 error unknown key `laebl`; did you mean `label`?']);
    expect(marked(text)).toEqual(['laebl']);
  });

  it('offers the repair at the range of the key', () => {
    const text = `${HEAD}metrc: auc\n`;
    const [problem] = parseSpec(text).problems;
    expect(problem?.path).toEqual(['metrc']);
    expect(problem?.suggestion).toMatchObject({ text: 'metric', title: 'Change to `metric`' });
    expect(covered(text, problem!.suggestion!.range)).toBe('metrc');
  });

  it('does not offer a key that is there already', () => {
    const text = 'version: 1\nlog: {path: a, user: u, item: i, label: y, labell: z, time: t}\n';
    expect(told(text)[0]).toBe(
      '2:44 error unknown key `labell`; expected one of `labelTime`, `group`, `weight`, `propensity`, `features`, `counts`, `header`, `nullText`',
    );
  });

  it('says where a key belongs', () => {
    expect(withHead('features: [a]')).toEqual(['3:1 error unknown key `features`; it belongs under `log`']);
  });

  it('looks only at the form of the source that is meant', () => {
    expect(withHead('sources: [{name: a, build: co-click, windw: 3}]')).toEqual([
      '3:38 error unknown key `windw`; did you mean `window`?',
    ]);
    expect(withHead('sources: [{name: a, pairs: p, lft: l, right: r}]')).toContain(
      '3:31 error unknown key `lft`; did you mean `left`?',
    );
    expect(withHead('sources: [{name: a, biuld: co-click}]')).toEqual([
      '3:21 error unknown key `biuld`; did you mean `build`?',
    ]);
  });

  it('also for the options of a ranker and of a feature', () => {
    expect(withHead('ranker: {kind: fm, factor: 8}')).toEqual([
      '3:20 error unknown key `factor`; did you mean `factors`?',
    ]);
    expect(told(HEAD.replace('time: t', 'time: t, features: [{name: a, typ: numeric}]'))).toEqual([
      '2:78 error unknown key `typ`; did you mean `type`?',
    ]);
  });

  it('is not fooled by keys of the object prototype', () => {
    expect(withHead('toString: 1')[0]).toContain('unknown key `toString`');
    expect(withHead('__proto__: {a: 1}')[0]).toContain('unknown key `__proto__`');
    expect(withHead('split: {constructor: 1}')[0]).toContain('`split` does not say its kind');
  });
});

describe('missing keys and values', () => {
  it('marks the mapping that lacks them', () => {
    const text = 'version: 1\nlog:\n  path: a\n  user: u\n  item: i\n  time: t\n';
    expect(told(text)).toEqual(['2:1 error `log` has no `label`; it must be a column or expression']);
    expect(marked(text)).toEqual(['log']);
    expect(told('version: 1\n')).toEqual(['1:1 error the spec has no `log`; it must be a mapping']);
    expect(told(LOG)).toEqual(['1:1 error the spec has no `version`; it must be `1`']);
  });

  it('says when a key has no value', () => {
    expect(withHead('sources:')).toEqual(['3:1 error `sources` has no value; it must be a list']);
    expect(told('version: 1\nlog:\n  user:\n')).toContain(
      '3:3 error `log.user` has no value; it must be a column name',
    );
  });

  it('asks for the kind of a source, a model and a split', () => {
    expect(withHead('sources: [{name: a}]')).toEqual([
      '3:11 error `sources[0]` does not say its kind; it needs one of `build`, `pairs`, `clusters`, `embeddings`, `columns`',
    ]);
    expect(withHead('models: [{name: a}]')).toEqual([
      '3:10 error `models[0]` does not say its kind; it needs one of `embeddings`, `predictions`',
    ]);
    expect(withHead('split: {slices: 5}')).toEqual([
      '3:1 error `split` does not say its kind; it needs one of `evaluate`, `from`, `column`',
    ]);
  });

  it('names what the meant form lacks', () => {
    expect(withHead('split: {column: s, train: a}')).toEqual([
      '3:1 error `split` has no `evaluate`; it must be a value of the split column',
    ]);
    expect(withHead('sources:\n  - build: co-click\n    window: 3')).toEqual([
      '4:5 error `sources[0]` has no `name`; it must be a name of letters, digits, dots, dashes and underscores',
    ]);
  });
});

describe('wrong types and values', () => {
  it.each([
    ['seeds: many', '3:8 error `seeds` must be a whole number, found the text `many`'],
    ['seeds: 1.5', '3:8 error `seeds` must be a whole number, found the number 1.5'],
    ['seeds: 0', '3:8 error `seeds` must be at least 1, found the number 0'],
    ['folds: 21', '3:8 error `folds` must be at most 20, found the number 21'],
    ['minimumGain: 0', '3:14 error `minimumGain` must be above 0, found the number 0'],
    ['minimumGain: .nan', '3:14 error `minimumGain` must be a number, found the number NaN'],
    ['seeds: [1]', '3:1 error `seeds` must be a whole number, found a list'],
    ['items: 3', '3:8 error `items` must be a mapping, found the number 3'],
    ['metric: acu', '3:9 error `metric` cannot be `acu`; did you mean `auc`?'],
    [
      'metric: logloss',
      '3:9 error `metric` must be one of `auc`, `gauc`, `ndcg`, `recall`, found the text `logloss`',
    ],
    ['ranker: ffm', '3:9 error `ranker` cannot be `ffm`; did you mean `fm`?'],
    [
      'ranker: [fm]',
      '3:1 error `ranker` must be one of `lr`, `fm`, `deepfm`, `gbdt` or a mapping, found a list',
    ],
    ['ranker: {factors: 10}', '3:19 error `ranker.factors` must be a multiple of 4, found the number 10'],
    ['ranker: {refit: yes}', '3:17 error `ranker.refit` must be `true` or `false`, found the text `yes`'],
    ['split: 20%', '3:8 error `split` must be a mapping, found the text `20%`'],
    [
      'split: {evaluate: 0.2}',
      '3:19 error `split.evaluate` must be a share such as 20%, found the number 0.2; did you mean `20%`?',
    ],
    [
      'split: {evaluate: 20}',
      '3:19 error `split.evaluate` must be a share such as 20%, found the number 20; did you mean `20%`?',
    ],
    [
      'split: {evaluate: test}',
      '3:19 error `split.evaluate` must be a share such as 20%, found the text `test`',
    ],
    [
      'split: {evaluate: 100%}',
      '3:19 error `split.evaluate` must lie between 0% and 100%, found the text `100%`',
    ],
    [
      'split: {evaluate: 20%, slices: dayly}',
      '3:32 error `split.slices` cannot be `dayly`; did you mean `daily`?',
    ],
    [
      'sources: [{name: a, build: coclick}]',
      '3:28 error `sources[0].build` cannot be `coclick`; did you mean `co-click`?',
    ],
    [
      'sources: [{name: a b, build: co-click}]',
      '3:18 error `sources[0].name` must be a name of letters, digits, dots, dashes and underscores, found the text `a b`',
    ],
    [
      'sources: [{name: a, build: co-click, window: 7d}]',
      '3:46 error `sources[0].window` must be a number of slices or `all`, found the text `7d`',
    ],
    [
      'split: {evaluate: 20%, slices: sometimes}',
      '3:32 error `split.slices` must be a number of slices or one of `hourly`, `daily`, `weekly`, found the text `sometimes`',
    ],
    [
      'sources: [{name: a, build: co-click, window: 0}]',
      '3:46 error `sources[0].window` must be at least 1, found the number 0',
    ],
    [
      'sources: [{name: a, build: co-click, use: []}]',
      '3:38 error `sources[0].use` is an empty list; name at least one entry',
    ],
    [
      'sources: [co-click]',
      '3:11 error `sources[0]` must be a source (a mapping with `name` and its kind), found the text `co-click`',
    ],
    ['sources: {name: a}', '3:1 error `sources` must be a list, found a mapping'],
    [
      'rankers: [fm, xx]',
      '3:15 error `rankers[1]` must be one of `lr`, `fm`, `deepfm`, `gbdt`, found the text `xx`',
    ],
  ])('%s', (lines, message) => {
    expect(withHead(lines)).toContain(message);
    expect(withHead(lines)).toHaveLength(1);
  });

  it('reports every wrong key of a section', () => {
    expect(told('version: 2\nlog: {path: [], user: 1, item: "", label: true, time: t, counts: 1}\n')).toEqual(
      [
        '1:10 error `version` must be `1`, found the number 2',
        '2:7 error `log.path` is an empty list; name at least one entry',
        '2:23 error `log.user` must be a column name, found the number 1; did you mean `"1"`?',
        '2:32 error `log.item` is empty; it must be a column name',
        '2:43 error `log.label` must be a column or expression, found `true`',
        '2:66 error `log.counts` must be `true` or `false`, found the number 1',
      ],
    );
  });

  it('reports every wrong option of a ranker', () => {
    expect(withHead('ranker: {kind: fmm}')).toEqual([
      '3:16 error `ranker.kind` cannot be `fmm`; did you mean `fm`?',
    ]);
    expect(withHead('ranker: {kind: deepfm, hidden: [64, 30], dropout: 1, towerate: 1}')).toHaveLength(3);
    expect(withHead('ranker: {kind: fm, epochs: 0, factors: 10, foo: 1}')).toHaveLength(3);
  });

  it('never speaks of "Invalid input", and shortens long texts', () => {
    const all = withHead(`metric: ${'x'.repeat(500)}`).join();
    expect(all).not.toMatch(/invalid/i);
    expect(all.length).toBeLessThan(200);
  });

  it('a spec that is no mapping', () => {
    expect(told('- a\n')).toEqual([
      '1:1 error a spec is a mapping (`version: 1`, `log: …`), found a list; of a data file, `lis init FILE` writes one',
    ]);
    expect(told('just words')).toEqual([
      '1:1 error a spec is a mapping (`version: 1`, `log: …`), found the text `just words`; of a data file, `lis init FILE` writes one',
    ]);
  });

  it('gives no spec while there is an error, and problems in the order of the text', () => {
    const parsed = parseSpec(`seeds: 0\nversion: 1\nfolds: 0\n${LOG}`);
    expect(parsed.spec).toBeUndefined();
    expect(parsed.problems.map(({ path }) => path)).toEqual([['seeds'], ['folds']]);
    expect(parsed.value).toMatchObject({ seeds: 0, version: 1 });
  });
});

describe('numbers that a run would overflow with', () => {
  it.each([
    ['ranker: {learningRate: 1e300}', '`ranker.learningRate` must be at most 1000, found the number 1e+300'],
    ['ranker: {initialScale: 1e39}', '`ranker.initialScale` must be at most 1000, found the number 1e+39'],
    [
      'ranker: {kind: deepfm, towerRate: 5000}',
      '`ranker.towerRate` must be at most 1000, found the number 5000',
    ],
    ['ranker: {l2: 1e300}', '`ranker.l2` must be at most 1000, found the number 1e+300'],
    [
      'sources: [{name: c, build: co-click, shrinkage: 1e300}]',
      '`sources[0].shrinkage` must be at most 1000000000, found the number 1e+300',
    ],
    [
      'sources: [{name: s, build: swing, alpha1: 1e300}]',
      '`sources[0].alpha1` must be at most 1000000000, found the number 1e+300',
    ],
    ['minimumGain: 1e300', '`minimumGain` must be at most 1, found the number 1e+300'],
  ])('%s', (line, message) => {
    const [problem, ...others] = told(`${HEAD}${line}\n`);
    expect(others).toEqual([]);
    expect(problem).toContain(message);
  });
});

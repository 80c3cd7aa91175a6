import { describe, expect, it } from 'vitest';
import { type ColumnFacts, TableFactsSchema } from '../../../src/specfile/authoring/facts.ts';
import {
  type CompletionEntry,
  cursorAt,
  entriesAt,
  type Known,
  wantsAt,
} from '../../../src/specfile/completion/complete.ts';
import { FULL } from './support.ts';

const column = (name: string, more: Partial<ColumnFacts> = {}): ColumnFacts => ({
  name,
  type: 'BIGINT',
  family: 'integer',
  distinct: 10,
  nulls: 0,
  isoShare: 0,
  examples: ['1'],
  ...more,
});

const table = TableFactsSchema.parse({
  files: [{ path: 'clicks.csv', bytes: 2048 }],
  rows: 100,
  complete: true,
  columns: [
    column('user_id'),
    column('item_id', { distinct: 20 }),
    column('click', { distinct: 2, values: [{ value: '0', share: 0.75 }], min: '0', max: '1' }),
    column('ts', { nulls: 0.125, distinct: 100 }),
    column('my col', { type: 'VARCHAR', family: 'text', examples: ['a`b', 'c|d'] }),
  ],
});

const files: Known['files'] = [
  { name: 'data', folder: true },
  { name: '.lis', folder: true },
  { name: 'a.csv', folder: false },
  { name: 'b.csv', folder: false },
  { name: 'notes.txt', folder: false },
  { name: 'v.npy', folder: false },
];

/** `¦` is the cursor. */
function at(text: string): { text: string; entries: CompletionEntry[] } {
  const whole = text.replace('¦', '');
  const cursor = cursorAt(whole, text.indexOf('¦'));
  return { text: whole, entries: cursor === undefined ? [] : entriesAt(cursor, { table, files }) };
}

const labels = (text: string): string[] => at(text).entries.map(({ label }) => label);

/** The text after accepting the entry of that label, tab stops as `<1:…>`. */
function accepted(text: string, label: string): string {
  const { text: whole, entries } = at(text);
  const found = entries.find((entry) => entry.label === label);
  if (found === undefined) throw new Error(`${label} is not among ${entries.map((entry) => entry.label)}`);
  const insert = found.insert.replaceAll(/\$\{(\d(?::[^}]*)?)\}/g, '<$1>').replaceAll('\\}', '}');
  return whole.slice(0, found.start) + insert + whole.slice(found.end);
}

describe('keys', () => {
  it('are those of the level, required ones first, without those that are there, above or below', () => {
    expect(labels('log:\n  path: x\n  ¦\n  item: i\n')).toEqual([
      'user',
      'label',
      'time',
      'labelTime',
      'group',
      'weight',
      'propensity',
      'features',
      'counts',
      'header',
      'nullText',
    ]);
    expect(labels('version: 1\n¦')).toContain('log');
    expect(labels('version: 1\n¦')).not.toContain('version');
    expect(labels('¦\nlog: {path: a}\n')).not.toContain('log');
  });

  it.each([
    ['an empty text', '¦', 'version'],
    ['the middle of a word', 'ver¦', 'version'],
    ['the first key of a mapping', 'log:\n  us¦', 'user'],
    ['a deeper line below broken YAML', 'x: [a\nlog:\n  us¦', 'user'],
    ['braces that are not closed', 'log: {path: x, us¦', 'user'],
    ['braces that are', 'log: {us¦, item: i}', 'user'],
    ['an entry of a list', 'sources:\n  - name: a\n    build: co-click\n    ¦\n  - name: b\n', 'window'],
    ['an entry in braces', 'sources:\n  - {name: a, build: co-click, ¦}', 'halfLife'],
    ['an empty line between keys', 'log:\n  path: x\n\n  ¦\n  item: i\n', 'user'],
    ['a `lis:` block in a config', 'model: x\nlis:\n  version: 1\n  log:\n    us¦\n', 'user'],
    ['a `lis:` block that begins', 'model: x\nlis:\n  ¦\n', 'version'],
    ['the first word of a `lis:` block', 'model: x\nlis:\n  ver¦', 'version'],
  ])('are offered in %s', (_where, text, key) => {
    expect(labels(text)).toContain(key);
  });

  it.each([
    ['a comment', 'log: # us¦'],
    ['a comment behind a value', 'log:\n  path: x # us¦'],
    ['the second line of a text', 'log:\n  path: a\n    b¦'],
    ['a block of text', 'log:\n  label: |\n    cl¦'],
    ['a word with a colon', 'log:¦'],
    ['another part of a config that has a `lis:` block', 'model: ¦\nlis:\n  version: 1\n'],
    ['the keys of a config whose `lis:` block begins', 'mo¦\nlis:\n'],
    ['a key that the schema does not know', 'nothing:\n  ¦'],
  ])('are not offered in %s', (_where, text) => {
    expect(labels(text)).toEqual([]);
  });

  it('of a source are those of the kind that its keys point to', () => {
    expect(labels('sources:\n  - {name: a, ¦}')).toEqual([
      'build',
      'pairs',
      'clusters',
      'embeddings',
      'columns',
    ]);
    expect(labels('sources:\n  - {name: a, pairs: p.csv, ¦}')).toEqual([
      'left',
      'right',
      'weight',
      'observed',
      'time',
      'user',
      'history',
      'header',
    ]);
    expect(labels('sources:\n  - {name: a, build: swing, ¦}')).toContain('alpha1');
    expect(labels('sources:\n  - {name: a, build: session, ¦}')).not.toContain('alpha1');
  });

  it('of a model are those of what is given of it', () => {
    expect(labels('models:\n  - {name: a, ¦}')).toEqual(['embeddings', 'predictions']);
    expect(labels('models:\n  - {name: a, predictions: p.csv, ¦}')).toEqual([
      'baseline',
      'key',
      'score',
      'header',
    ]);
    expect(labels('models:\n  - {name: a, embeddings: v.csv, ¦}')).toEqual(
      expect.arrayContaining(['item', 'vector', 'ids', 'history', 'use', 'probe']),
    );
  });

  it('are those of every kind', () => {
    expect(labels('¦')).toEqual(expect.arrayContaining(['models', 'ranker', 'rankers']));
    expect(labels('ranker: {¦}')).toContain('command');
  });

  it('bring what they need: a colon, brackets, the keys of their mapping', () => {
    expect(accepted('log:\n  us¦', 'user')).toBe('log:\n  user: ');
    expect(accepted('log:\n  us¦er: u', 'user')).toBe('log:\n  user: u');
    expect(accepted('log:\n  path: x\n  fe¦', 'features')).toBe('log:\n  path: x\n  features: [$1]');
    expect(accepted('¦', 'sources')).toBe('sources:\n  - $0');
    expect(accepted('version: 1\nga¦', 'gate')).toBe('version: 1\ngate: ');
    expect(accepted('lo¦', 'log')).toBe('log:\n  path: <1>\n  user: <2>\n  item: <3>\n  label: <4>');
    expect(accepted('{version: 1, it¦', 'items')).toBe(
      '{version: 1, items: {path: <1>, key: <2>, features: [<3>]}',
    );
  });

  it('say what they are for', () => {
    const window = at('sources:\n  - {name: a, build: co-click, w¦}').entries[0];
    expect(window).toMatchObject({ label: 'window', more: true });
    expect(window?.documentation).toMatch(/Preference window W in slices.*\n\n.*Default: `10`/s);
  });
});

describe('values', () => {
  it.each([
    ['metric: ¦', ['auc', 'gauc', 'ndcg', 'recall']],
    ['metric: g¦', ['auc', 'gauc', 'ndcg', 'recall']],
    ['metric: "g¦"', ['auc', 'gauc', 'ndcg', 'recall']],
    [
      'sources:\n  - {name: a, build: ¦}',
      ['co-click', 'swing', 'session', 'pmi', 'id-embedding', 'clusters-of'],
    ],
    ['sources:\n  - {name: a, build: co-click, weight: ¦}', ['raw', 'cosine', 'jaccard', 'lift']],
    ['sources: [{name: z, build: co-click, use: [max, ¦]}]', ['sum', 'mean', 'count']],
    ['sources: [{name: z, build: swing, window: ¦}]', ['all', '10']],
    ['log: {path: a, counts: ¦', ['true', 'false']],
    ['ranker: {kind: ¦', ['fm', 'lr', 'deepfm', 'gbdt']],
    ['split: {evaluate: ¦', ['20%']],
    ['gate: ¦', ['{source …}', '{model …}']],
    ['sources: [{name: q, build: swing}]\ngate: {source: ¦', ['q']],
    [
      'sources: [{name: q, build: swing}]\nmodels: [{name: m, embeddings: e, item: i, vector: v, probe: ¦',
      ['q', '{…}'],
    ],
    [
      'sources: [{name: q, build: swing}]\nmodels: [{name: m, embeddings: e, item: i, vector: v, probe: {source: ¦',
      ['q'],
    ],
    [
      'sources: [{name: q, build: swing}]\nmodels:\n  - {name: m, embeddings: e, item: i, vector: v, probe: [{source: ¦}]}',
      ['q'],
    ],
    ['models: [{name: m, embeddings: e, item: i, vector: v, probe: {source: q, batch: ¦', ['256']],
    ['models: [{name: m, embeddings: v.npy}]\nsources: [{name: q, build: swing}]\ngate: {model: ¦', ['m']],
    ['models: [{name: m, embeddings: v.npy}]\ngate: {model: m, ¦', ['objective', 'ais']],
    ['objectives: [{name: dwell, weight: w}]\ngate: {source: q, objective: ¦', ['dwell']],
    ['version: ¦', ['1']],
    ['seeds: ¦', ['3']],
  ])('%j', (text, expected) => {
    expect(labels(text)).toEqual(expected);
  });

  it('say which is the default and what each means', () => {
    const kinds = at('ranker: {kind: ¦').entries;
    expect(kinds.map(({ detail }) => detail)).toEqual(['default', '', '', '']);
    expect(kinds[1]?.documentation).toBe('Logistic regression.');
  });

  it('that are mappings come whole', () => {
    expect(accepted('split: ¦', '{from …}')).toBe('split: {from: <1>}');
    expect(accepted('ranker: ¦', '{deepfm …}')).toBe('ranker: {kind: deepfm}');
    expect(accepted('sources:\n  - ¦', '{pairs …}')).toBe(
      'sources:\n  - {name: <1:pairs>, pairs: <2>, left: <3>, right: <4>}',
    );
  });

  it('begin the entry of a list where none is begun', () => {
    expect(accepted('sources:\n  ¦', '{swing …}')).toBe('sources:\n  - {name: <1:swing>, build: swing}');
    expect(accepted('sources:\n  - {name: a, build: swing}\n  ¦\n', 'name')).toBe(
      'sources:\n  - {name: a, build: swing}\n  - name: \n',
    );
    expect(labels('sources:\n- {name: a, build: swing}\n¦')).toContain('version');
  });
});

describe('columns', () => {
  const log = 'log:\n  path: clicks.csv\n';

  it.each([
    `${log}  user: ¦`,
    `${log}  time: ¦`,
    `${log}  group: us¦`,
    `log: {path: clicks.csv, features: [¦]}`,
    `${log}  features:\n    - ¦\n`,
    `${log}  features:\n    ¦\n`,
    `${log}  features: [{name: ¦}]`,
    `${log}sources: [{name: a, columns: [¦]}]`,
    'users: {path: clicks.csv, key: ¦',
    'sources: [{name: a, pairs: clicks.csv, left: ¦',
    'models: [{name: a, embeddings: clicks.csv, item: ¦',
    'models: [{name: a, embeddings: v.npy, ids: clicks.csv, item: ¦',
    'models:\n  - {name: a, predictions: clicks.csv, key: [item_id, ¦]}',
    'models:\n  - {name: a, predictions: clicks.csv, baseline: b.csv, score: ¦}',
    'models:\n  - {name: a, baseline: clicks.csv, score: ¦}',
    `${log}split: {column: ¦`,
  ])('are offered in %j', (text) => {
    const cursor = cursorAt(text.replace('¦', ''), text.indexOf('¦'))!;
    expect(wantsAt(cursor).table?.patterns).toEqual(['clicks.csv']);
    expect(labels(text)).toEqual(expect.arrayContaining(['user_id', 'ts', 'my col']));
  });

  it('come with their facts, those that fit first and those in use last', () => {
    const { entries } = at(`${log}  user: user_id\n  time: ¦`);
    expect(entries.map(({ label }) => label)).toEqual(['ts', 'item_id', 'click', 'my col', 'user_id']);
    expect(entries[0]).toMatchObject({ kind: 'column', detail: 'BIGINT · 12.5 % missing · 100 distinct' });
    expect(entries[2]?.documentation).toContain('| values | `0` 75.0 % |');
    expect(entries[3]?.documentation).toContain('| examples | a\\`b, c\\|d |');
    expect(entries[0]?.documentation).toContain('All 100 rows of `clicks.csv`.');
  });

  it('of a file too large to read say so', () => {
    const text = `${log}  user: `;
    const cursor = cursorAt(text, text.length)!;
    const [first] = entriesAt(cursor, { table: { ...table, complete: false } });
    expect(first?.documentation).toContain('A look at the first 100 rows of `clicks.csv` (2.0 kB)');
  });

  it('are put in quotes where YAML needs them', () => {
    expect(accepted(`${log}  user: my¦`, 'my col')).toBe(`${log}  user: "my col"`);
    expect(accepted(`${log}  user: "my¦"`, 'my col')).toBe(`${log}  user: "my col"`);
    expect(accepted(`${log}  user: 'm¦`, 'my col')).toBe(`${log}  user: 'my col`);
  });

  it('replace the word in a label, and leave the rest of it', () => {
    expect(accepted(`${log}  label: ts >= 3 and cl¦`, 'click')).toBe(`${log}  label: ts >= 3 and click`);
    expect(accepted(`${log}  label: cl¦ >= 3`, 'click')).toBe(`${log}  label: click >= 3`);
    expect(labels(`${log}  label: ¦`)[0]).toBe('click');
    expect(labels(`${log}  label: ¦`)).not.toContain('my col');
  });

  it('of a key are offered once', () => {
    const text = 'models:\n  - {name: a, predictions: clicks.csv, key: [ts, ¦]}';
    expect(labels(text)).not.toContain('ts');
  });

  it('of a feature list are offered once', () => {
    expect(labels(`${log}  features: [ts, {name: click}, ¦]`)).not.toEqual(
      expect.arrayContaining(['ts', 'click']),
    );
  });

  it('need files: without them there is nothing to ask for', () => {
    const cursor = cursorAt('log:\n  user: ', 13)!;
    expect(wantsAt(cursor)).toEqual({ table: undefined });
    expect(entriesAt(cursor)).toEqual([]);
  });
});

describe('logged scores', () => {
  const scored = {
    ...table,
    columns: [
      ...table.columns,
      column('p click', { score: 'probability' }),
      column('rank', { score: 'score' }),
    ],
  };
  const offered = (text: string): CompletionEntry[] => {
    const cursor = cursorAt(text.replace('¦', ''), text.indexOf('¦'))!;
    expect(wantsAt(cursor).table?.patterns).toEqual(['clicks.csv']);
    return entriesAt(cursor, { table: scored });
  };

  it('are offered whole where the ranker is named, before its kinds', () => {
    for (const text of ['ranker: ¦', 'ranker: s¦', 'ranker:\n  ¦']) {
      const entries = offered(`log: {path: clicks.csv}\n${text}`);
      expect(entries.slice(0, 3).map(({ label }) => label)).toEqual([
        '{score: "p click"}',
        '{score: rank}',
        text === 'ranker:\n  ¦' ? expect.any(String) : 'lr',
      ]);
      expect(entries[0]).toMatchObject({ insert: '{score: "p click"}', detail: 'BIGINT · 10 distinct' });
    }
    expect(labels('log: {path: clicks.csv}\nranker: ¦')[0]).toBe('lr'); // a log without scores
    expect(labels('ranker: "¦"')).not.toContain('{score: rank}');
  });

  it('come first where a column of scores is named', () => {
    const entries = offered('log: {path: clicks.csv, label: click}\nranker: {score: ¦}');
    expect(entries.map(({ label }) => label)).toEqual([
      'p click',
      'rank',
      'user_id',
      'item_id',
      'ts',
      'my col',
      'click',
    ]);
  });
});

describe('files', () => {
  it.each([
    'log:\n  path: ¦',
    'log: {path: [x.csv, ¦',
    'sources: [{name: a, pairs: ¦',
    'items:\n  path:\n    - ¦',
  ])('are offered in %j', (text) => {
    expect(labels(text)).toEqual(['data/', 'a.csv', 'b.csv', '*.csv']);
  });

  it.each([
    ['models: [{name: a, predictions: ¦', false],
    ['models: [{name: a, baseline: ¦', false],
    ['models: [{name: a, embeddings: ¦', true],
    ['sources: [{name: a, embeddings: [a.csv, ¦', true],
    ['sources: [{name: a, embeddings: v.npy, ids: ¦', true],
  ])('of bare vectors are offered in %j: %s', (text, offered) => {
    expect(labels(text).includes('v.npy')).toBe(offered);
    expect(labels(text)).toContain('a.csv');
  });

  it('go on in the folder that is typed', () => {
    const text = 'log:\n  path: data/raw/a';
    expect(wantsAt(cursorAt(text, text.length)!)).toEqual({ folder: 'data/raw/' });
    expect(accepted('log:\n  path: data/¦', 'data/a.csv')).toBe('log:\n  path: data/a.csv');
    expect(accepted('log:\n  path: da¦ta/old.csv', 'data/')).toBe('log:\n  path: data/');
    expect(accepted('log:\n  path: ¦', '*.csv')).toBe('log:\n  path: "*.csv"');
    expect(accepted('log:\n  path: data/¦', 'data/*.csv')).toBe('log:\n  path: data/*.csv');
  });
});

describe('the time it takes', () => {
  it('is less than 50 ms in a spec of 200 lines, at every line', () => {
    const many = Array.from(
      { length: 46 },
      (_, i) => `  - name: s${i}\n    build: co-click\n    window: 3\n    history: 20\n`,
    );
    const text = FULL.replace(/sources:[\s\S]*?models:/, `sources:\n${many.join('')}models:`);
    expect(text.split('\n').length).toBeGreaterThan(190);
    at('log:\n  us¦'); // loads the schema
    const times: number[] = [];
    for (let offset = text.indexOf('\n'); offset >= 0; offset = text.indexOf('\n', offset + 1)) {
      const started = process.cpuUsage();
      const cursor = cursorAt(text, offset);
      if (cursor !== undefined) entriesAt(cursor, { table, files });
      const { user, system } = process.cpuUsage(started); // a busy machine's clock would measure the others
      times.push((user + system) / 1000);
    }
    const median = times.sort((a, b) => a - b)[times.length >> 1]!;
    console.info(
      `completion in ${times.length} lines: median ${median.toFixed(1)} ms, longest ${times.at(-1)!.toFixed(1)} ms`,
    );
    expect(median).toBeLessThan(50);
  });
});

import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { codes, covered, FULL, HEAD, LOG, marked, told } from './support.ts';

describe('broken YAML', () => {
  it.each([
    [`${HEAD}seeds: [1, 2\n`, /^4:1 error broken YAML: .*\]$/],
    [`${HEAD}split:\n\tevaluate: 20%\n`, /^4:1 error broken YAML: .*; indent with spaces$/],
    [`${HEAD}metric: a: b\n`, /^3:9 error broken YAML: .*put a value that holds `: ` in quotes$/],
    [`${HEAD}metric: "auc\n`, /^4:1 error broken YAML: missing closing "quote$/],
    [
      'version: 1\nlog:\n  label: "rating" >= 4\n',
      /^3:19 error broken YAML: the value goes on .* single quotes$/,
    ],
    [
      'version: 1\nlog:\n  label: `rating` >= 4\n',
      /^3:10 error broken YAML: .*; put the whole value in single quotes$/,
    ],
    [`${HEAD}metric: *m\n`, /^3:9 error the alias `\*m` has no anchor `&m` before it$/],
    ['- a\nb: 3\n', /^2:1 error broken YAML: /],
  ])('%#: one error with its line', (text, message) => {
    expect(told(text)).toHaveLength(1);
    expect(told(text)[0]).toMatch(message);
    expect(parseSpec(text)).not.toHaveProperty('spec');
  });

  it('an empty text', () => {
    for (const text of ['', '\n\n', '# nothing\n', '---\n']) {
      expect(codes(text), JSON.stringify(text)).toEqual(['empty']);
    }
  });

  it('aliases that expand without end, and nesting without end', () => {
    const bomb = ['a: &a [x, x]'];
    for (let i = 0; i < 20; i++) bomb.push(`b${i}: &b${i} [${Array(9).fill(`*${i ? `b${i - 1}` : 'a'}`)}]`);
    expect(told(bomb.join('\n'))[0]).toMatch(/the YAML cannot be read: .*alias/i);
    expect(codes(`a: ${'['.repeat(20_000)}`).length).toBeGreaterThan(0);
  });

  it('a mapping that contains itself', () => {
    expect(codes('version: 1\nlog: &l\n  path: *l\n  user: *l\n')).toContain('wrong-type');
  });
});

describe('duplicate keys', () => {
  it('names the first, and marks the second', () => {
    const text = `${HEAD}seeds: 1\nfolds: 3\nseeds: 2\n`;
    expect(told(text)).toEqual(['5:1 error duplicate key `seeds`; line 3 gives it already']);
    expect(marked(text)).toEqual(['seeds']);
    expect(told('version: 1\nlog: {path: a, user: u, user: v, item: i, label: y, time: t}\n')).toEqual([
      '2:25 error duplicate key `user`; line 2 gives it already',
    ]);
  });

  it('are nobody’s business outside the `lis:` block', () => {
    expect(told(`a: 1\na: 2\nlis:\n  version: 1\n  ${LOG}`)).toEqual([]);
  });
});

describe('anchors and merge keys', () => {
  const text = `version: 1
log: &log
  path: a.csv
  user: u
  item: i
  label: &positive rating >= 4
  time: t
sources:
  - &first {name: a, build: co-click, window: 3}
  - {<<: *first, name: b}
  - <<: [{history: 7}, *first]
    name: c
`;

  it('are followed', () => {
    const { spec, problems } = parseSpec(text);
    expect(problems).toEqual([]);
    expect(spec?.sources).toMatchObject([
      { name: 'a', window: 3 },
      { name: 'b', window: 3 },
      { name: 'c', window: 3, history: 7 },
    ]);
  });

  it('have the place where the value is written', () => {
    const { rangeOf } = parseSpec(text);
    expect(covered(text, rangeOf(['sources', 1, 'window'], 'pair'))).toBe('window: 3');
    expect(rangeOf(['sources', 1, 'window'], 'key').start.line).toBe(8);
    expect(covered(text, rangeOf(['sources', 2, 'history'], 'value'))).toBe('7');
    expect(rangeOf(['sources', 2, 'nowhere'], 'key').start.line).toBe(10);
    const wrong = text.replace('window: 3', 'window: 0');
    expect(told(wrong)).toEqual(
      Array(3)
        .fill(0)
        .map((_, i) => `9:47 error \`sources[${i}].window\` must be at least 1, found the number 0`),
    );
  });

  it('an alias for a whole entry', () => {
    const both = `${HEAD}sources:\n  - &s {name: a, build: co-click}\n  - *s\n`;
    expect(told(both)).toEqual([
      '4:15 error two sources are called `a`; line 4 has the name already, and reports need it to be unique',
    ]);
  });
});

describe('several documents', () => {
  it('one spec is one document', () => {
    expect(told(`${HEAD}---\n${HEAD}`)).toEqual([
      '4:1 error a spec is one YAML document; another one begins here',
    ]);
  });

  it('markers alone do no harm', () => {
    expect(told(`---\n${HEAD}...\n`)).toEqual([]);
    expect(told(`${HEAD}---\n# end\n`)).toEqual([]);
  });

  it('an error in the second is an error', () => {
    expect(codes(`${HEAD}---\na: [\n`)).toEqual(['yaml']);
  });
});

describe('tags', () => {
  it('are warned about', () => {
    expect(told(`${HEAD}metric: !m auc\n`)).toEqual([
      '3:9 warning line 3: unresolved tag: !m; a spec needs no tags',
    ]);
    expect(told(`a: !include x.yaml\nlis:\n  version: 1\n  ${LOG}`)).toEqual([]);
  });
});

describe('a `lis:` block in a larger config', () => {
  const text = `model: SASRec
train: {lr: 0.1}
lis:
  version: 1
  log: {path: a.csv, user: u, item: i, label: y, time: t}
  sources:
    - {name: a, build: co-click}
epochs: 3
`;

  it('is the spec', () => {
    const { spec, embedded, problems } = parseSpec(text);
    expect(problems).toEqual([]);
    expect(embedded).toBe(true);
    expect(spec?.sources).toMatchObject([{ name: 'a' }]);
    expect(parseSpec(HEAD).embedded).toBe(false);
  });

  it('has paths that start inside', () => {
    const { rangeOf } = parseSpec(text);
    expect(covered(text, rangeOf(['log', 'user'], 'pair'))).toBe('user: u');
    expect(covered(text, rangeOf([], 'key'))).toBe('lis');
    expect(covered(text, rangeOf(['folds'], 'key'))).toBe('lis');
    expect(told(text.replace('sources', 'sourcse'))).toEqual([
      '6:3 error unknown key `sourcse`; did you mean `sources`?',
    ]);
  });

  it('marks a missing section on the block', () => {
    expect(told('x: 1\nlis:\n  version: 1\n')).toEqual([
      '2:1 error the spec has no `log`; it must be a mapping',
    ]);
  });

  it('is found in a later document, and behind an alias', () => {
    expect(parseSpec(`a: 1\n---\n${text}`).spec).toEqual(parseSpec(text).spec);
    const aliased = parseSpec(`x: &x\n  version: 1\n  ${LOG}lis: *x\n`).spec;
    expect(aliased).toEqual(parseSpec(`version: 1\n${LOG}`).spec);
    expect(aliased?.log.path).toHaveLength(1);
  });

  it('needs a version', () => {
    expect(codes('lis: {log: {}}\n')).toContain('missing-key');
    expect(parseSpec('lis: {log: {}}\n').embedded).toBe(false);
  });
});

describe('rangeOf', () => {
  const { rangeOf, has } = parseSpec(FULL);
  const at = (path: (string | number)[], what: 'key' | 'value' | 'pair'): string =>
    covered(FULL, rangeOf(path, what));

  it('finds keys, values and pairs', () => {
    expect(at(['log', 'label'], 'key')).toBe('label');
    expect(at(['log', 'label'], 'value')).toBe('rating >= 4');
    expect(at(['log', 'label'], 'pair')).toBe('label: rating >= 4');
    expect(rangeOf(['log', 'label'], 'value')).toEqual({
      start: { line: 5, column: 9, offset: FULL.indexOf('rating >=') },
      end: { line: 5, column: 20, offset: FULL.indexOf('rating >=') + 11 },
    });
    expect(at(['log', 'features', 1, 'name'], 'value')).toBe('price');
    expect(at(['sources', 0], 'value')).toBe('{name: co-click, build: co-click, window: 7}');
    expect(at(['sources', 0], 'key')).toBe('{name: co-click, build: co-click, window: 7}');
    expect(at(['gate', 'transferable'], 'value')).toBe('">= 0.002"');
    expect(rangeOf(['sources', 2], 'value').start).toMatchObject({ line: 18, column: 4 });
  });

  it('gives the nearest place above what is not written', () => {
    expect(at(['sources', 0, 'history'], 'value')).toBe('{name: co-click, build: co-click, window: 7}');
    expect(at(['ranker', 'kind'], 'value')).toBe('fm');
    expect(at(['log', 'path', 0], 'value')).toBe('data/impressions/*.parquet');
    expect(at(['log', 'features', 0, 'name'], 'value')).toBe('hour');
    expect(at(['log', 'nothing', 'at', 'all'], 'value')).toBe('log');
    expect(at(['folds'], 'value')).toBe('version: 1');
    expect([has(['log', 'label']), has(['folds']), has(['log', 'path', 0])]).toEqual([true, false, false]);
  });

  it('stays inside any text', () => {
    expect(parseSpec('').rangeOf(['log'], 'pair')).toEqual({
      start: { line: 0, column: 0, offset: 0 },
      end: { line: 0, column: 0, offset: 0 },
    });
    expect(parseSpec('a: [').rangeOf(['a', 3], 'value').start.line).toBe(0);
  });

  it('counts with Windows line ends, a byte order mark and wide characters', () => {
    const text = `\ufeffversion: 1\r\n${LOG.replace('i,', '"😀", ').replace('\n', '\r\n')}metrc: auc\r\n`;
    const [problem] = parseSpec(text).problems;
    expect(problem?.range.start).toMatchObject({ line: 2, column: 0 });
    expect(covered(text, problem!.range)).toBe('metrc');
  });

  it('leaves out what follows a value', () => {
    const text = `${HEAD}sources:\n  - name: a\n    build: co-click   # comment\n\n# more\nseeds: 2\n`;
    expect(covered(text, parseSpec(text).rangeOf(['sources', 0], 'value'))).toMatch(/co-click$/);
    expect(covered(text, parseSpec(text).rangeOf(['sources'], 'key'))).toBe('sources');
  });

  it('a key without a value, in both styles', () => {
    const text = 'version: 1\nlog: {path}\nsplit:\n';
    const parsed = parseSpec(text);
    expect(covered(text, parsed.rangeOf(['log', 'path'], 'value'))).toBe('path');
    expect(covered(text, parsed.rangeOf(['split'], 'pair'))).toBe('split:');
  });
});

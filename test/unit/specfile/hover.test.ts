import { describe, expect, it } from 'vitest';
import type { TableFacts } from '../../../src/specfile/authoring/facts.ts';
import { columnHover, filesHover, hoverAt } from '../../../src/specfile/authoring/hover.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { covered } from './support.ts';

const text = `version: 1
log:
  path: [a.csv, b.csv]
  user: user_id
  label: rating >= 4 and price > 2
  features: [hour, {name: price, type: numeric}]
sources:
  - {name: co-click, build: co-click, window: 7}
  - {name: edited, pairs: p.csv, left: l, right: r}
models:
  - {name: notellm, embeddings: v.npy, ids: ids.csv, item: i}
unknown: 1
`;

/** What is under the first character of the n-th occurrence of a word. */
function under(word: string, n = 0, specText = text) {
  let offset = specText.indexOf(word);
  for (let i = 0; i < n; i++) offset = specText.indexOf(word, offset + 1);
  const found = hoverAt(parseSpec(specText), offset);
  if (found === undefined) return undefined;
  const { range, ...rest } = found;
  return { over: covered(specText, range), ...rest };
}

describe('a hover', () => {
  it("over a key is the schema's description, of the kind that its mapping is", () => {
    expect(under('window')).toEqual({
      over: 'window',
      text: expect.stringMatching(/^Preference window W.*Default: `10`/s),
    });
    expect(under('left')?.text).toMatch(/^Column of item i/);
    expect(under('features')?.text).toMatch(/^Baseline features x/);
  });

  it('over a column asks for its facts', () => {
    const table = { patterns: ['a.csv', 'b.csv'], at: ['log', 'path'] };
    expect(under('user_id')).toEqual({ over: 'user_id', column: { name: 'user_id', table } });
    expect(under('hour')).toEqual({ over: 'hour', column: { name: 'hour', table } });
    expect(under('price', 0)).toEqual({ over: 'price', column: { name: 'price', table } });
    expect(under('price', 1)).toEqual({ over: 'price', column: { name: 'price', table } });
    expect(under('l, right')).toEqual({
      over: 'l',
      column: { name: 'l', table: { patterns: ['p.csv'], at: ['sources', 1, 'pairs'] } },
    });
  });

  it('over a path asks for what the files hold, over a name for the last result', () => {
    expect(under('b.csv')).toMatchObject({ over: 'b.csv', files: { patterns: ['a.csv', 'b.csv'] } });
    expect(under('co-click')).toEqual({ over: 'co-click', part: { section: 'sources', name: 'co-click' } });
    expect(under('notellm')).toEqual({ over: 'notellm', part: { section: 'models', name: 'notellm' } });
  });

  it('is silent elsewhere', () => {
    expect(under('unknown')).toBeUndefined();
    expect(under('>= 4')).toBeUndefined();
    expect(under('7}')).toBeUndefined();
    expect(under('log', 0, 'log: [')).toMatchObject({ over: 'log' }); // broken YAML below
  });
});

describe('the facts', () => {
  const facts: TableFacts = {
    files: [{ path: 'a.csv', bytes: 3000 }],
    rows: 1200,
    complete: false,
    columns: Array.from({ length: 22 }, (_, i) => ({
      name: `c${i}`,
      type: 'DOUBLE',
      family: 'float',
      distinct: 12,
      nulls: i === 0 ? 0.0001 : 0,
      isoShare: 0,
      min: '0.5',
      max: '9',
      examples: ['1', '2'],
    })),
  };

  it('of a column stand in a table', () => {
    expect(columnHover('c0', facts)).toBe(
      [
        '**`c0`** · DOUBLE · &lt;0.1 % missing · 12 distinct',
        '',
        '| | |',
        '|---|---|',
        '| type | `DOUBLE` |',
        '| missing | 0.0 % |',
        '| distinct | 12 |',
        '| range | `0.5` to `9` |',
        '| examples | `1`, `2` |',
        '',
        'A look at the first 1,200 rows of `a.csv` (2.9 kB): the rest may differ.',
      ].join('\n'),
    );
    expect(columnHover('c1', facts)).toContain('| missing | none |');
    expect(columnHover('absent', facts)).toBeUndefined();
  });

  it('of files are their columns, so many as can be read', () => {
    const lines = filesHover(facts).split('\n');
    expect(lines[0]).toBe('**22 columns** · 2.9 kB');
    expect(lines[2]).toBe('- `c0` DOUBLE · &lt;0.1 % missing · 12 distinct');
    expect(lines).toContain('- … 2 more');
    const two = { ...facts, files: [...facts.files, { path: 'b.csv', bytes: 10 }] };
    expect(filesHover(two)).toContain('· 2 files, 2.9 kB');
    expect(filesHover(two)).toContain('of `a.csv` and 1 more');
  });
});

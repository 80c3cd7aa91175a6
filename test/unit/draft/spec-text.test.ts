import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Inferred } from '../../../src/draft/inferred.ts';
import { specText } from '../../../src/draft/spec-text.ts';
import { scalar } from '../../../src/specfile/authoring/yaml-values.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { binary, column, inferred, text, WHOLE } from './support.ts';

describe('specText', () => {
  const write = (found: Inferred, tables: Parameters<typeof specText>[2] = []) =>
    specText(['data/log.csv'], found, tables, '1,000 rows');

  it('is a spec that parses, with every reason beside its choice', () => {
    const spec = write(inferred(...WHOLE, text('city', { distinct: 12 })), [
      {
        role: 'items',
        path: 'data/items.csv',
        key: 'item_id',
        features: [{ name: 'year', type: 'numeric', why: 'x' }],
        left: [{ name: 'likes', why: 'y' }],
      },
    ]);
    const parsed = parseSpec(spec);
    expect(parsed.problems).toEqual([]);
    expect(parsed.spec).toMatchObject({
      log: { path: ['data/log.csv'], user: 'user_id', item: 'item_id', label: 'click', time: 'ts' },
      items: { key: 'item_id', features: [{ name: 'year', type: 'numeric' }] },
      sources: [{ name: 'co-click', build: 'co-click' }],
    });
    expect(spec).toContain('  # likes: left out, y\n');
    expect(spec).toMatch(/user: user_id +# its name; 50 ids on 1,000 rows\n/);
  });

  it('holds any column name, and stays one line per comment', () => {
    const odd = [
      'a: b',
      'true',
      '- x',
      'a,b]',
      '# c',
      "it's",
      'say "x"',
      '7',
      'ü ñ',
      'tab\there',
      'line\nbreak',
      '*a',
      '&b',
    ];
    const spec = write(
      inferred(
        ...WHOLE,
        ...odd.map((name) => text(name, { distinct: 9 })),
        column('bad\nrow: 1', { distinct: 1 }),
      ),
    );
    expect(parse(spec).log.features).toEqual(odd);
    expect(parseSpec(spec).problems).toEqual([]);
    for (const name of odd) expect(parse(`[${scalar(name)}]`)).toEqual([name]);
  });

  it('leaves what it cannot decide as comments', () => {
    const spec = write(inferred(text('who', { distinct: 300 }), binary('click')));
    expect(spec).toContain('  # user: not decided, no column is named like a user id; candidates: who\n');
    expect(spec).toContain('# split: not decided');
    expect(spec).not.toMatch(/^sources/m);
    expect(parseSpec(spec).problems.map(({ code }) => code)).toContain('missing-key');
  });

  it('writes a logged score as the ranker, or as a comment', () => {
    const found = inferred(...WHOLE);
    const taken = write({ ...found, score: { value: 'p: ctr', taken: true, why: 'x' } });
    expect(parseSpec(taken).problems).toEqual([]);
    expect(parse(taken).ranker).toEqual({ score: 'p: ctr' });
    const proposed = write({ ...found, score: { value: 'bad\nscore', taken: false, why: 'why' } });
    expect(parse(proposed).ranker).toBeUndefined();
    expect(proposed).toMatch(/^# ranker: \{score: "bad\\nscore"\} +# why$/m);
  });

  it('writes a ready-made split, and several files', () => {
    const parts = text('fold', {
      distinct: 2,
      values: ['train', 'test'].map((value) => ({ value, share: 0.5 })),
    });
    const spec = specText(['a.csv', 'b c.csv'], inferred(...WHOLE, parts), [], 'two files');
    expect(parseSpec(spec).problems).toEqual([]);
    expect(parse(spec)).toMatchObject({
      log: { path: ['a.csv', 'b c.csv'] },
      split: { column: 'fold', train: 'train', evaluate: 'test' },
    });
  });
});

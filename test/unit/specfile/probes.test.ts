import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import type { EmbeddingsModel } from '../../../src/specfile/schema.ts';
import { HEAD, marked, told } from './support.ts';

const SOURCES = `sources:
  - {name: clicks, build: co-click}
  - {name: swing, build: swing}
  - {name: walks, build: session}
  - {name: dated, pairs: p.csv, left: a, right: b, time: t}
  - {name: undated, pairs: p.csv, left: a, right: b}
  - {name: vectors, embeddings: v.parquet, item: i, vector: v}
  - {name: column, columns: [c]}
`;
const spec = (probe: string, sources = SOURCES) =>
  `${HEAD}${sources}models:\n  - {name: m, embeddings: e.parquet, item: i, vector: v, probe: ${probe}}\n`;
const probesOf = (text: string) => (parseSpec(text).spec!.models[0] as EmbeddingsModel).probe;

describe('the probe of a model', () => {
  const DEFAULTS = { dimensions: 64, temperature: 0.5, steps: 100, batch: 256 };

  it.each([
    ['clicks', [{ source: 'clicks', ...DEFAULTS }]],
    ['{source: swing, dimensions: 16}', [{ source: 'swing', ...DEFAULTS, dimensions: 16 }]],
    [
      '[walks, {source: dated, temperature: 0.1, steps: 5, batch: 64}]',
      [
        { source: 'walks', ...DEFAULTS },
        { source: 'dated', ...DEFAULTS, temperature: 0.1, steps: 5, batch: 64 },
      ],
    ],
  ])('may be %s', (probe, parsed) => {
    expect(told(spec(probe))).toEqual([]);
    expect(probesOf(spec(probe))).toEqual(parsed);
  });

  it('is none unless it is asked for', () => {
    const text = `${HEAD}models:\n  - {name: m, embeddings: e.parquet, item: i, vector: v}\n`;
    expect(probesOf(text)).toBeUndefined();
  });

  it.each([
    ['clickz', 'clickz', /no source is called `clickz`; did you mean `clicks`\?$/],
    ['nothing-like-it', 'nothing-like-it', /there are `clicks`, `swing`, .* `column`$/],
    ['{source: undated}', 'undated', /has no `time` column, so nothing tells which of its pairs were known/],
    ['[clicks, vectors]', 'vectors', /`vectors` is not made of any; name a source of co-click/],
    ['column', 'column', /`column` is not made of any/],
    ['[clicks, {source: clicks, steps: 5}]', 'clicks', /probed twice on `clicks`/],
  ])('may not be %s', (probe, place, message) => {
    const lines = told(spec(probe));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(message);
    expect(marked(spec(probe))).toEqual([place]);
  });

  it.each([
    ['{source: clicks, dimensions: 6}', /dimensions/],
    ['{source: clicks, temperature: 0.01}', /temperature/],
    ['{source: clicks, batch: 8}', /batch/],
    ['{source: clicks, step: 8}', /step/],
    ['[]', /probe/],
    ['3', /probe/],
  ])('has options within bounds: not %s', (probe, message) => {
    const lines = told(spec(probe));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(message);
  });

  it('a name is told where the spec has no sources at all', () => {
    expect(told(spec('clicks', ''))[0]).toMatch(/no source is called `clicks`; the spec has no sources$/);
  });

  it('the nearest name is offered as a repair', () => {
    const [problem] = parseSpec(spec('clickz')).problems;
    expect(problem!.suggestion).toMatchObject({ title: 'Change to `clicks`', text: 'clicks' });
  });

  it('needs similarities that it is read by', () => {
    const text = (use: string) =>
      `${HEAD}${SOURCES}models:\n  - {name: m, embeddings: e.parquet, item: i, vector: v, use: ${use}, probe: clicks}\n`;
    expect(told(text('[max, projection]'))).toEqual([]);
    expect(told(text('[projection]'))).toEqual([
      expect.stringMatching(/error a probe is read by its similarities, and `m` uses its projection alone/),
    ]);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CONTENT_FILES as AD_CONTENT } from '../../../examples/ads/content.ts';
import { CONTENT_FILES } from '../../../examples/feed/content.ts';
import { PAIR_FILES } from '../../../examples/feed/pairs.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';

/** The README's YAML block, without the indentation of a fence. */
function readmeSpec(): string {
  return /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
}

describe('the specs that users start from', () => {
  it.each([
    ['examples/feed/lis.yaml', () => readFileSync('examples/feed/lis.yaml', 'utf8')],
    ['examples/feed/kinds.lis.yaml', () => readFileSync('examples/feed/kinds.lis.yaml', 'utf8')],
    ['examples/ads/lis.yaml', () => readFileSync('examples/ads/lis.yaml', 'utf8')],
    ['examples/ads/logged.lis.yaml', () => readFileSync('examples/ads/logged.lis.yaml', 'utf8')],
    ['examples/movielens/lis.yaml', () => readFileSync('examples/movielens/lis.yaml', 'utf8')],
    ['README.md', readmeSpec],
  ])('%s has no problem', (_name, text) => {
    const { spec, problems } = parseSpec(text());
    expect(problems).toEqual([]);
    expect(spec?.sources[0]).toMatchObject({ build: 'co-click' });
  });

  it('examples/feed/truth.lis.yaml names every preference file, from the most useful to the least', () => {
    const text = readFileSync('examples/feed/truth.lis.yaml', 'utf8');
    const { sources } = parse(text) as { sources: { name: string; pairs?: string }[] };
    expect(sources.flatMap(({ pairs = [] }) => pairs)).toEqual(
      PAIR_FILES.map((name) => `data/pairs-${name}.parquet`),
    );
    const { problems } = parseSpec(text);
    expect(problems).toEqual([]);
  });

  it('examples/feed/content.lis.yaml names the files of vectors and ids, from the most useful to the useless', () => {
    const text = readFileSync('examples/feed/content.lis.yaml', 'utf8');
    const { sources: all } = parse(text) as {
      sources: { build?: string; embeddings?: string; clusters?: string }[];
    };
    const sources = all.filter(({ build }) => build === undefined);
    const files = CONTENT_FILES.map((name) => `data/content-${name}.parquet`);
    expect(sources.flatMap(({ embeddings = [] }) => embeddings)).toEqual(files);
    expect(sources.flatMap(({ clusters = [] }) => clusters)).toEqual(files);
    expect(parseSpec(text).problems).toEqual([]);
  });

  it('examples/feed/projection.lis.yaml reads the same vectors by a projection alone', () => {
    const text = readFileSync('examples/feed/projection.lis.yaml', 'utf8');
    const { spec, problems } = parseSpec(text);
    expect(problems).toEqual([]);
    expect(spec!.sources).toMatchObject(
      CONTENT_FILES.map((name) => ({ embeddings: [`data/content-${name}.parquet`], use: ['projection'] })),
    );
  });

  it('examples/feed/logged.lis.yaml is lis.yaml with the logged score as its base, without the leak', () => {
    const [logged, plain] = ['logged.lis.yaml', 'lis.yaml'].map((name) => {
      const { spec, problems } = parseSpec(readFileSync(`examples/feed/${name}`, 'utf8'));
      expect(problems).toEqual([]);
      return spec!;
    });
    const sources = plain!.sources.filter(({ name }) => name !== 'after-the-click');
    expect(logged).toEqual({ ...plain, ranker: { kind: 'logged', score: 'pctr' }, sources });
  });

  it('examples/feed/probe.lis.yaml probes every model on the clicks', () => {
    const { spec, problems } = parseSpec(readFileSync('examples/feed/probe.lis.yaml', 'utf8'));
    expect(problems).toEqual([]);
    expect(
      spec!.models.map((model) => ('probe' in model ? model.probe!.map(({ source }) => source) : [])),
    ).toEqual([['co-click'], ['co-click'], ['co-click']]);
  });

  it('examples/feed/objectives.lis.yaml judges clicks and the time after them, with the propensities', () => {
    const { spec, problems } = parseSpec(readFileSync('examples/feed/objectives.lis.yaml', 'utf8'));
    expect(problems).toEqual([]);
    const { log, objectives, gate } = spec!;
    expect([log.label, log.propensity]).toEqual(['click', 'p_cut']);
    expect(objectives).toEqual([
      { name: 'time', weight: 'dwell_ms' },
      { name: 'long', label: 'dwell_ms >= 15000' },
    ]);
    expect(gate).toMatchObject({ source: 'co-click', objective: 'time' });
    expect(log.features.map(({ name }) => name)).toEqual(['hour', 'position']);
  });

  it('examples/ads/lis.yaml judges clicks, conversions as they are reported and their value, and no feature is known later', () => {
    const { spec, problems } = parseSpec(readFileSync('examples/ads/lis.yaml', 'utf8'));
    expect(problems).toEqual([]);
    const { log, objectives, models } = spec!;
    expect([log.label, log.labelTime]).toEqual(['click', undefined]); // a click is known at once
    expect(objectives).toEqual([
      { name: 'conversion', label: 'conversion', labelTime: 'converted_at' },
      { name: 'value', label: 'conversion', weight: 'value', labelTime: 'converted_at' },
    ]);
    const names = log.features.map((feature) => feature.name);
    expect(names).toEqual(['slot', 'hour', 'device', 'bid']);
    expect(models).toMatchObject(
      AD_CONTENT.map((name) => ({ name, embeddings: [`data/content-${name}.parquet`] })),
    );
  });

  it('examples/ads/logged.lis.yaml is lis.yaml with the logged score as its base, without what needs a ranker or vectors', () => {
    const [logged, plain] = ['logged.lis.yaml', 'lis.yaml'].map((name) => {
      const { spec, problems } = parseSpec(readFileSync(`examples/ads/${name}`, 'utf8'));
      expect(problems).toEqual([]);
      return spec!;
    });
    const sources = plain!.sources.filter(({ name }) => name !== 'ranker-vectors');
    expect(logged).toEqual({ ...plain, ranker: { kind: 'logged', score: 'pctr' }, sources, models: [] });
  });
});

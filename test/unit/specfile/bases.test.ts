/** Sources that are made of the vectors of another. */
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { type SourceSpec, SpecSchema } from '../../../src/specfile/schema.ts';
import { baseOf, hasVectors, isBuilt, readSources } from '../../../src/specfile/source-bases.ts';
import { covered, HEAD, marked, told } from './support.ts';

const IDS = '{name: ids, build: id-embedding}';
const FILE = '{name: content, embeddings: v.parquet, item: i, vector: v}';
const PAIRS = '{name: co, build: co-click}';
const sources = (...list: string[]): string => `${HEAD}sources: [${list.join(', ')}]\n`;
const clustersOf = (name: string): string => `{name: sid, build: clusters-of, of: ${name}}`;
const said = (text: string): string[] => told(text).map((line) => line.replace(/^\S+ /, ''));
const repair = (text: string): string | undefined => parseSpec(text).problems[0]?.suggestion?.text;

describe('`of`', () => {
  it('names a source with vectors, trained or of a file', () => {
    expect(told(sources(IDS, clustersOf('ids')))).toEqual([]);
    expect(told(sources(clustersOf('content'), FILE))).toEqual([]);
  });

  it('that names nothing is an error at the name, with the nearest that has vectors', () => {
    const text = sources(PAIRS, FILE, IDS, clustersOf('contnet'));
    expect(said(text)).toEqual(['error the spec has no source `contnet`; did you mean `content`?']);
    expect(marked(text)).toEqual(['contnet']);
    expect(repair(text)).toBe('content');
    expect(said(sources(FILE, IDS, clustersOf('x')))).toEqual([
      'error the spec has no source `x`; there are content, ids',
    ]);
    expect(repair(sources(FILE, IDS, clustersOf('x')))).toBeUndefined();
  });

  it('that names a source without vectors says what has some', () => {
    const text = sources(PAIRS, IDS, clustersOf('co'));
    expect(said(text)).toEqual([
      'error the source `co` has no vectors; `of` names an `embeddings` or `id-embedding` source; there is ids',
    ]);
    expect(repair(text)).toBe('ids');
    expect(
      said(sources(clustersOf('other'), '{name: other, build: clusters-of, of: ids}', IDS))[0],
    ).toContain('the source `other` has no vectors');
  });

  it('never names itself', () => {
    const text = sources(clustersOf('sid'));
    expect(said(text)).toEqual([
      'error `sid` cannot be made of itself; `of` names an `embeddings` or `id-embedding` source; add an `embeddings` or `id-embedding` source, which `of` can name',
    ]);
    expect(repair(text)).toBeUndefined();
  });
});

describe('initial factors of 0', () => {
  it.each([
    ['ranker: {kind: fm, initialScale: 0}', true],
    ['ranker: {kind: deepfm, initialScale: 0}', true],
    ['ranker: {kind: fm, initialScale: 0}\nrankers: [fm, deepfm]', true],
    ['rankers: [{kind: deepfm, initialScale: 0}, fm]', true],
    ['rankers: [fm, {kind: deepfm, initialScale: 0}]', false],
    ['ranker: lr', false],
    ['ranker: {kind: fm, initialScale: 0.1}', false],
  ])('%s: an error where vectors are trained: %s', (ranker, refused) => {
    const text = `${sources(IDS)}${ranker}\n`;
    const problems = parseSpec(text).problems.filter(({ code }) => code === 'no-initial-factors');
    expect(problems.map(({ range }) => covered(text, range))).toEqual(refused ? ['0'] : []);
    expect(parseSpec(`${sources(FILE)}${ranker}\n`).problems.map(({ code }) => code)).not.toContain(
      'no-initial-factors',
    );
  });
});

describe('what a source is made of', () => {
  const parse = (text: string): SourceSpec[] => {
    const spec = parseSpec(text).spec;
    if (spec === undefined) throw new Error(JSON.stringify(told(text)));
    return spec.sources;
  };
  const all = parse(
    sources(FILE, IDS, clustersOf('content'), '{name: own, build: clusters-of, of: ids}', PAIRS),
  );
  const [file, ids, ofFile, , co] = all as [SourceSpec, SourceSpec, SourceSpec, SourceSpec, SourceSpec];

  it('decides whether it is built from the log', () => {
    expect(all.map((source) => isBuilt(source, all))).toEqual([false, true, false, true, true]);
    expect(all.map((source) => baseOf(source, all))).toEqual([file, ids, file, ids, co]);
    expect(all.map(hasVectors)).toEqual([true, true, false, false, false]);
  });

  it('is read beside what is evaluated', () => {
    const spec = SpecSchema.parse({ version: 1, log: { path: 'a', user: 'u', item: 'i', label: 'y' } });
    expect(readSources({ ...spec, sources: [ofFile], bases: [file] })).toEqual([ofFile, file]);
    expect(readSources(spec)).toEqual([]);
  });
});

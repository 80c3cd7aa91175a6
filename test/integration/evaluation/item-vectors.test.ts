/** Trained item vectors and clusters of vectors, from the spec to the report: arms, provenance, faults at their place. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluateRequest } from '../../../src/evaluation/request.ts';
import type { Report, SourceReport } from '../../../src/report/schema.ts';
import { evaluate, exportFeatures } from '../../support/evaluate.ts';
import { random } from '../../support/random.ts';
import { writeSmallWorkspace } from '../../support/small-workspace.ts';

const ITEMS = 60;
const GROUPS = 5;
const FIRST = 1_700_000_000;

/** A vector for each item near the axis of its group; with time, a useless one first and the good one half-way. */
function vectors(timed: boolean): string {
  const next = random(3);
  const row = (item: number, good: boolean, ts: number): string => {
    const vector = Array.from(
      { length: GROUPS },
      (_, axis) => Number(good && axis === item % GROUPS) + 0.3 * (next() - 0.5),
    );
    return `i${item};"[${vector.join(', ')}]"${timed ? `;${ts}` : ''}`;
  };
  const items = Array.from({ length: ITEMS }, (_, item) => item);
  const rows = items.map((item) => row(item, !timed, FIRST));
  const later = timed ? items.map((item) => row(item, true, FIRST + 3000 * 90)) : [];
  return `${[timed ? 'item_id;vector;ts' : 'item_id;vector', ...rows, ...later].join('\n')}\n`;
}

const SPEC = `version: 1
log: {path: data/clicks.csv, user: user_id, item: item_id, label: click, time: ts}
split: {evaluate: 25%, slices: 6}
folds: 3
sources:
  - {name: content, embeddings: data/content.csv, item: item_id, vector: vector, use: [max, mean]}
  - {name: timed, embeddings: data/timed.csv, item: item_id, vector: vector, time: ts, use: [max, mean]}
  - {name: ids, build: id-embedding, epochs: 40, use: [max, mean]}
  - {name: sid, build: clusters-of, of: content, levels: 2, clusters: 5}
  - {name: sid-timed, build: clusters-of, of: timed, levels: 1, clusters: 5}
  - {name: sid-ids, build: clusters-of, of: ids, levels: 1, clusters: 5}
seeds: 2
`;

let folder: string;
let specPath: string;
let report: Report;

const request = (more: Partial<EvaluateRequest> = {}, threads = 1): EvaluateRequest => ({
  specPath,
  run: {
    signal: new AbortController().signal,
    onProgress: () => {},
    threads,
    memoryBytes: 2 ** 31,
  },
  ...more,
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-vectors-'));
  ({ specPath } = writeSmallWorkspace(folder, 6000));
  writeFileSync(specPath, SPEC);
  writeFileSync(join(folder, 'data/content.csv'), vectors(false));
  writeFileSync(join(folder, 'data/timed.csv'), vectors(true));
  report = await evaluate(request());
}, 200_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = (name: string, from = report): SourceReport =>
  from.sources.find((listed) => listed.name === name)!;
const armsOf = (name: string, from = report): string[] =>
  from.arms.flatMap(({ id, arm, source: armSource }) =>
    armSource === name && id.endsWith(`:${name}`) ? [arm] : [],
  );

describe('sources of vectors', () => {
  it.each([
    ['ids', 'id-embedding', 'built', ['honest', 'leaked', 'leaked-total', 'placebo']],
    ['sid-ids', 'clusters-of', 'built', ['honest', 'leaked', 'leaked-total', 'placebo']],
    ['sid', 'clusters-of', 'declared', ['leaked-total', 'placebo']],
    ['sid-timed', 'clusters-of', 'declared', ['honest', 'leaked-total', 'placebo']],
  ])('%s has the arms that what it is made of allows', (name, kind, provenance, arms) => {
    expect([source(name).kind, source(name).provenance]).toEqual([kind, provenance]);
    expect(armsOf(name)).toEqual(arms);
    expect(source(name).coverage).toBeGreaterThan(0.9);
  });

  it('find the groups: gains that are gone once items are permuted', () => {
    expect(source('ids').lis.transferable!.value).toBeGreaterThan(0.02); // of two seeds: the interval is wide
    // The base learns the groups too, so that clusters leave less to win than vectors.
    for (const [name, least] of [
      ['ids', 0.01],
      ['sid-ids', 0.002],
    ] as const) {
      const { lis, placeboGain } = source(name);
      expect(lis.transferable!.value).toBeGreaterThan(Math.max(least, placeboGain!.value));
      expect(placeboGain!.p).toBeGreaterThan(0.05); // of two seeds: what is left is noise
    }
    for (const name of ['sid', 'sid-timed']) {
      expect(source(name).lis.total.low).toBeGreaterThan(0.03);
      expect(source(name).netLis!.low).toBeGreaterThan(0.03);
    }
  });

  it('name their features: ids themselves only where all rows have the same', () => {
    const names = (name: string): string[] => source(name).features.map((feature) => feature.name);
    const levels = [1, 2].map((level) => [
      `level ${level} matches`,
      `level ${level} share`,
      `level ${level}`,
    ]);
    expect(names('sid')).toEqual(levels.flat());
    expect(names('sid-timed')).toEqual(levels[0]!.slice(0, 2));
    expect(names('sid-ids')).toEqual(levels[0]!.slice(0, 2));
    expect(names('ids')).toEqual(['max', 'mean']);
  });

  it('score the same with one thread', async () => {
    const again = await evaluate(request({ sources: ['ids', 'sid-ids'], seeds: 1 }, 1));
    const twice = await evaluate(request({ sources: ['ids', 'sid-ids'], seeds: 1 }, 2));
    expect(twice.arms).toEqual(again.arms);
    expect(twice.sources).toEqual(again.sources);
  });
});

describe('one source alone', () => {
  it('still reads the file that it is made of', async () => {
    const alone = await evaluate(request({ sources: ['sid'] }));
    expect(alone.sources.map(({ name }) => name)).toEqual(['sid']);
    expect(armsOf('sid', alone)).toEqual(['leaked-total', 'placebo']);
    expect(alone.inputs.filter(({ role }) => role === 'source').map(({ path }) => path)).toEqual([
      'data/content.csv',
    ]);
  });

  it('fails at the line of the file that is not there', async () => {
    const specText = SPEC.replace('data/timed.csv', 'data/gone.csv');
    for (const sources of [['sid-timed'], ['sid', 'sid-timed']]) {
      await expect(evaluate(request({ specText, sources }))).rejects.toMatchObject({
        kind: 'data',
        where: { line: 7, specPath: ['sources', 1, 'embeddings'] },
      });
    }
  });

  it('exports its features', async () => {
    const out = join(folder, 'features');
    const { files } = await exportFeatures(request({ sources: ['sid-ids', 'sid'] }), out);
    const columns = (name: string): string[] =>
      files.find((file) => file.source === name)!.columns.map((column) => column.name);
    expect(files.map(({ source: sourceName }) => sourceName)).toEqual([undefined, 'sid', 'sid-ids']);
    expect(columns('sid')).toContain('leaked-total_level 2 share');
    expect(columns('sid-ids').filter((name) => name.startsWith('leaked_'))).toEqual([
      'leaked_level 1 matches',
      'leaked_level 1 share',
    ]);
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')).files).toHaveLength(3);
  });
});

describe('checks', () => {
  it('redrawn labels leave trained vectors nothing to find', async () => {
    const { sources } = await evaluate(request({ sources: ['ids'], nullCheck: true }));
    const { low, value } = sources[0]!.nullCheck!;
    expect(low).toBeLessThan(0.001);
    expect(value).toBeLessThan(0.25 * source('ids').lis.transferable!.value);
  });

  it('more clusters than vectors is a warning with a count', async () => {
    const specText = SPEC.replace('levels: 2, clusters: 5', 'clusters: 256').replace(
      'of: ids, levels: 1, clusters: 5',
      'of: ids, levels: 1, clusters: 100',
    );
    const { warnings } = await evaluate(request({ specText, sources: ['sid', 'sid-ids'], seeds: 1 }));
    const few = warnings.filter(({ code }) => code === 'few-vectors');
    expect(few.map(({ message }) => message)).toEqual([
      'Source sid: only 60 vectors differ, fewer than the 256 clusters, so items share an id only where their vectors are equal: lower `clusters`.',
      expect.stringMatching(
        /^Source sid-ids: only \d+ vectors differ in 24 of 24 clusterings \(windows and folds\), fewer than the 100 clusters/,
      ),
    ]);
  });

  it('a learning rate by which vectors would diverge is refused before the run', async () => {
    const specText = `${SPEC}ranker: {kind: fm, learningRate: 1.0e+30}\n`;
    await expect(evaluate(request({ specText, sources: ['ids'] }))).rejects.toMatchObject({
      kind: 'usage',
      code: 'out-of-range',
      message: expect.stringContaining('`ranker.learningRate`'),
    });
  });

  it('leave-user-out is refused: these are no co-clicks', async () => {
    const specText = `${SPEC}selfEvidence: leave-user-out\n`;
    await expect(evaluate(request({ specText, sources: ['ids'] }))).rejects.toMatchObject({
      code: 'leave-user-out-source',
    });
  });
});

/** Vectors and ids whose worth is known by construction (examples/feed/README.md): LIS must put them in that order. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFeed } from '../../../examples/feed/generate.ts';
import { simulate } from '../../../examples/feed/impressions.ts';
import type { ModelReport, Report, SourceReport } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';

let folder: string;
let report: Report;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-content-'));
  await writeFeed(simulate(45_000, 1), join(folder, 'data'));
  const specPath = join(folder, 'content.lis.yaml');
  // Of all features of vectors most of the time goes into heads without one of them, which no test here asks for.
  const text = readFileSync('examples/feed/content.lis.yaml', 'utf8')
    .replaceAll('vector: vector}', 'vector: vector, use: [max, mean]}')
    .replace('build: id-embedding, window: 7}', 'build: id-embedding, window: 7, use: [max, mean]}');
  writeFileSync(specPath, text);
  const run = {
    signal: new AbortController().signal,
    onProgress: () => {},
    threads: 1,
    memoryBytes: 2 ** 31,
  };
  report = await evaluate({ specPath, seeds: 2, run });
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = (name: string): SourceReport => report.sources.find((listed) => listed.name === name)!;
const total = (name: string) => source(name).lis.total;

describe.each([
  ['vectors', 'embeddings'],
  ['ids', 'clusters'],
])('%s of known worth', (what, kind) => {
  it('are put in the order of their usefulness', () => {
    expect(total(`${what}-good`).low).toBeGreaterThan(total(`${what}-weak`).value);
    expect(total(`${what}-weak`).low).toBeGreaterThan(Math.max(0, total(`${what}-noise`).value));
    expect(total(`${what}-noise`).low).toBeLessThan(0.001);
  });

  it('are declared, and gain nothing once their items are permuted', () => {
    for (const worth of ['good', 'weak', 'noise']) {
      const { provenance, placeboGain, coverage, kind: found } = source(`${what}-${worth}`);
      expect([provenance, found]).toEqual(['declared', kind]);
      expect(placeboGain!.low).toBeLessThan(0.001);
      expect(coverage).toBeGreaterThan(0.9);
    }
  });

  it('have headroom where they know something alone', () => {
    const code = (name: string) => report.verdicts.find(({ target }) => target === name)!.code;
    expect([code(`${what}-good`), code(`${what}-weak`)]).toEqual(['headroom', 'headroom']);
    expect(code(`${what}-noise`)).not.toBe('headroom');
  });
});

describe('sources made of what is there', () => {
  it('ids of the good vectors say most of what these say', () => {
    const { kind, provenance, placeboGain } = source('ids-of-good');
    expect([kind, provenance]).toEqual(['clusters-of', 'declared']);
    expect(total('ids-of-good').low).toBeGreaterThan(0.5 * total('vectors-good').value);
    expect(total('ids-of-good').high).toBeLessThan(total('vectors-good').value);
    expect(placeboGain!.low).toBeLessThan(0.001);
  });

  it('vectors that the ranker learns of the items gain from other people, and less than the truth', () => {
    const { kind, provenance, lis, honestGain, placeboGain, coverage } = source('ranker-vectors');
    expect([kind, provenance]).toEqual(['id-embedding', 'built']);
    expect(lis.transferable!.low).toBeGreaterThan(0.02);
    expect(lis.transferable!.high).toBeLessThan(total('vectors-good').value);
    expect(honestGain!.low).toBeGreaterThan(0.01);
    expect(placeboGain!.low).toBeLessThan(0.001);
    expect(coverage).toBeGreaterThan(0.9);
  });
});

describe('models of known worth', () => {
  const model = (name: string): ModelReport => report.models.find((listed) => listed.name === name)!;
  const ais = (name: string) => model(name).ais;

  it('are put in the order of their usefulness; noise gains nothing', () => {
    expect(report.models.map(({ name }) => name)).toEqual(['good', 'weak', 'noise', 'ranker']);
    expect(ais('good').low).toBeGreaterThan(ais('weak').high);
    expect(ais('weak').low).toBeGreaterThan(Math.max(0, ais('noise').high));
    expect(ais('noise').low).toBeLessThan(0.001);
  });

  it('gain what the same vectors give as preference data, to the last digit', () => {
    for (const worth of ['good', 'weak', 'noise']) {
      expect(ais(worth).value).toBe(total(`vectors-${worth}`).value);
      expect(model(worth).coverage).toBe(source(`vectors-${worth}`).coverage);
    }
    expect(model('good').captured['vectors-good']).toMatchObject({ value: 1, low: 1, high: 1 });
  });

  it('capture a part of the best data, with an interval', () => {
    const captured = model('weak').captured['vectors-good']!;
    expect(captured.value).toBeCloseTo(ais('weak').value / total('vectors-good').value, 12);
    expect(captured.low).toBeGreaterThan(0.3);
    expect(captured.high).toBeLessThan(0.6);
    expect(captured.variance.seeds).toBeGreaterThan(0);
  });

  it('say why a ratio means nothing', () => {
    const { captured, notCaptured } = model('weak');
    expect([captured['ids-good'], captured['vectors-noise']]).toEqual([null, null]);
    expect(notCaptured['ids-good']).toBe('the LIS of clusters is not one of similarities of vectors');
    expect(notCaptured['vectors-noise']).toMatch(/^the LIS (may be 0|lies below 0): /);
    expect(Object.values(model('ranker').captured)).toEqual(Array(8).fill(null));
  });

  it('show where the bottleneck is, held against what is cross-fitted', () => {
    const codesFor = (name: string) =>
      report.verdicts.filter(({ target }) => target === name).map(({ code }) => code);
    expect([codesFor('good'), codesFor('weak'), codesFor('noise'), codesFor('ranker')]).toEqual([
      ['exceeds-reference'],
      [], // 72 % captured: neither the data nor the alignment alone
      ['alignment-bottleneck'],
      [],
    ]);
  });

  it('may be the predictions of another ranker, with and without', () => {
    const arm = (id: string) => report.arms.find((listed) => listed.id === id)!;
    const { ais: gain, coverage } = model('ranker');
    expect(gain.value).toBeCloseTo(arm('model:ranker').auc - arm('baseline:ranker').auc, 12);
    expect(gain.low).toBeGreaterThan(0.2);
    expect([gain.variance.seeds, coverage]).toEqual([null, 1]);
    expect(arm('model:ranker')).toMatchObject({ ranker: 'predictions', model: 'ranker' });
    expect(arm('model:ranker').logLoss).toBeLessThan(arm('baseline:ranker').logLoss!);
    expect(arm('model:ranker')).not.toHaveProperty('epochs');
  });

  it('have segments of their own', () => {
    const { segments } = model('good');
    const cold = segments.find(({ by, value }) => by === 'item' && value === 'cold')!;
    expect(cold.lis!.low).toBeGreaterThan(0);
    expect(new Set(model('ranker').segments.map(({ by }) => by))).toEqual(
      new Set(['item', 'activity', 'position', 'category', 'region']),
    );
  });
});

it('names every file that was read', () => {
  const paths = (wanted: string) =>
    report.inputs.filter(({ role }) => role === wanted).map(({ path }) => path);
  const content = ['good', 'weak', 'noise'].map((worth) => `data/content-${worth}.parquet`);
  expect(paths('source')).toEqual([...content, ...content]);
  expect(paths('model')).toEqual([...content, 'data/scores-after.parquet', 'data/scores-before.parquet']);
});

/**
 * Probes in a world whose rules are known: items of five topics, users who like one of them, new items all the time. Vectors hold the
 * topic as it is, or behind louder numbers that say nothing, or not at all.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelReport, ProbeReport, Report } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';
import { random } from '../../support/random.ts';

const TOPICS = 5;
const ITEMS = 400;
const USERS = 400;
const ROWS = 24_000;

let folder: string;
let report: Report;

/** Items come and go: at any time one in five is shown, so that a third of those evaluated are new. */
function log(): string {
  const next = random(5);
  const pick = (n: number) => Math.floor(next() * n);
  const lines = ['user,item,ts,click'];
  for (let row = 0; row < ROWS; row++) {
    const user = pick(USERS);
    const item = Math.min(ITEMS - 1, Math.floor((row / ROWS) * 0.8 * ITEMS) + pick(ITEMS / 5));
    const liked = user % TOPICS === item % TOPICS;
    lines.push(`u${user},i${item},${1_700_000_000 + row * 60},${next() < (liked ? 0.6 : 0.1) ? 1 : 0}`);
  }
  return `${lines.join('\n')}\n`;
}

/** `loud`: the size of 24 numbers that say nothing, beside the five of the topic. @param size of those */
function vectors(size: number, loud: number, seed: number): string {
  const next = random(seed);
  const noise = () => 2 * next() - 1;
  const lines = Array.from({ length: ITEMS }, (_, item) => {
    const topic = Array.from(
      { length: TOPICS },
      (_, t) => size * (t === item % TOPICS ? 1 : 0) + 0.1 * noise(),
    );
    const rest = Array.from({ length: 24 }, () => loud * noise());
    return JSON.stringify({ item: `i${item}`, v: [...rest.slice(0, 12), ...topic, ...rest.slice(12)] });
  });
  return `${lines.join('\n')}\n`;
}

function specOf(models: string, rest = ''): string {
  return `version: 1
log: {path: log.csv, user: user, item: item, label: click, time: ts}
split: {evaluate: 25%, slices: 5}
sources:
  - {name: clicks, build: co-click, window: all, use: [max]}
  - {name: walks, build: session, gap: 100000, window: all, use: [max]}
models:
${models}
seeds: 2
${rest}`;
}

const model = (name: string, probe: string, file = name) =>
  `  - {name: ${name}, embeddings: ${file}.jsonl, item: item, vector: v, probe: ${probe}}`;
const MODELS = [
  model('clear', 'clicks'),
  model('buried', '[clicks, {source: walks, dimensions: 16}]'),
  model('noise', 'clicks'),
].join('\n');

const run = (threads: number) => ({
  signal: new AbortController().signal,
  onProgress: () => {},
  threads,
  memoryBytes: 2 ** 31,
});
/** As `run`, with the base and the features that runs have in common made once. */
const sharing = () => ({ ...run(1), cacheFolder: join(folder, 'cache') });

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-probe-'));
  mkdirSync(folder, { recursive: true });
  write('log.csv', log());
  write('clear.jsonl', vectors(1, 0.1, 1));
  write('buried.jsonl', vectors(0.5, 1, 2));
  write('noise.jsonl', vectors(0, 1, 3));
  report = await evaluate({ specPath: write('lis.yaml', specOf(MODELS)), run: sharing() });
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const named = (name: string, from = report): ModelReport =>
  from.models.find((listed) => listed.name === name)!;
const probed = (name: string, source = 'clicks', from = report): ProbeReport =>
  named(name, from).probes.find((listed) => listed.source === source)!;

describe('probes of vectors whose worth is known', () => {
  it('have an arm for each model and source, trained with every seed', () => {
    const ids = report.arms
      .filter(({ arm }) => arm === 'probe')
      .map(({ id, perSeed }) => [id, perSeed.length]);
    expect(ids).toEqual([
      ['probe:clear:clicks', 2],
      ['probe:buried:clicks', 2],
      ['probe:buried:walks', 2],
      ['probe:noise:clicks', 2],
    ]);
    const arm = report.arms.find(({ id }) => id === 'probe:buried:walks')!;
    expect([arm.model, arm.source]).toEqual(['buried', 'walks']);
  });

  it('are the difference of their arm and the base', () => {
    const auc = (id: string) => report.arms.find((arm) => arm.id === id)!.auc;
    for (const name of ['clear', 'buried', 'noise']) {
      expect(probed(name).gain.value).toBeCloseTo(auc(`probe:${name}:clicks`) - auc('base'), 12);
      expect(probed(name).overModel!.value).toBeCloseTo(
        auc(`probe:${name}:clicks`) - auc(`model:${name}`),
        12,
      );
      expect(probed(name).coverage).toBeGreaterThan(0.9);
    }
  });

  it('bring out what is buried, keep what is clear, and find nothing in noise', () => {
    expect(probed('clear').gain.low).toBeGreaterThan(0.05);
    expect(probed('buried').overModel!.low).toBeGreaterThan(0.01);
    expect(probed('buried', 'walks').overModel!.low).toBeGreaterThan(0.01);
    expect(probed('noise').gain.low).toBeLessThan(0.005);
    expect(probed('clear').gain.value).toBeGreaterThan(probed('noise').gain.high);
  });

  it('say of noise alone that its content cannot express the data', () => {
    const said = report.verdicts.filter(({ code }) => code === 'content-cannot-express');
    expect(said.map(({ target }) => target)).toEqual(['noise']);
    expect(report.verdicts.find(({ target }) => target === 'clicks')!.code).toBe('headroom');
  });
});

describe('a run with probes', () => {
  it('gives the same scores on two threads, and the arms without probes the same as ever', async () => {
    const alone = specOf(model('buried', 'clicks'));
    const path = write('one.lis.yaml', alone);
    const { arms } = await evaluate({ specPath: path, seeds: 1, run: run(2) });
    expect(arms.map(({ id }) => id)).toContain('probe:buried:clicks');
    for (const { id, perSeed } of arms)
      expect([id, perSeed[0]]).toEqual([id, report.arms.find((arm) => arm.id === id)!.perSeed[0]]);
  }, 200_000);

  it('of a model without its source leaves the probe out, and says so', async () => {
    const { models, warnings, arms } = await evaluate({
      specPath: join(folder, 'lis.yaml'),
      sources: ['buried', 'walks'],
      seeds: 1,
      run: sharing(),
    });
    expect(models.map(({ name, probes }) => [name, probes.map(({ source }) => source)])).toEqual([
      ['buried', ['walks']],
    ]);
    expect(arms.some(({ id }) => id === 'probe:buried:clicks')).toBe(false);
    expect(warnings).toContainEqual({
      code: 'probe-left-out',
      message: 'The probe of buried on clicks was left out: this run does not hold clicks.',
    });
  }, 200_000);

  it('on pairs that are too few trains nothing: a named warning, no ratio, no verdict', async () => {
    write('few.csv', 'a,b,t\ni1,i2,1700000000\ni2,i3,1700000000\n');
    const few = `version: 1
log: {path: log.csv, user: user, item: item, label: click, time: ts}
split: {evaluate: 25%, slices: 5}
sources:
  - {name: few, pairs: few.csv, left: a, right: b, time: t}
models:
${model('clear', 'few')}
seeds: 2
`;
    const { models, warnings, verdicts } = await evaluate({
      specPath: write('few.lis.yaml', few),
      run: sharing(),
    });
    const [probe] = models[0]!.probes;
    expect(probe!.coverage).toBe(0);
    expect(probe!.untrained).toBe('no honest window of few held enough pairs to train on');
    expect(Math.abs(probe!.gain.value)).toBeLessThan(0.005);
    const [warning] = warnings.filter(({ code }) => code === 'probe-few-pairs');
    // A file without users has one version of P; four windows precede a slice, for each of two seeds.
    expect(warning).toMatchObject({ count: 8 });
    expect(warning!.message).toContain('8 of 8 windows of few hold fewer than 64 pairs');
    expect(warning!.message).toContain('nothing was trained');
    expect(verdicts.map(({ code }) => code)).not.toContain('content-cannot-express');
  }, 200_000);
});

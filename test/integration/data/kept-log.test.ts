/** The encoded log that runs keep: the same as the one that is read, and never another. */
import { copyFileSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeFeed } from '../../../examples/feed/generate.ts';
import { simulate } from '../../../examples/feed/impressions.ts';
import { Cancelled } from '../../../src/common/failure.ts';
import type { Dataset } from '../../../src/data/dataset.ts';
import { Store } from '../../../src/data/kept/store.ts';
import { loadSpec } from '../../../src/evaluation/load-spec.ts';
import type { Spec } from '../../../src/specfile/schema.ts';
import { engineUnderTest } from '../../support/engine.ts';
import { csv, folderWith, logRows, runContext, specOf } from './support.ts';

/** Loads with a cache in the folder; tells whether rows were read. */
async function loadKept(
  spec: Spec,
  folder: string,
  program = 'this program',
): Promise<{ data: Dataset; read: boolean }> {
  const messages: string[] = [];
  const run = runContext({ onProgress: ({ message }) => messages.push(message) });
  const keep = { folder: join(folder, 'cache'), program: () => program };
  const data = await engineUnderTest().load(spec, folder, run, { keep });
  return { data, read: messages.some((message) => /^(reading|encoding) /.test(message)) };
}

const rows = logRows(60);
const smallLog = () => folderWith({ 'log.csv': csv(rows) });
const entries = (folder: string): string[] => readdirSync(join(folder, 'cache', 'log')).sort();

describe('a log of every kind of file', () => {
  let folder: string;
  let spec: Spec;
  beforeAll(async () => {
    folder = folderWith();
    await writeFeed(simulate(3000, 1), join(folder, 'data'));
    copyFileSync('examples/feed/kinds.lis.yaml', join(folder, 'kinds.lis.yaml'));
    spec = (await loadSpec(join(folder, 'kinds.lis.yaml'))).spec;
  }, 400_000);

  it('is taken up as it was read, down to the last number', async () => {
    const plain = await engineUnderTest().load(spec, folder, runContext());
    const first = await loadKept(spec, folder);
    const second = await loadKept(spec, folder);
    expect([first.read, second.read]).toEqual([true, false]);
    expect(first.data).toEqual(plain);
    expect(second.data).toEqual(plain);
    expect(Object.keys(plain.vectors!).length + Object.keys(plain.clusters!).length).toBe(5);
    expect(second.data.user.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('is the same after an edit of what is not read of it, such as how a source is built', async () => {
    const [coClick, ...others] = spec.sources;
    const shorter = { ...coClick!, window: 3 } as Spec['sources'][number];
    await loadKept(spec, folder);
    const edited = { ...spec, sources: [shorter, ...others], seeds: 5, folds: 3 };
    expect((await loadKept(edited, folder)).read).toBe(false);
    const fewer = { ...spec, models: spec.models.slice(1) };
    expect((await loadKept(fewer, folder)).read).toBe(true);
  });

  it('depends on no key of the spec but those that its entry is found by', async () => {
    const asked = new Set<string>();
    const watched = new Proxy(spec, {
      get: (target, key) => {
        asked.add(String(key));
        return Reflect.get(target, key);
      },
    });
    await engineUnderTest().load(watched, folder, runContext());
    const known = ['engine', 'log', 'items', 'users', 'split', 'sources', 'bases', 'models', 'objectives'];
    expect([...asked].filter((key) => ![...known, 'ranker'].includes(key))).toEqual([]);
    expect(asked.has('ranker')).toBe(true); // of which the score alone is read
  });
});

describe('a kept log', () => {
  it('holds what else a log may have: groups, weights, propensities, late labels, objectives, scores', async () => {
    const more = rows.map((row, i) => ({
      ...row,
      g: i % 9,
      w: 1 + (i % 4),
      p: 0.5,
      k: row.t + 2,
      s: i / 100,
      buy: i % 5 === 0 ? 1 : 0,
    }));
    const folder = folderWith({ 'log.csv': csv(more) });
    const log = { group: 'g', weight: 'w', propensity: 'p', labelTime: 'k', features: ['g'] };
    const objectives = [{ name: 'buy', label: 'buy', weight: 'w', labelTime: 'k' }];
    const spec = specOf(log, { objectives, ranker: { score: 's' } });
    const plain = await engineUnderTest().load(spec, folder, runContext());
    await loadKept(spec, folder);
    const { data, read } = await loadKept(spec, folder);
    expect(read).toBe(false);
    expect(data).toEqual(plain);
    expect(Object.keys(data.objectives!)).toEqual(['buy']);
  });

  it('is that of a ready-made split without times', async () => {
    const split = { column: 'part', train: 'a', validate: 'v', evaluate: 'b' };
    const parts = rows.map(({ t, ...row }, i) => ({ ...row, part: 'aavb'[i % 4] }));
    const folder = folderWith({ 'log.csv': csv(parts) });
    const spec = specOf({ time: undefined }, { split });
    const { data: plain } = await loadKept(spec, folder);
    const { data, read } = await loadKept(spec, folder);
    expect(read).toBe(false);
    expect(data).toEqual(plain);
  });

  it('is read again where a file has other bytes, and not where it was only touched', async () => {
    const folder = smallLog();
    const path = join(folder, 'log.csv');
    const spec = specOf();
    const first = await loadKept(spec, folder);
    const later = new Date(Date.now() + 60_000);
    utimesSync(path, later, later);
    const touched = await loadKept(spec, folder);
    expect(touched.read).toBe(false);
    expect(touched.data.inputs[0]).toEqual({ ...first.data.inputs[0], modified: later.toISOString() });
    expect((await loadKept(spec, folder)).read).toBe(false);
    const changed = readFileSync(path, 'utf8').replace('\n1,5,0,', '\n1,5,1,');
    writeFileSync(path, changed); // of the same size,
    utimesSync(path, later, later); // and as a copy that keeps times
    const other = await loadKept(spec, folder);
    expect(other.read).toBe(true);
    expect([...other.data.label]).not.toEqual([...first.data.label]);
    writeFileSync(path, `${changed}2,3,1,1700000100\n`);
    expect((await loadKept(spec, folder)).data.rows).toBe(61);
  });

  it('is read again by another program, and of another part of the spec', async () => {
    const folder = smallLog();
    await loadKept(specOf(), folder);
    expect((await loadKept(specOf(), folder, 'another program')).read).toBe(true);
    expect((await loadKept(specOf({}, { split: { evaluate: '30%', slices: 5 } }), folder)).read).toBe(true);
    expect((await loadKept(specOf({ label: 'item > 4' }), folder)).read).toBe(true);
    expect((await loadKept(specOf(), folder)).read).toBe(false);
  });

  it('is read again where its file is damaged or gone', async () => {
    const folder = smallLog();
    const { data } = await loadKept(specOf(), folder);
    for (const name of entries(folder)) {
      const path = join(folder, 'cache', 'log', name);
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(path, bytes);
      const again = await loadKept(specOf(), folder);
      expect(again.read).toBe(true);
      expect(again.data).toEqual(data);
    }
    rmSync(join(folder, 'cache'), { recursive: true });
    expect((await loadKept(specOf(), folder)).read).toBe(true);
    expect(entries(folder)).toHaveLength(2);
  });

  it('is not taken up where its numbers do not fit together, whatever its checksum', async () => {
    const folder = smallLog();
    const { data } = await loadKept(specOf(), folder);
    const store = new Store(join(folder, 'cache', 'log'));
    const keys = entries(folder).map((name) => name.slice(0, 64));
    const found = await Promise.all(keys.map(async (key) => ({ key, entry: await store.read(key, 1e6) })));
    const { key, entry } = found.find((file) => file.entry!.bytes.length > 0)!;
    const { user } = entry!.facts as { user: { at: number } };
    const bytes = Uint8Array.from(entry!.bytes);
    bytes[user.at] = 200; // of seven users
    await store.write(key, { facts: entry!.facts, bytes });
    const again = await loadKept(specOf(), folder);
    expect(again.read).toBe(true);
    expect(again.data).toEqual(data);
  });

  it('does not keep a run from ending, nor a file that is missing from being told', async () => {
    const folder = smallLog();
    await loadKept(specOf(), folder);
    const stopped = new AbortController();
    stopped.abort();
    const keep = { folder: join(folder, 'cache'), program: () => 'this program' };
    const run = runContext({ signal: stopped.signal });
    await expect(engineUnderTest().load(specOf(), folder, run, { keep })).rejects.toThrow(Cancelled);
    rmSync(join(folder, 'log.csv'));
    await expect(loadKept(specOf(), folder)).rejects.toThrow('log.csv');
  });
});

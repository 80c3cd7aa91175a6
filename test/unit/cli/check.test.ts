import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCommand } from '../../../src/cli/check.ts';
import { Cancelled, Failure } from '../../../src/common/failure.ts';
import type { Checked, Engine } from '../../../src/data/engine.ts';
import { createSparkEngine } from '../../../src/data/spark/engine.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import type { EngineSpec } from '../../../src/specfile/schema.ts';
import { NO_ENGINE } from '../../support/engine.ts';
import { recorder } from './recorder.ts';

let cwd: string;
let spec: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lis-check-'));
  spec = join(cwd, 'lis.yaml');
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const options = { threads: 1, memory: 2 ** 30 };
const LOG = 'log: {path: a.parquet, user: u, item: i, label: y, time: t}';
const NO_TOKEN = 'The environment variable T holds no token: set it before the run.';
const found: Checked = {
  files: [{ role: 'log', path: 'a.parquet', bytes: 2 ** 30 }],
  columns: [{ role: 'log', columns: [{ name: 'u', type: 'BIGINT' }] }],
  rows: 1234,
};

function engine(check: Engine['check']): Engine {
  return { ...NO_ENGINE, check, load: () => Promise.reject(new Error('read, though it is large')) };
}

async function check(text: string, what: Engine['check'] = async () => found) {
  writeFileSync(spec, text);
  const terminal = recorder({ cwd });
  const code = await checkCommand(spec, options, terminal, engine(what));
  return { code, terminal };
}

describe('checkCommand', () => {
  it.each([
    ['split: {evaluate: 12.5%}', 'the last 12.5 % of the rows (by t) are evaluated'],
    ['split: {evaluate: 20%, slices: daily}', 'daily slices'],
    ['split: {from: 2026-01-05}', 'rows from 2026-01-05 (by t) are evaluated'],
    ['split: {from: 2026-01-05, to: 2026-01-09}', 'to before 2026-01-09'],
    [
      'split: {column: part, train: a, evaluate: b}',
      'rows whose part is b are evaluated, those with a train',
    ],
  ])('describes %s', async (split, sentence) => {
    const { code, terminal } = await check(`version: 1\n${LOG}\n${split}\n`);
    expect(terminal.stdout.replace(/\s+/g, ' ')).toContain(sentence);
    expect(terminal.stdout).toMatch(/rows +1,234\n/);
    expect(terminal.stdout).toMatch(/arms +base\n/);
    expect({ code, stderr: terminal.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('names the arms of sources and models', async () => {
    const { terminal } = await check(`version: 1
${LOG}
sources: [{name: ctr, columns: [c]}]
models:
  - {name: notellm, embeddings: v.parquet, item: i, vector: v}
  - {name: prod-v2, predictions: a.csv, baseline: b.csv, key: [u, i], score: s}
`);
    expect(terminal.stdout.replace(/\s+/g, ' ')).toContain(
      'arms base; leaked-total, placebo of ctr; model of notellm; baseline, model of prod-v2',
    );
  });

  it('says which program would be run, and that it is absent where it is', async () => {
    const line = await check(`version: 1\n${LOG}\nranker: {command: python train.py}\nseeds: 2\n`);
    expect(line.terminal.stdout).toMatch(
      /program +python train\.py: at most 12 runs, one after another, each at most 1 h 00 min\n/,
    );
    const absent = await check(`version: 1\n${LOG}\nranker: {command: [bin/none]}\n`);
    expect(absent.code).toBe(2);
    expect(absent.terminal.stderr).toMatch(/lis\.yaml:3:\d+: .*there is no program `bin\/none`/);
  });

  it('hands the parsed spec and its folder to the engine', async () => {
    await check(`version: 1\n${LOG}\n`, async (parsed, folder, run) => {
      expect(parsed.log.user).toBe('u');
      expect(folder).toBe(cwd);
      expect(run).toMatchObject({ threads: 1, memoryBytes: 2 ** 30 });
      return found;
    });
    expect.assertions(3);
  });

  it('turns a cancelled check into 130', async () => {
    const { code } = await check(`version: 1\n${LOG}\n`, () => Promise.reject(new Cancelled()));
    expect(code).toBe(130);
  });

  it('shows the line that a failure points at, and no line for one that points at none', async () => {
    const at = new Failure('data', 'x', 'bad time', { specPath: ['log', 'time'] });
    const pointed = await check(`version: 1\n${LOG}\n`, () => Promise.reject(at));
    expect(pointed.code).toBe(3);
    expect(pointed.terminal.stderr).toBe(
      `lis: lis.yaml:2:58: bad time\n    ${LOG}\n    ${' '.repeat(57)}^\n`,
    );
    const full = new Failure('resource', 'disk-full', 'the disk is full');
    const { code, terminal } = await check(`version: 1\n${LOG}\n`, () => Promise.reject(full));
    expect({ code, stderr: terminal.stderr }).toEqual({ code: 4, stderr: 'lis: the disk is full\n' });
  });

  it.each([
    [
      'another machine without TLS as a run does, before anything is sent',
      'sc://spark.example.com',
      '',
      'The token would go to spark.example.com:15002 where others can read it: set `engine.tls` to true.',
    ],
    // What is next in the way is that the variable is not set: nothing is said of who could read it.
    ['another machine with TLS only for want of one', 'sc://spark.example.com', ', tls: true', NO_TOKEN],
    ['this machine only for want of one', 'sc://127.0.0.1', '', NO_TOKEN],
  ])('refuses a token for %s', async (_, url, tls, message) => {
    const text = `version: 1\nengine: {kind: spark, url: '${url}'${tls}, token: {env: T}}\n${LOG}\n`;
    const spark = (settings: EngineSpec) => createSparkEngine(settings, () => NO_ENGINE, { env: {} });
    const { code, terminal } = await check(text, (parsed, folder, run) =>
      spark(parsed.engine!).check(parsed, folder, run),
    );
    expect(code).toBe(2);
    expect(terminal.stderr).toMatch(/^lis: lis\.yaml:2:\d+: /);
    expect(terminal.stderr.split('\n')[0]?.endsWith(`: ${message}`)).toBe(true);
    const run = { signal: new AbortController().signal, onProgress: () => undefined, threads: 1 };
    const { spec: parsed } = parseSpec(text);
    const evaluated = spark(parsed!.engine!).load(parsed!, cwd, { ...run, memoryBytes: 2 ** 30 });
    await expect(evaluated).rejects.toThrow(message);
  });

  it('prints every problem of the spec before it asks the engine anything', async () => {
    const { code, terminal } = await check(`version: 1\nseedz: 3\nfoldz: 2\n${LOG}\n`, () =>
      Promise.reject(new Error('not asked')),
    );
    expect(code).toBe(2);
    expect(terminal.stderr).toMatch(/^lis: lis\.yaml:2:1: .*`seedz`.*\n {4}seedz: 3\n {4}\^\n/);
    expect(terminal.stderr).toMatch(/\nlis: lis\.yaml:3:1: .*`foldz`.*\n {4}foldz: 2\n {4}\^\n$/);
  });

  it('refuses a spec that cannot be read', async () => {
    const command = checkCommand(
      join(cwd, 'none.yaml'),
      options,
      recorder({ cwd }),
      engine(async () => found),
    );
    await expect(command).rejects.toMatchObject({ kind: 'usage', code: 'spec-unreadable' });
  });
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Evaluate, evaluateCommand } from '../../../src/cli/evaluate.ts';
import { Cancelled, Failure } from '../../../src/common/failure.ts';
import type { Engine } from '../../../src/data/engine.ts';
import { readReport } from '../../../src/report/kept/store.ts';
import { NO_ENGINE } from '../../support/engine.ts';
import { fullReport, modelsReport, sampleReport } from '../report/sample.ts';
import { recorder } from './recorder.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lis-evaluate-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const options = { format: 'table', threads: 2, memory: 2 ** 30 } as const;
const done: Evaluate = async () => sampleReport();

describe('evaluateCommand', () => {
  it('writes the report beside the spec, and ends one screen with its path and how to see more', async () => {
    const terminal = recorder({ cwd });
    expect(await evaluateCommand(join(cwd, 'lis.yaml'), options, terminal, done, NO_ENGINE)).toBe(0);
    const [name] = readdirSync(join(cwd, '.lis', 'runs'));
    expect(terminal.stdout).toMatch(/^co-click adds 0\.012 ± 0\.004 AUC/);
    expect(terminal.stdout).toContain(`\nReport  ${join('.lis', 'runs', name!)}\n`);
    expect(terminal.stdout).toMatch(/\nMore {4}lis report lis\.yaml --full\n/);
    expect(await readReport(join(cwd, '.lis', 'runs', name!))).toEqual(sampleReport());
  });

  it('names the report itself where it does not lie beside the spec', async () => {
    const terminal = recorder({ cwd });
    await evaluateCommand(
      join(cwd, 'lis.yaml'),
      { ...options, report: 'out/r.json' },
      terminal,
      done,
      NO_ENGINE,
    );
    expect(terminal.stdout).toMatch(/\nMore {4}lis report out\/r\.json --full\n/);
  });

  it('prints the whole table when asked, and a screen as wide as the terminal', async () => {
    const path = join(cwd, 'lis.yaml');
    const full = recorder({ cwd });
    await evaluateCommand(path, { ...options, full: true }, full, done, NO_ENGINE);
    expect(full.stdout).toContain('Leakage Impact Score  lis.yaml');
    expect(full.stdout).toContain('How to read it');
    for (const over of [{ outColumns: 40 }, { env: { COLUMNS: '40' } }]) {
      const narrow = recorder({ cwd, ...over });
      await evaluateCommand(path, { ...options, report: 'r.json' }, narrow, done, NO_ENGINE);
      const widths = narrow.stdout.split('\n').map((line) => line.length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(40);
      expect(Math.max(...widths)).toBeGreaterThan(30);
    }
  });

  it('prints the report and nothing else as JSON', async () => {
    const terminal = recorder({ cwd, outIsTty: true });
    const json = { ...options, format: 'json', report: 'out/r.json' } as const;
    await evaluateCommand(join(cwd, 'lis.yaml'), json, terminal, done, NO_ENGINE);
    expect(JSON.parse(terminal.stdout)).toEqual(sampleReport());
    expect(terminal.stdout).toBe(readFileSync(join(cwd, 'out', 'r.json'), 'utf8'));
  });

  it('hands the request over and shows progress', async () => {
    const core = vi.fn<Evaluate>(async ({ run }) => {
      run.onProgress({ phase: 'train', message: 'training base, seed 1', fraction: 0.4 });
      return sampleReport();
    });
    const terminal = recorder({ cwd });
    await evaluateCommand(
      '/x/lis.yaml',
      { ...options, seeds: 5, report: join(cwd, 'r') },
      terminal,
      core,
      NO_ENGINE,
    );
    const { specPath, seeds, run } = core.mock.calls[0]![0];
    expect({ specPath, seeds, threads: run.threads, memory: run.memoryBytes }).toEqual({
      specPath: '/x/lis.yaml',
      seeds: 5,
      threads: 2,
      memory: 2 ** 30,
    });
    expect(terminal.stderr).toBe(' 40 % · training base, seed 1\n');
  });

  it('keeps its cache beside the spec, unless told to do without', async () => {
    const core = vi.fn<Evaluate>(done);
    for (const cache of [true, false])
      await evaluateCommand(join(cwd, 'a.yaml'), { ...options, cache }, recorder({ cwd }), core, NO_ENGINE);
    const folders = core.mock.calls.map(([{ run }]) => run.cacheFolder);
    expect(folders).toEqual([join(cwd, '.lis', 'cache'), undefined]);
  });

  it('colours on a terminal only, and not against NO_COLOR', async () => {
    const colour = async (over: object) => {
      const terminal = recorder({ cwd, ...over });
      await evaluateCommand(join(cwd, 'lis.yaml'), options, terminal, done, NO_ENGINE);
      return terminal.stdout.includes('\u001b');
    };
    expect(await colour({ outIsTty: true })).toBe(true);
    expect(await colour({ outIsTty: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await colour({ outIsTty: true, env: { TERM: 'dumb' } })).toBe(false);
    expect(await colour({ outIsTty: false })).toBe(false);
  });

  it('stops at the first Ctrl-C with 130 and no report, and dies at the second', async () => {
    const terminal = recorder({ cwd });
    const core: Evaluate = ({ run }) =>
      new Promise((_, reject) => {
        run.signal.addEventListener('abort', () => {
          terminal.interrupt('SIGTERM');
          reject(new Cancelled());
        });
        terminal.interrupt();
      });
    expect(await evaluateCommand(join(cwd, 'lis.yaml'), options, terminal, core, NO_ENGINE)).toBe(143);
    expect(terminal.killed).toEqual(['SIGTERM']);
    expect(terminal.stderr).toBe('lis: cancelled; no report was written\n');
    expect(existsSync(join(cwd, '.lis'))).toBe(false);
    terminal.interrupt(); // nobody listens after the run
    expect(terminal.killed).toEqual(['SIGTERM']);
  });

  it('writes nothing when the interrupt comes as the core ends', async () => {
    const terminal = recorder({ cwd });
    const core: Evaluate = async () => {
      terminal.interrupt();
      return sampleReport();
    };
    expect(await evaluateCommand(join(cwd, 'lis.yaml'), options, terminal, core, NO_ENGINE)).toBe(130);
    expect(existsSync(join(cwd, '.lis'))).toBe(false);
  });

  it('passes failures on and leaves a previous report alone', async () => {
    writeFileSync(join(cwd, 'r.json'), '{"version": 1}');
    const fails: Evaluate = () => Promise.reject(new Failure('data', 'x', 'bad'));
    const named = { ...options, report: 'r.json' };
    await expect(
      evaluateCommand(join(cwd, 'lis.yaml'), named, recorder({ cwd }), fails, NO_ENGINE),
    ).rejects.toThrow('bad');
    expect(readFileSync(join(cwd, 'r.json'), 'utf8')).toBe('{"version": 1}');
  });

  it('refuses a place that cannot be written before it starts', async () => {
    const core = vi.fn(done);
    writeFileSync(join(cwd, 'file'), '');
    for (const report of ['.', 'file/below/r.json']) {
      const command = evaluateCommand(
        join(cwd, 'lis.yaml'),
        { ...options, report },
        recorder({ cwd }),
        core,
        NO_ENGINE,
      );
      await expect(command).rejects.toMatchObject({ kind: 'resource', code: 'cannot-write' });
    }
    expect(core).not.toHaveBeenCalled();
  });
});

const SPEC = `version: 1
log: {path: a.parquet, user: u, item: i, label: y, time: t}
sources:
  - {name: co-click, build: co-click}
  - {name: editorial, build: co-click, use: [max, mean]}
`;
const GATE = 'gate: {source: co-click, transferable: ">= 0.02"}\n';

describe('evaluateCommand with a gate', () => {
  const gated = async (spec: string, over: object = {}, report = fullReport()) => {
    writeFileSync(join(cwd, 'lis.yaml'), spec);
    const terminal = recorder({ cwd });
    const core = vi.fn<Evaluate>(async () => report);
    const code = await evaluateCommand(
      join(cwd, 'lis.yaml'),
      { ...options, gate: true, ...over },
      terminal,
      core,
      NO_ENGINE,
    );
    return { code, terminal, core };
  };

  it('exits with 1 and one sentence where it is not met, after the report is written', async () => {
    const { code, terminal } = await gated(SPEC + GATE);
    expect(code).toBe(1);
    expect(terminal.stderr).toBe('lis: gate not met: co-click: transferable >= 0.02; found +0.0120\n');
    expect(readdirSync(join(cwd, '.lis', 'runs'))).toHaveLength(1);
  });

  it('exits with 0 where it is met, and judges a report without one', async () => {
    const met = fullReport();
    met.gate!.met = true;
    expect(await gated(SPEC + GATE, {}, met)).toMatchObject({ code: 0, terminal: { stderr: '' } });
    expect((await gated(SPEC + GATE, {}, sampleReport())).code).toBe(1);
    expect((await gated(SPEC + GATE.replace('0.02', '0.01'), {}, sampleReport())).code).toBe(0);
  });

  it('does not judge unless asked', async () => {
    expect(await gated(SPEC + GATE, { gate: false })).toMatchObject({ code: 0, terminal: { stderr: '' } });
  });

  it.each([
    ['no gate', SPEC, {}, 'no-gate', /the spec has no gate; add one/],
    [
      'a source that does not exist',
      SPEC + GATE.replace('co-click', 'co-clik'),
      {},
      'unknown-gate-source',
      /did you mean `co-click`\?/,
    ],
    [
      'a source left out',
      SPEC + GATE,
      { source: ['editorial'] },
      'unknown-gate-source',
      /which is not evaluated/,
    ],
    ['no bound', `${SPEC}gate: {source: co-click}\n`, {}, 'empty-gate', /has no bound/],
  ])('refuses %s before any work', async (_name, spec, over, code, message) => {
    const command = gated(spec, over);
    await expect(command).rejects.toMatchObject({
      kind: 'usage',
      code,
      message: expect.stringMatching(message),
    });
    expect(existsSync(join(cwd, '.lis'))).toBe(false);
  });

  it('says where in the spec', async () => {
    await expect(gated(SPEC + GATE.replace('co-click', 'co-clik'))).rejects.toMatchObject({
      where: { file: join(cwd, 'lis.yaml'), line: 6, column: 16 },
    });
  });
});

const MODELS = `models:
  - {name: notellm, embeddings: v.parquet, item: i, vector: v}
  - {name: prod-v2, predictions: a.csv, baseline: b.csv, key: [u, i], score: s}
`;

describe('evaluateCommand with models', () => {
  const run = async (over: object, gate = '') => {
    writeFileSync(join(cwd, 'lis.yaml'), SPEC + MODELS + gate);
    const terminal = recorder({ cwd });
    const core = vi.fn<Evaluate>(async () => modelsReport());
    const engine: Engine = {
      ...NO_ENGINE,
      check: async () => ({ files: [], columns: [], rows: 1000 }),
    };
    const code = await evaluateCommand(
      join(cwd, 'lis.yaml'),
      { ...options, ...over },
      terminal,
      core,
      engine,
    );
    return {
      code,
      terminal,
      core,
      lines: terminal.stdout.split('\n').map((l) => l.replace(/ +/g, ' ').trim()),
    };
  };

  it('takes the name of one for --source', async () => {
    const { core } = await run({ source: ['notellm'] });
    expect(core.mock.calls[0]![0]).toMatchObject({ sources: ['notellm'] });
    await expect(run({ source: ['notelm'] })).rejects.toMatchObject({
      message: 'the spec has no source or model `notelm`; did you mean `notellm`?',
      where: { file: join(cwd, 'lis.yaml') },
    });
  });

  it('judges a gate on one, and refuses one that is left out', async () => {
    const gate = (bound: string) => `gate: {model: notellm, ais: "${bound}"}\n`;
    const judged = async (bound: string) => {
      const core: Evaluate = async () => {
        const { gate: _, ...report } = modelsReport();
        return report;
      };
      writeFileSync(join(cwd, 'lis.yaml'), SPEC + MODELS + gate(bound));
      const terminal = recorder({ cwd });
      const gated = { ...options, gate: true };
      return [
        await evaluateCommand(join(cwd, 'lis.yaml'), gated, terminal, core, NO_ENGINE),
        terminal.stderr,
      ];
    };
    expect(await judged('>= 0.009')).toEqual([0, '']);
    expect(await judged('>= 0.02')).toEqual([1, 'lis: gate not met: notellm: ais >= 0.02; found +0.0096\n']);
    await expect(run({ gate: true, source: ['prod-v2'] }, gate('>= 0.02'))).rejects.toMatchObject({
      code: 'unknown-gate-model',
      message: expect.stringMatching(/the model `notellm`, which is not evaluated; there is `prod-v2`/),
    });
  });

  it('plans an arm for vectors, and two that are read for score files', async () => {
    const { lines } = await run({ dryRun: true, seeds: 1, source: ['notellm', 'prod-v2'] });
    expect(lines[0]).toBe('lis.yaml: would train 2 arms × 1 seed; nothing was trained');
    // Two arms on the base, and both on two weaker ones.
    expect(lines).toContain('heads to train, at most 6');
    expect(lines).toContain('trainings of the base, at most 6');
    expect(lines).toContain('and without one feature each, at most 0');
    expect(lines).toContain('arms read from score files 2');
    expect(lines).toContain('model:notellm 28');
    expect(lines).toContain('baseline:prod-v2 scores');
    expect(lines).toContain('model:prod-v2 scores');
  });
});

describe('evaluateCommand with --source, --null-check, --format', () => {
  const run = async (over: object) => {
    writeFileSync(join(cwd, 'lis.yaml'), SPEC);
    const terminal = recorder({ cwd });
    const core = vi.fn<Evaluate>(async () => fullReport());
    const code = await evaluateCommand(
      join(cwd, 'lis.yaml'),
      { ...options, ...over },
      terminal,
      core,
      NO_ENGINE,
    );
    return { code, terminal, core };
  };

  it('asks the core for these sources, and for the null check', async () => {
    const { core } = await run({ source: ['editorial'], nullCheck: true });
    expect(core.mock.calls[0]![0]).toMatchObject({ sources: ['editorial'], nullCheck: true });
    const plain = await run({});
    expect(plain.core.mock.calls[0]![0]).not.toHaveProperty('sources');
    expect(plain.core.mock.calls[0]![0]).not.toHaveProperty('nullCheck');
  });

  it('refuses a source that the spec does not have, with the nearest', async () => {
    await expect(run({ source: ['co-click', 'editorail'] })).rejects.toMatchObject({
      kind: 'usage',
      code: 'unknown-source',
      message: 'the spec has no source or model `editorail`; did you mean `editorial`?',
    });
  });

  it('prints Markdown and JUnit', async () => {
    expect((await run({ format: 'markdown' })).terminal.stdout).toMatch(/^# Leakage Impact Score/);
    expect((await run({ format: 'junit' })).terminal.stdout).toMatch(/^<\?xml/);
  });
});

describe('evaluateCommand with --dry-run', () => {
  it('prints the plan, trains nothing and writes nothing', async () => {
    writeFileSync(join(cwd, 'lis.yaml'), SPEC);
    const terminal = recorder({ cwd });
    const core = vi.fn(done);
    const engine: Engine = {
      ...NO_ENGINE,
      check: async () => ({ files: [], columns: [], rows: 1000 }),
    };
    const dry = { ...options, dryRun: true, seeds: 2, source: ['editorial'] };
    expect(await evaluateCommand(join(cwd, 'lis.yaml'), dry, terminal, core, engine)).toBe(0);
    expect(core).not.toHaveBeenCalled();
    expect(existsSync(join(cwd, '.lis'))).toBe(false);
    const lines = terminal.stdout.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
    expect(lines[0]).toBe('lis.yaml: would train 6 arms × 2 seeds; nothing was trained');
    expect(lines).toContain('recipes of the base to try 16');
    expect(lines).toContain('trainings of the base, at most 12');
    expect(lines).toContain('heads to train, at most 16');
    expect(lines).toContain('and without one feature each, at most 4');
    expect(terminal.stdout).toMatch(
      /^ {2}A run takes about \d+ s on 2 threads, \d+ s if no training stops early; about \d+ MB of memory; less with what earlier runs have kept in \.lis\/cache\.$/m,
    );
    expect(lines).toContain('base 6');
    expect(lines).toContain('fresh:editorial 8');
    expect(terminal.stdout).not.toContain('co-click');
  });
});

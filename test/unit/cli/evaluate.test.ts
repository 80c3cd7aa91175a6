import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Evaluate, evaluateCommand } from '../../../src/cli/evaluate.ts';
import { Cancelled, Failure } from '../../../src/report/failure.ts';
import { readReport } from '../../../src/report/store.ts';
import { sampleReport } from '../report/sample.ts';
import { recorder } from './recorder.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lis-evaluate-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const options = { format: 'table', threads: 2, memory: 2 ** 30 } as const;
const done: Evaluate = async () => sampleReport();

describe('evaluateCommand', () => {
  it('writes the report beside the spec and ends its table with the path', async () => {
    const terminal = recorder({ cwd });
    expect(await evaluateCommand(join(cwd, 'lis.yaml'), options, terminal, done)).toBe(0);
    const [name] = readdirSync(join(cwd, '.lis', 'runs'));
    expect(terminal.stdout).toContain(`Report: ${join('.lis', 'runs', name!)}\n`);
    expect(terminal.stdout).toContain('Leakage Impact Score  lis.yaml');
    expect(await readReport(join(cwd, '.lis', 'runs', name!))).toEqual(sampleReport());
  });

  it('prints the report and nothing else as JSON', async () => {
    const terminal = recorder({ cwd, outIsTty: true });
    const json = { ...options, format: 'json', report: 'out/r.json' } as const;
    await evaluateCommand(join(cwd, 'lis.yaml'), json, terminal, done);
    expect(JSON.parse(terminal.stdout)).toEqual(sampleReport());
    expect(terminal.stdout).toBe(readFileSync(join(cwd, 'out', 'r.json'), 'utf8'));
  });

  it('hands the request over and shows progress', async () => {
    const core = vi.fn<Evaluate>(async ({ run }) => {
      run.onProgress({ phase: 'train', message: 'training base, seed 1', fraction: 0.4 });
      return sampleReport();
    });
    const terminal = recorder({ cwd });
    await evaluateCommand('/x/lis.yaml', { ...options, seeds: 5, report: join(cwd, 'r') }, terminal, core);
    const { specPath, seeds, run } = core.mock.calls[0]![0];
    expect({ specPath, seeds, threads: run.threads, memory: run.memoryBytes }).toEqual({
      specPath: '/x/lis.yaml',
      seeds: 5,
      threads: 2,
      memory: 2 ** 30,
    });
    expect(terminal.stderr).toBe(' 40 % · training base, seed 1\n');
  });

  it('colours on a terminal only, and not against NO_COLOR', async () => {
    const colour = async (over: object) => {
      const terminal = recorder({ cwd, ...over });
      await evaluateCommand(join(cwd, 'lis.yaml'), options, terminal, done);
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
    expect(await evaluateCommand(join(cwd, 'lis.yaml'), options, terminal, core)).toBe(143);
    expect(terminal.killed).toEqual([143]);
    expect(terminal.stderr).toBe('lis: cancelled; no report was written\n');
    expect(existsSync(join(cwd, '.lis'))).toBe(false);
    terminal.interrupt(); // nobody listens after the run
    expect(terminal.killed).toEqual([143]);
  });

  it('writes nothing when the interrupt comes as the core ends', async () => {
    const terminal = recorder({ cwd });
    const core: Evaluate = async () => {
      terminal.interrupt();
      return sampleReport();
    };
    expect(await evaluateCommand(join(cwd, 'lis.yaml'), options, terminal, core)).toBe(130);
    expect(existsSync(join(cwd, '.lis'))).toBe(false);
  });

  it('passes failures on and leaves a previous report alone', async () => {
    writeFileSync(join(cwd, 'r.json'), '{"version": 1}');
    const fails: Evaluate = () => Promise.reject(new Failure('data', 'x', 'bad'));
    const named = { ...options, report: 'r.json' };
    await expect(evaluateCommand(join(cwd, 'lis.yaml'), named, recorder({ cwd }), fails)).rejects.toThrow(
      'bad',
    );
    expect(readFileSync(join(cwd, 'r.json'), 'utf8')).toBe('{"version": 1}');
  });

  it('refuses a place that cannot be written before it starts', async () => {
    const core = vi.fn(done);
    writeFileSync(join(cwd, 'file'), '');
    for (const report of ['.', 'file/below/r.json']) {
      const command = evaluateCommand(join(cwd, 'lis.yaml'), { ...options, report }, recorder({ cwd }), core);
      await expect(command).rejects.toMatchObject({ kind: 'resource', code: 'cannot-write' });
    }
    expect(core).not.toHaveBeenCalled();
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluateCommand } from '../../../src/cli/evaluate.ts';
import { traceTo } from '../../../src/cli/trace.ts';
import { Failure } from '../../../src/common/failure.ts';
import { NO_ENGINE } from '../../support/engine.ts';
import { sampleReport } from '../report/sample.ts';
import { recorder } from './recorder.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lis-trace-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const events = (file: string): { ph: string; name: string; tid: number; dur: number }[] =>
  JSON.parse(readFileSync(join(cwd, file), 'utf8')).traceEvents;

describe('--trace', () => {
  it('writes the steps of the run, and its memory', async () => {
    const options = { format: 'table', threads: 1, memory: 2 ** 30, trace: 't.json' } as const;
    const code = await evaluateCommand(
      join(cwd, 'lis.yaml'),
      options,
      recorder({ cwd }),
      async ({ run }) => {
        run.trace!.step('read', 'reading the log');
        run.trace!.step('read', 'reading the log'); // the same one goes on
        run.trace!.step('train', 'training the base');
        return sampleReport();
      },
      NO_ENGINE,
    );
    expect(code).toBe(0);
    const all = events('t.json');
    expect(all.filter(({ ph }) => ph === 'X').map(({ name }) => name)).toEqual([
      'reading the log',
      'training the base',
    ]);
    expect(all.filter(({ ph }) => ph === 'C').length).toBe(2);
    expect(all[0]).toMatchObject({ ph: 'M', name: 'thread_name', args: { name: 'run' } });
  });

  it('is written of a run that fails too', async () => {
    const options = { format: 'table', threads: 1, memory: 2 ** 30, trace: 't.json' } as const;
    const failing = evaluateCommand(
      join(cwd, 'lis.yaml'),
      options,
      recorder({ cwd }),
      async ({ run }) => {
        run.trace!.step('read', 'reading the log');
        throw new Failure('data', 'broken', 'broken.');
      },
      NO_ENGINE,
    );
    await expect(failing).rejects.toThrow('broken');
    expect(events('t.json').some(({ name }) => name === 'reading the log')).toBe(true);
  });

  it('replaces a trace, and no other file', async () => {
    const { write } = await traceTo('t.json', cwd);
    await write();
    await expect(traceTo('t.json', cwd)).resolves.toBeDefined();
    writeFileSync(join(cwd, 'clicks.csv'), 'user,item\n1,2\n');
    await expect(traceTo('clicks.csv', cwd)).rejects.toMatchObject({ kind: 'usage', code: 'not-a-trace' });
    expect(readFileSync(join(cwd, 'clicks.csv'), 'utf8')).toBe('user,item\n1,2\n');
    await expect(traceTo('r.json', cwd, join(cwd, 'r.json'))).rejects.toMatchObject({ code: 'not-a-trace' });
    await expect(traceTo('no/such/t.json', cwd)).rejects.toMatchObject({ kind: 'resource', code: 'trace' });
  });
});

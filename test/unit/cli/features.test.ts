import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ExportFeatures, featuresCommand } from '../../../src/cli/features.ts';
import { Cancelled, Failure } from '../../../src/common/failure.ts';
import { recorder } from './recorder.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lis-features-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const options = { out: 'f', threads: 2, memory: 2 ** 30 };
const exporting: ExportFeatures = async () => ({
  version: 1,
  tool: '1.2.3',
  spec: { path: 'lis.yaml', hash: 'ab' },
  seed: 1,
  folds: 5,
  key: ['row'],
  files: [
    { file: 'base.parquet', rows: 1234, columns: [{ name: 'a', arm: 'base', feature: 'a' }] },
    { file: 'co-click.parquet', source: 'co-click', rows: 1234, columns: [] },
  ],
});

describe('featuresCommand', () => {
  it('says what was written', async () => {
    const terminal = recorder({ cwd });
    const core = vi.fn(exporting);
    expect(await featuresCommand('/x/lis.yaml', { ...options, source: ['co-click'] }, terminal, core)).toBe(
      0,
    );
    const [request, folder] = core.mock.calls[0]!;
    expect(folder).toBe(join(cwd, 'f'));
    expect(request).toMatchObject({ specPath: '/x/lis.yaml', sources: ['co-click'], run: { threads: 2 } });
    const lines = terminal.stdout.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
    expect(lines).toContain('base.parquet 1,234 1');
    expect(lines[0]).toBe('f: features of every arm; manifest.json says what each column is');
  });

  it('says which models have no features', async () => {
    const terminal = recorder({ cwd });
    const core: ExportFeatures = async (request, folder) => ({
      ...(await exporting(request, folder)),
      scoresOnly: ['prod-v2'],
    });
    expect(await featuresCommand('/x/lis.yaml', options, terminal, core)).toBe(0);
    expect(terminal.stdout).toMatch(/\n\nprod-v2 is given by score files, which have no features\n$/);
  });

  it('mixes with nobody else’s files, but repeats itself', async () => {
    const run = (over: object = {}) =>
      featuresCommand('/x/lis.yaml', { ...options, ...over }, recorder({ cwd }), exporting);
    writeFileSync(join(cwd, 'file'), '');
    await expect(run({ out: 'file' })).rejects.toMatchObject({ kind: 'usage', code: 'no-folder' });
    mkdirSync(join(cwd, 'f'));
    expect(await run()).toBe(0);
    writeFileSync(join(cwd, 'f', 'mine.txt'), '');
    await expect(run()).rejects.toMatchObject({ kind: 'usage', code: 'folder-in-use' });
    expect(await run({ force: true })).toBe(0);
    writeFileSync(join(cwd, 'f', 'manifest.json'), '');
    expect(await run()).toBe(0);
  });

  it('stops at Ctrl-C, and passes failures on', async () => {
    const terminal = recorder({ cwd });
    const stopped: ExportFeatures = async ({ run }) => {
      terminal.interrupt();
      if (run.signal.aborted) throw new Cancelled();
      throw new Error('not reached');
    };
    expect(await featuresCommand('/x/lis.yaml', options, terminal, stopped)).toBe(130);
    expect(terminal.stderr).toBe('lis: cancelled; nothing was exported\n');
    const fails: ExportFeatures = () => Promise.reject(new Failure('data', 'x', 'bad'));
    await expect(featuresCommand('/x/lis.yaml', options, recorder({ cwd }), fails)).rejects.toThrow('bad');
  });
});

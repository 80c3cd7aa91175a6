import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Commands, runCli } from '../../../src/cli/program.ts';
import { Failure } from '../../../src/common/failure.ts';
import { recorder } from './recorder.ts';

const commands = () => ({
  evaluate: vi.fn<Commands['evaluate']>(async () => 0),
  check: vi.fn<Commands['check']>(async () => 0),
  watch: vi.fn<Commands['watch']>(async () => 0),
  report: vi.fn<Commands['report']>(async () => 0),
  compare: vi.fn<Commands['compare']>(async () => 0),
  init: vi.fn<Commands['init']>(async () => 0),
  features: vi.fn<Commands['features']>(async () => 0),
  audit: vi.fn<Commands['audit']>(async () => 0),
  mcp: vi.fn<Commands['mcp']>(async () => 0),
  explain: vi.fn<Commands['explain']>(async () => 0),
});

describe('runCli', () => {
  it('evaluates lis.yaml of the working folder by default', async () => {
    const fake = commands();
    expect(await runCli(['evaluate'], recorder(), '1.2.3', fake)).toBe(0);
    const [path, options] = fake.evaluate.mock.calls[0]!;
    expect(path).toBe('/project/lis.yaml');
    expect(options).toMatchObject({ format: 'table' });
    expect(options.threads).toBeGreaterThanOrEqual(1);
    expect(options).not.toHaveProperty('seeds');
  });

  it('passes every option on', async () => {
    const fake = commands();
    const args =
      'evaluate a/b.yaml --report r.json --format json --seeds 5 --precision 0.0005 --threads 3 --memory 2GB --quiet';
    await runCli(args.split(' '), recorder(), '1.2.3', fake);
    expect(fake.evaluate.mock.calls[0]!.slice(0, 2)).toEqual([
      '/project/a/b.yaml',
      {
        cache: true,
        report: 'r.json',
        format: 'json',
        seeds: 5,
        precision: 0.0005,
        threads: 3,
        memory: 2 * 1024 ** 3,
        quiet: true,
      },
    ]);
  });

  it('does without the cache where told to', async () => {
    const fake = commands();
    await runCli(['evaluate', 'a.yaml', '--no-cache'], recorder(), '1.2.3', fake);
    expect(fake.evaluate.mock.calls[0]![1]).toMatchObject({ cache: false });
  });

  it('writes features where --out says, and asks for it', async () => {
    const fake = commands();
    await runCli('features a.yaml --out f --source x'.split(' '), recorder(), '1.2.3', fake);
    expect(fake.features.mock.calls[0]!.slice(0, 2)).toEqual([
      '/project/a.yaml',
      { out: 'f', source: ['x'], threads: expect.any(Number), memory: expect.any(Number) },
    ]);
    expect(await runCli(['features', 'a.yaml'], recorder(), '1.2.3', fake)).toBe(2);
  });

  it('passes what narrows and judges a run', async () => {
    const fake = commands();
    const args = 'evaluate --source a --source b --gate --dry-run --null-check --format junit';
    await runCli(args.split(' '), recorder(), '1.2.3', fake);
    expect(fake.evaluate.mock.calls[0]![1]).toMatchObject({
      source: ['a', 'b'],
      gate: true,
      dryRun: true,
      nullCheck: true,
      format: 'junit',
    });
  });

  it('prints the whole table, and a drawing in a theme, when asked', async () => {
    const fake = commands();
    await runCli(['evaluate', '--full'], recorder(), '1.2.3', fake);
    expect(fake.evaluate.mock.calls[0]![1]).toMatchObject({ full: true, format: 'table' });
    const drawing = ['report', 'r.json', '--format', 'svg', '--theme', 'dark'];
    await runCli(drawing, recorder(), '1.2.3', fake);
    expect(fake.report.mock.calls[0]![1]).toEqual({ format: 'svg', theme: 'dark' });
    const wrong = recorder();
    expect(await runCli(['report', 'r.json', '--theme', 'pink'], wrong, '1.2.3', fake)).toBe(2);
    expect(wrong.stderr).toMatch(/light, dark/);
  });

  it('watches a spec', async () => {
    const fake = commands();
    const args = ['watch', 'a.yaml', '--source', 'x', '--seeds', '2', '--precision', '0.001', '--quiet'];
    expect(await runCli(args, recorder(), '1.2.3', fake)).toBe(0);
    expect(fake.watch.mock.calls[0]!.slice(0, 2)).toEqual([
      '/project/a.yaml',
      expect.objectContaining({ source: ['x'], seeds: 2, precision: 0.001, quiet: true }),
    ]);
  });

  it('reports, compares and starts specs', async () => {
    const fake = commands();
    await runCli(['report', 'r.json', '--format', 'html'], recorder(), '1.2.3', fake);
    expect(fake.report.mock.calls[0]!.slice(0, 2)).toEqual(['r.json', { format: 'html' }]);
    await runCli(['compare', 'a.json', 'b.json'], recorder(), '1.2.3', fake);
    expect(fake.compare.mock.calls[0]!.slice(0, 2)).toEqual([['a.json', 'b.json'], { format: 'table' }]);
    await runCli(['init', 'log.csv', '--out', 'a.lis.yaml', '--force'], recorder(), '1.2.3', fake);
    expect(fake.init.mock.calls[0]!.slice(0, 2)).toEqual([
      ['log.csv'],
      expect.objectContaining({ out: 'a.lis.yaml', force: true }),
    ]);
  });

  it('exports features into a folder that must be named', async () => {
    const fake = commands();
    await runCli(['features', 'a.yaml', '--out', 'f', '--source', 's'], recorder(), '1.2.3', fake);
    expect(fake.features.mock.calls[0]!.slice(0, 2)).toEqual([
      '/project/a.yaml',
      expect.objectContaining({ out: 'f', source: ['s'] }),
    ]);
    const terminal = recorder();
    expect(await runCli(['features'], terminal, '1.2.3', fake)).toBe(2);
    expect(terminal.stderr).toMatch(/^lis: required option '--out <folder>'.*\n$/);
  });

  it('takes a folder for the spec in it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lis-cli-'));
    const fake = commands();
    await runCli(['check', folder], recorder(), '1.2.3', fake);
    rmSync(folder, { recursive: true });
    expect(fake.check.mock.calls[0]![0]).toBe(join(folder, 'lis.yaml'));
  });

  it.each([
    [
      'an unknown option',
      ['evaluate', '--sedes', '3'],
      /^lis: unknown option '--sedes'.*--seeds.*; see lis --help\n$/,
    ],
    ['an unknown command', ['evalute'], /^lis: unknown command 'evalute'.*evaluate.*\n$/],
    [
      'a bad number',
      ['evaluate', '--seeds', 'x'],
      /^lis: .*--seeds.*whole number from 1 to 100; see lis --help\n$/,
    ],
    [
      'a precision that no interval has',
      ['evaluate', '--precision', '0'],
      /^lis: .*--precision.*above 0 and at most 1, such as 0\.0005; see lis --help\n$/,
    ],
    [
      'the same of a watch',
      ['watch', '--precision', '1.5'],
      /^lis: .*--precision.*above 0 and at most 1, such as 0\.0005; see lis --help\n$/,
    ],
    ['a bad size', ['evaluate', '--memory', '4'], /^lis: .*--memory.*at least 256MB; see lis --help\n$/],
    ['a bad format', ['evaluate', '--format', 'xml'], /^lis: .*xml.*table, json, markdown, junit.*\n$/],
    ['too many arguments', ['check', 'a', 'b'], /^lis: too many arguments.*\n$/],
  ])('refuses %s in one line, with exit code 2', async (_name, args, message) => {
    const fake = commands();
    const terminal = recorder();
    expect(await runCli(args, terminal, '1.2.3', fake)).toBe(2);
    expect(terminal.stderr).toMatch(message);
    expect(terminal.stderr.trimEnd()).not.toContain('\n');
    expect(terminal.stdout).toBe('');
    expect(fake.evaluate).not.toHaveBeenCalled();
    expect(fake.watch).not.toHaveBeenCalled();
  });

  it('prints version and help as results', async () => {
    const version = recorder();
    expect(await runCli(['--version'], version, '1.2.3', commands())).toBe(0);
    expect(version.stdout).toBe('1.2.3\n');
    const help = recorder();
    expect(await runCli(['evaluate', '--help'], help, '1.2.3', commands())).toBe(0);
    expect(help.stdout).toMatch(/--report <file>/);
    expect(Math.max(...help.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('without a command prints the help as a mistake', async () => {
    const terminal = recorder();
    expect(await runCli([], terminal, '1.2.3', commands())).toBe(2);
    expect(terminal.stderr).toContain('Usage: lis');
  });

  it('turns failures into exit codes', async () => {
    const fake = commands();
    fake.evaluate.mockRejectedValue(new Failure('data', 'x', 'the log has no rows.'));
    const terminal = recorder();
    expect(await runCli(['evaluate'], terminal, '1.2.3', fake)).toBe(3);
    expect(terminal.stderr).toBe('lis: the log has no rows.\n');
    fake.evaluate.mockResolvedValue(130);
    expect(await runCli(['evaluate'], terminal, '1.2.3', fake)).toBe(130);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareCommand } from '../../../src/cli/compare.ts';
import { reportCommand } from '../../../src/cli/report.ts';
import { runPath, writeReport } from '../../../src/report/kept/store.ts';
import { fullReport, sampleReport } from '../report/sample.ts';
import { recorder } from './recorder.ts';

let cwd: string;
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'lis-report-'));
  await writeReport(join(cwd, 'a.json'), fullReport());
  await writeReport(join(cwd, 'b.json'), sampleReport());
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

describe('reportCommand', () => {
  const print = async (
    given: string,
    format: 'table' | 'html' | 'csv' | 'markdown' | 'json' | 'junit',
    full = false,
  ) => {
    const terminal = recorder({ cwd });
    expect(await reportCommand(given, { format, full }, terminal)).toBe(0);
    return terminal.stdout;
  };

  it('prints a report in every format', async () => {
    expect(await print('a.json', 'table')).toMatch(
      /^co-click is worth[\s\S]*\nReport {2}a\.json\nMore {4}lis report a\.json --full\n/,
    );
    expect(await print('a.json', 'table', true)).toContain('Report: a.json\n');
    expect(await print('a.json', 'html')).toMatch(/^<!doctype html>/);
    expect(await print('a.json', 'csv')).toMatch(/^source,/);
    expect(await print('a.json', 'markdown')).toMatch(/^# /);
    expect(await print('a.json', 'junit')).toMatch(/^<\?xml/);
    expect(JSON.parse(await print('a.json', 'json'))).toEqual(fullReport());
  });

  it('takes a spec for its latest report', async () => {
    const spec = join(cwd, 'lis.yaml');
    writeFileSync(spec, '');
    await expect(print('lis.yaml', 'csv')).rejects.toMatchObject({ kind: 'data', code: 'no-report' });
    await writeReport(runPath(spec, new Date(0)), sampleReport());
    expect(await print('lis.yaml', 'csv')).toContain('co-click');
  });

  it('refuses what is no report', async () => {
    await expect(print('none.json', 'csv')).rejects.toMatchObject({ code: 'unreadable-report' });
    writeFileSync(join(cwd, 'c.json'), '{}');
    await expect(print('c.json', 'csv')).rejects.toMatchObject({ code: 'corrupt-report' });
  });
});

describe('compareCommand', () => {
  it('prints a table or JSON', async () => {
    const table = recorder({ cwd });
    expect(await compareCommand(['a.json', 'b.json'], { format: 'table' }, table)).toBe(0);
    expect(table.stdout).toMatch(/^Reports\n {2}A {2}a\.json\n {2}B {2}b\.json\n/);
    const json = recorder({ cwd });
    await compareCommand(['a.json', 'b.json'], { format: 'json' }, json);
    expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, names: ['a.json', 'b.json'] });
  });

  it('refuses other data, one report, and too many', async () => {
    const other = sampleReport();
    other.data.rows = 5;
    await writeReport(join(cwd, 'c.json'), other);
    const compare = (...given: string[]) => compareCommand(given, { format: 'table' }, recorder({ cwd }));
    await expect(compare('a.json', 'c.json')).rejects.toMatchObject({ code: 'other-data' });
    await expect(compare('a.json')).rejects.toMatchObject({ code: 'one-report' });
    await expect(compare(...'aaaaa'.split('').map((n) => `${n}.json`))).rejects.toMatchObject({
      code: 'too-many-reports',
    });
  });
});

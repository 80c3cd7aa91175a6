import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runPath, writeReport } from '../../../../../src/report/kept/store.ts';
import { newestReports, newReportPath, storedHome } from '../../../../../src/vscode/state/reports/home.ts';
import { exampleReport } from '../../../../fixtures/report.ts';

let root: string;
let spec: string;
let storage: string;
const created = new Date('2026-11-01T10:00:00.000Z');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lis-home-'));
  spec = join(root, 'workspace', 'lis.yaml');
  storage = join(root, 'storage');
  mkdirSync(join(root, 'workspace'));
  writeFileSync(spec, 'version: 1\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a new report', () => {
  it('goes beside the spec where that can be written', async () => {
    const path = await newReportPath(spec, storage, created);
    expect(path).toBe(join(root, 'workspace', '.lis', 'runs', '2026-11-01T10-00-00-000Z-lis.json'));
  });

  it('goes to the storage where it cannot', async () => {
    const readOnly = vi.fn(() => Promise.reject(new Error('EROFS')));
    const path = await newReportPath(spec, storage, created, readOnly);
    expect(path.startsWith(storage)).toBe(true);
    expect(basename(path)).toBe('2026-11-01T10-00-00-000Z-lis.json');
    expect(readOnly).toHaveBeenCalledExactlyOnceWith(runPath(spec, created));
  });

  it('goes to the storage where a file is in the way of the folder', async () => {
    writeFileSync(join(root, 'workspace', '.lis'), '');
    expect((await newReportPath(spec, storage, created)).startsWith(storage)).toBe(true);
  });
});

describe('the newest report', () => {
  const readOnly = () => Promise.reject(new Error('EROFS'));
  const write = async (day: number, only?: string[], writable?: typeof readOnly): Promise<string> => {
    const time = `2026-11-0${day}T10:00:00.000Z`;
    const path = await newReportPath(spec, storage, new Date(time), writable);
    const report = exampleReport({ created: time });
    await writeReport(path, { ...report, spec: { ...report.spec, ...(only && { only }) } });
    return path;
  };
  const paths = async () => (await newestReports(spec, storage)).map(({ path }) => path);

  it('is found in either home, and is the younger of both', async () => {
    expect(await paths()).toEqual([]);
    const stored = await write(1, undefined, readOnly);
    expect(await paths()).toEqual([stored]);
    const beside = await write(2);
    expect(await paths()).toEqual([beside]);
  });

  it('that is about some sources is followed by those before it, up to one about all', async () => {
    await write(1);
    const whole = await write(2, undefined, readOnly);
    const partial = await write(3, ['swing']);
    const other = await write(4, ['co-click']);
    writeFileSync(runPath(spec, new Date('2026-11-05T10:00:00.000Z')), '{ damaged');
    expect(await paths()).toEqual([other, partial, whole]);
  });

  it('never is that of another spec with the same name', () => {
    expect(storedHome('/a/lis.yaml', storage)).not.toBe(storedHome('/b/lis.yaml', storage));
  });
});

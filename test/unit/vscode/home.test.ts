import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportPathFor, writeReport } from '../../../src/report/store.ts';
import { newestReport, newReportPath, storedHome } from '../../../src/vscode/reports/home.ts';
import { exampleReport } from '../../fixtures/report.ts';

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
    expect(readOnly).toHaveBeenCalledExactlyOnceWith(reportPathFor(spec, created));
  });

  it('goes to the storage where a file is in the way of the folder', async () => {
    writeFileSync(join(root, 'workspace', '.lis'), '');
    expect((await newReportPath(spec, storage, created)).startsWith(storage)).toBe(true);
  });
});

describe('the newest report', () => {
  const reportOf = (time: string) => exampleReport({ created: time });
  const readOnly = () => Promise.reject(new Error('EROFS'));

  it('is found in either home, and is the younger of both', async () => {
    expect(await newestReport(spec, storage)).toBeUndefined();
    const stored = await newReportPath(spec, storage, created, readOnly);
    await writeReport(stored, reportOf('2026-11-01T10:00:00.000Z'));
    expect((await newestReport(spec, storage))?.path).toBe(stored);

    const beside = await newReportPath(spec, storage, new Date('2026-11-02T10:00:00.000Z'));
    await writeReport(beside, reportOf('2026-11-02T10:00:00.000Z'));
    expect((await newestReport(spec, storage))?.path).toBe(beside);
  });

  it('never is that of another spec with the same name', () => {
    expect(storedHome('/a/lis.yaml', storage)).not.toBe(storedHome('/b/lis.yaml', storage));
  });
});

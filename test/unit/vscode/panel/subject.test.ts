import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { localTime } from '../../../../src/common/format.ts';
import { writeReport } from '../../../../src/report/kept/store.ts';
import { isRunFile, nameOfRun, sameSubject, subjectOfReport } from '../../../../src/vscode/panel/subject.ts';
import { exampleReport } from '../../../fixtures/report.ts';

const folder = mkdtempSync(join(tmpdir(), 'lis-subject-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a run lies under the folder of its spec, whatever path the report was made with', async () => {
  const run = join(folder, '.lis', 'runs', '2026-11-01T10-00-00-000Z-ctr.json');
  await writeReport(run, exampleReport({ spec: { path: '/elsewhere/ctr.lis.yaml', hash: 'x' } }));
  expect(isRunFile(run)).toBe(true);
  expect(await subjectOfReport(run)).toEqual({ specPath: join(folder, 'ctr.lis.yaml'), reportPath: run });
});

test('a report elsewhere is of the spec that it names', async () => {
  const file = join(folder, 'report.json');
  await writeReport(file, exampleReport({ spec: { path: '/elsewhere/lis.yaml', hash: 'x' } }));
  expect(isRunFile(file)).toBe(false);
  expect(await subjectOfReport(file)).toEqual({ specPath: '/elsewhere/lis.yaml', reportPath: file });
});

test('what is no report has no subject', async () => {
  await expect(subjectOfReport(join(folder, 'absent.json'))).rejects.toThrow(/does not exist/);
});

test('a run is told apart by its time, another file by its name', () => {
  expect(nameOfRun('/a/.lis/runs/2026-11-01T10-00-00-000Z-ctr.json')).toBe(localTime('2026-11-01T10:00:00Z'));
  expect(nameOfRun('/a/nightly.json')).toBe('nightly.json');
});

test('a spec and one of its runs are two subjects', () => {
  const spec = { specPath: '/a/lis.yaml' };
  expect(sameSubject(spec, { specPath: '/a/lis.yaml', reportPath: undefined })).toBe(true);
  expect(sameSubject(spec, { ...spec, reportPath: '/a/.lis/runs/1-lis.json' })).toBe(false);
  expect(sameSubject(spec, { specPath: '/b/lis.yaml' })).toBe(false);
});

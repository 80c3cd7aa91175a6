/**
 * Where the reports of a spec live: beside it as the CLI writes them, or, where the workspace is read-only, in the
 * extension's storage. The store derives its folder from the spec's path, so the second home is a stand-in path.
 */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { assertWritable, newRunPath, readReport, runPaths } from '../../../report/kept/store.ts';
import type { Report } from '../../../report/schema.ts';

/** The path that stands for the spec in the extension's storage; one folder per spec. */
export function storedHome(specPath: string, storage: string): string {
  const key = createHash('sha256').update(specPath).digest('hex').slice(0, 16);
  return join(storage, key, basename(specPath));
}

/** Path of a new report: `.lis/runs/…` beside the spec where that can be written, else in `storage`. */
export async function newReportPath(
  specPath: string,
  storage: string,
  created: Date,
  mustBeWritable: (path: string) => Promise<void> = assertWritable,
): Promise<string> {
  const beside = await newRunPath(specPath, created);
  return mustBeWritable(beside).then(
    () => beside,
    () => newRunPath(storedHome(specPath, storage), created),
  );
}

export interface StoredReport {
  path: string;
  report: Report;
}

/** More runs than this are not read to find the last result of a source or a model. */
const MOST_READ = 20;

/**
 * The newest report of a spec in either home; and, where that one is about some of its parts only, those before it, up
 * to the first that is about all. Damaged files are skipped.
 */
export async function newestReports(specPath: string, storage: string): Promise<StoredReport[]> {
  const paths = await allRunPaths(specPath, storage);
  const found: StoredReport[] = [];
  for (const path of paths.slice(0, MOST_READ)) {
    const report = await readReport(path).catch(() => undefined);
    if (report === undefined) continue;
    found.push({ path, report });
    if (report.spec.only === undefined) break;
  }
  return found;
}

/** The files of a spec's runs in either home, newest first. */
export async function allRunPaths(specPath: string, storage: string): Promise<string[]> {
  const homes = await Promise.all([specPath, storedHome(specPath, storage)].map(runPaths));
  return homes.flat().sort((a, b) => (basename(a) < basename(b) ? 1 : -1));
}

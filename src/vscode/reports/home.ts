/**
 * Where the reports of a spec live: beside it as the CLI writes them, or, where the workspace is read-only, in the
 * extension's storage. The store derives its folder from the spec's path, so the second home is a stand-in path.
 */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { assertWritable, type LatestReport, latestReport, reportPathFor } from '../../report/store.ts';

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
  const beside = reportPathFor(specPath, created);
  return mustBeWritable(beside).then(
    () => beside,
    () => reportPathFor(storedHome(specPath, storage), created),
  );
}

/** The newest report of a spec in either home. */
export async function newestReport(specPath: string, storage: string): Promise<LatestReport | undefined> {
  const [beside, stored] = await Promise.all([
    latestReport(specPath),
    latestReport(storedHome(specPath, storage)),
  ]);
  if (beside === undefined || stored === undefined) return beside ?? stored;
  return stored.report.created > beside.report.created ? stored : beside;
}

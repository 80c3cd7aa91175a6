/** What a panel is about: a spec, whose newest run it follows, or one run's file. */
import { basename, dirname, join, resolve } from 'node:path';
import { localTime } from '../../common/format.ts';
import { readReport } from '../../report/kept/store.ts';

export interface Subject {
  specPath: string;
  /** Set where this very file is shown, however many newer ones there are. */
  reportPath?: string | undefined;
}

/** True for a file of the folder that runs are kept in; other JSON is nobody's report. */
export function isRunFile(path: string): boolean {
  return /[/\\]\.lis[/\\]runs[/\\][^/\\]+\.json$/.test(path);
}

/** The spec beside whose runs a report lies; for a report elsewhere, the one that it names. @throws Failure as `readReport` */
export async function subjectOfReport(reportPath: string): Promise<Subject> {
  const { spec } = await readReport(reportPath);
  const runs = dirname(reportPath);
  const specPath = isRunFile(reportPath)
    ? join(dirname(dirname(runs)), basename(spec.path))
    : resolve(runs, spec.path);
  return { specPath, reportPath };
}

/** What a run's panel is told apart by: `2026-11-26 19:44` of the reader's clock, or the file's name where that tells no time. */
export function nameOfRun(reportPath: string): string {
  const name = basename(reportPath);
  const time = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-/.exec(name);
  return time === null ? name : localTime(`${time[1]}:${time[2]}Z`);
}

export function sameSubject(a: Subject, b: Subject): boolean {
  return a.specPath === b.specPath && a.reportPath === b.reportPath;
}

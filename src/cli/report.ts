/** `lis report FILE`: a report that exists, in another format. */
import { resolve } from 'node:path';
import { Failure } from '../common/failure.ts';
import { type ReportFormat, renderReport } from '../report/exports/formats.ts';
import { latestReport, readReport } from '../report/kept/store.ts';
import type { Report } from '../report/schema.ts';
import { displayPath } from './problem.ts';
import { outWidth, type Terminal, wantsColour } from './terminal.ts';

export interface ReportOptions {
  format: ReportFormat;
  /** The whole table instead of one screen. */
  full?: boolean;
  /** Of the drawing. */
  theme?: 'light' | 'dark';
}

/** @param given a report, or a spec, which stands for its latest report. @returns the exit code. @throws Failure */
export async function reportCommand(
  given: string,
  options: ReportOptions,
  terminal: Terminal,
): Promise<number> {
  const { path, report } = await findReport(given, terminal.cwd);
  const table = {
    colour: wantsColour(terminal),
    reportPath: displayPath(path, terminal.cwd),
    reportName: given,
    full: options.full,
    theme: options.theme,
    width: outWidth(terminal),
  };
  terminal.out(renderReport(report, options.format, table), options.format === 'table');
  return 0;
}

/** @throws Failure `data` where there is no report. */
export async function findReport(given: string, cwd: string): Promise<{ path: string; report: Report }> {
  const path = resolve(cwd, given);
  if (!/\.ya?ml$/i.test(path)) return { path, report: await readReport(path) };
  const latest = await latestReport(path);
  if (latest === undefined) {
    const message = `${given} has no report yet; run lis evaluate ${given}.`;
    throw new Failure('data', 'no-report', message, { file: path });
  }
  return latest;
}

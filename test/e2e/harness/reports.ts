/** The reports that a workspace of a test holds, as its `.lis/runs` does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';

/** Paths of the reports beside the specs of a folder, the oldest first. */
export function reportsIn(folder: string): string[] {
  const runs = join(folder, '.lis', 'runs');
  if (!existsSync(runs)) return [];
  const names = readdirSync(runs).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => join(runs, name));
}

/** @throws where the file breaks the schema */
export function readReport(path: string): Report {
  return ReportSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

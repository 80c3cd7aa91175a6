/** `lis compare A B`: runs on the same data, side by side. */

import { Failure } from '../common/failure.ts';
import { compareRuns } from '../metrics/intervals/compare-runs.ts';
import { renderComparison } from '../report/terminal/compare-table.ts';
import { displayPath } from './problem.ts';
import { findReport } from './report.ts';
import { type Terminal, wantsColour } from './terminal.ts';

export interface CompareOptions {
  format: 'table' | 'json';
}

/** More reports than this fit no row. */
const MOST = 4;

/** @param given reports, or specs that stand for their latest. @returns the exit code. @throws Failure */
export async function compareCommand(
  given: readonly string[],
  options: CompareOptions,
  terminal: Terminal,
): Promise<number> {
  if (given.length > MOST) {
    throw new Failure('usage', 'too-many-reports', `at most ${MOST} reports can be compared at once.`);
  }
  const found = await Promise.all(given.map((path) => findReport(path, terminal.cwd)));
  const comparison = compareRuns(
    found.map(({ path, report }) => ({ name: displayPath(path, terminal.cwd), report })),
  );
  terminal.out(
    options.format === 'json'
      ? `${JSON.stringify({ version: 1, ...comparison }, null, 2)}\n`
      : renderComparison(comparison, { colour: wantsColour(terminal) }),
    options.format === 'table',
  );
  return 0;
}

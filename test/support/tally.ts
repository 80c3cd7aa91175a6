/**
 * A vitest reporter that writes what `npm test` adds up: counts, and for each skipped test the reason it gave. Vitest's
 * own JSON report leaves the reasons out, and a skip without a reason is no use to whoever wants to run everything.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

export interface Tally {
  passed: number;
  /** Failed tests, and files that failed outside any test. */
  failed: number;
  skipped: { name: string; reason: string | null }[];
}

/** Counts the tests of finished modules. */
export function tally(modules: readonly TestModule[], unhandledErrors = 0): Tally {
  const sum: Tally = { passed: 0, failed: unhandledErrors, skipped: [] };
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') sum.passed += 1;
      else if (result.state === 'skipped') {
        sum.skipped.push({
          name: `${module.relativeModuleId}: ${test.fullName}`,
          reason: result.note ?? null,
        });
      } else failedHere += 1;
    }
    sum.failed += failedHere === 0 && !module.ok() ? 1 : failedHere;
  }
  return sum;
}

/** Writes the tally to the file that `LIS_TALLY` names; does nothing without it. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const file = process.env['LIS_TALLY'];
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(tally(modules, errors.length)));
  }
}

/**
 * A vitest reporter that writes what `npm test` adds up: counts, for each skipped test the reason that it gave, and what passed
 * only on a second try. Vitest's own JSON report leaves reasons out, and a skip without a reason helps nobody who wants to run
 * everything.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { reasonOf } from './second-tries.ts';

export interface Tally {
  passed: number;
  /** Failed tests, and files that failed outside any test. */
  failed: number;
  /** What failed, in the order of the files: on a busy screen, and in a log that is cut, this is what is left to read. */
  failures: { name: string; reason: string }[];
  skipped: { name: string; reason: string | null }[];
  /** Passed tests that had failed before: on which try they passed, and why the first one failed. */
  retried: { name: string; passedOn: number; reason: string }[];
  /** Passed tests that did steps again, with place and reason of each. */
  steppedAgain: { name: string; steps: string[] }[];
}

/**
 * Counts the tests of finished modules.
 * @param unhandled errors that belong to no test
 */
export function tally(modules: readonly TestModule[], unhandled: readonly unknown[] = []): Tally {
  const failures = unhandled.map((error) => ({ name: 'outside any test', reason: reasonOf(error) }));
  const sum: Tally = {
    passed: 0,
    failed: failures.length,
    failures,
    skipped: [],
    retried: [],
    steppedAgain: [],
  };
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const result = test.result();
      const name = `${module.relativeModuleId}: ${test.fullName}`;
      if (result.state === 'passed') {
        sum.passed += 1;
        const tries = test.diagnostic()?.retryCount ?? 0;
        if (tries > 0) {
          const reason = reasonOf(result.errors?.[0]);
          sum.retried.push({ name, passedOn: tries + 1, reason });
        }
        const steps = test.meta().secondTries;
        if (steps !== undefined) sum.steppedAgain.push({ name, steps });
      } else if (result.state === 'skipped') sum.skipped.push({ name, reason: result.note ?? null });
      else {
        failedHere += 1;
        failures.push({ name, reason: reasonOf(result.errors?.at(-1)) });
      }
    }
    if (failedHere === 0 && !module.ok()) {
      failedHere = 1;
      failures.push({ name: module.relativeModuleId, reason: reasonOf(module.errors()[0]) });
    }
    sum.failed += failedHere;
  }
  return sum;
}

/** Writes the tally to the file that `LIS_TALLY` names; does nothing without it. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const file = process.env['LIS_TALLY'];
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(tally(modules, errors)));
  }
}

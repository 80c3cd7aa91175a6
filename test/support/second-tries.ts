/** Steps that a test did again because they failed: the tally shows them, since each is a defect of the test or of what it tests. */
import { basename } from 'node:path';
import { TestRunner } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Where a step failed, and why, in the order of time. */
    secondTries?: string[];
  }
}

/**
 * Notes that a step of the test that runs is done again. Outside a test (in a hook) it is printed.
 * @param error what the step threw
 * @param stack of an error made where the step began; its first line in another file of tests than `helper` says where that is
 * @param helper the file that does steps again
 */
export function noteSecondTry(error: unknown, stack: string | undefined, helper: string): void {
  const places = [...(stack ?? '').matchAll(/([\w./\\-]+\.ts):(\d+):\d+/g)];
  const [, file = '', line = ''] = places.find(([, path = '']) => basename(path) !== basename(helper)) ?? [];
  const note = `${basename(file)}:${line}: ${reasonOf(error)}`;
  const test = TestRunner.getCurrentTest();
  if (test === undefined) console.warn(`done again: ${note}`);
  else test.meta.secondTries = [...(test.meta.secondTries ?? []), note];
}

/** The first line of what was thrown. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error || isLikeError(error) ? error.message : String(error);
  return text.split('\n')[0]?.trim() || 'no reason given';
}

function isLikeError(error: unknown): error is { message: string } {
  return (
    typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
  );
}

/** How a comparison is laid out and read, whatever the format: blocks, letters, numbers, and the note under them. */
import type { ComparedEstimate } from './compare.ts';
import { written } from './estimates.ts';
import { signed, signedPoints } from './format.ts';

/** The sources and models in question, in their order, each with its estimates: the blocks of every format. */
export function comparedTargets(
  estimates: readonly ComparedEstimate[],
): { kind: 'Source' | 'Model'; name: string; estimates: ComparedEstimate[] }[] {
  const targets = new Map<
    string,
    { kind: 'Source' | 'Model'; name: string; estimates: ComparedEstimate[] }
  >();
  for (const one of estimates) {
    const target =
      one.model === undefined
        ? { kind: 'Source' as const, name: one.source! }
        : { kind: 'Model' as const, name: one.model };
    const key = JSON.stringify(target);
    if (!targets.has(key)) targets.set(key, { ...target, estimates: [] });
    targets.get(key)!.estimates.push(one);
  }
  return [...targets.values()];
}

/** An estimate of one report and its difference from the first as people read them; shares differ by percentage points. */
export function writtenComparison(
  { unit, estimates, differences, intervals }: ComparedEstimate,
  report: number,
): { value: string; range: string; difference: string; widest: string } | undefined {
  const estimate = estimates[report];
  if (estimate == null) return undefined;
  const [difference, interval] = [differences[report], intervals[report]];
  const one = unit === 'share' ? signedPoints : signed;
  const { value, range } = written({ estimate, unit });
  return {
    ...{ value, range },
    difference: difference == null ? '' : one(difference),
    widest: interval == null ? '' : `[${one(interval[0])}, ${one(interval[1])}]`,
  };
}

/** A, B, … of the reports. */
export function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

/** How the differences are to be read; under the numbers of every format. */
export const COMPARISON_NOTE =
  'Runs on the same rows vary together, and reports alone do not say how much: the interval of a difference is the widest ' +
  'it can be. Where it excludes 0 the runs differ; where it holds 0 they may still. To test two sources against each ' +
  'other, put both into one spec.';

/**
 * What holds the label itself: the thresholds, and what a report says of such data, once for every surface. A gain that rests on it
 * is no gain of the data, and is never shown as one.
 */
import type { Verdict } from '../schema.ts';

/** AUC of one column alone, either way round, from which it holds the label. */
export const COLUMN_LEAK = 0.99;
/** AUC of the base, or of an arm, from which something that it reads holds the label. */
export const ARM_LEAK = 0.999;
/** AUC of a column alone, or of the base, from which it may well hold the label: few honest ones come so near. */
export const SUSPECT = 0.9;
/** Evaluation rows of each class below which such an AUC may be chance. */
export const LEAK_ROWS = 10;

/** The target of verdicts on the base. No source or model may be called so. */
export const THE_BASE = 'the base';

type Judged = { verdicts: readonly Verdict[] };

/** The label leak of a source or a model, or of the base. */
export function leakOf({ verdicts }: Judged, target: string): Verdict | undefined {
  return verdicts.find((verdict) => verdict.code === 'label-leak' && verdict.target === target);
}

/** The names of the sources and models of which no number says what they are worth. */
export function leaking({ verdicts }: Judged): ReadonlySet<string> {
  return new Set(verdicts.flatMap(({ code, target }) => (code === 'label-leak' ? [target] : [])));
}

/** The verdict that speaks for a source or a model, or for a whole report, where a leak of any part comes first. */
export function leadingVerdict(report: Judged | undefined, target?: string): Verdict | undefined {
  const verdicts = report?.verdicts ?? [];
  if (target !== undefined) return verdicts.find((verdict) => verdict.target === target);
  return verdicts.find(({ severity }) => severity === 'error') ?? verdicts[0];
}

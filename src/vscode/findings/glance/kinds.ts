/** What a verdict comes to at a glance: one of four signs, for the gutter and the status bar. Pure, so that it is tested alone. */
import type { Verdict } from '../../../report/schema.ts';
import { THE_BASE } from '../../../report/words/label-leak.ts';

export const GLANCES = ['worth', 'not-worth', 'undecided', 'leak'] as const;
export type Glance = (typeof GLANCES)[number];

/**
 * What the verdicts on a source or a model come to; undefined where they say nothing of its worth. Headroom that is not shown to
 * transfer, or that may hold the label, is not decided.
 * @param verdicts on one target, the most important first
 */
export function glanceOf(verdicts: readonly Pick<Verdict, 'code' | 'severity'>[]): Glance | undefined {
  const [first] = verdicts;
  const has = (code: Verdict['code']): boolean => verdicts.some((verdict) => verdict.code === code);
  switch (first?.code) {
    case 'label-leak':
      return 'leak';
    case 'headroom':
      if (has('artefact')) return 'not-worth';
      return first.severity === 'positive' && !has('label-suspect') ? 'worth' : 'undecided';
    case 'no-headroom':
      // A warning of this code says that the data reaches no row: that is no judgement of it.
      return first.severity === 'warning' ? 'undecided' : 'not-worth';
    case 'underpowered':
    case 'label-suspect':
    case 'exceeds-reference':
      return 'undecided';
    case 'data-bottleneck':
      return 'worth';
    case 'alignment-bottleneck':
      return 'not-worth';
    default:
      return undefined;
  }
}

/** The sign of each line of a spec (from 0) that names what was judged. The gravest sign of a line counts. */
export function glancesByLine(
  verdicts: readonly Verdict[],
  linesOf: (target: string, verdicts: readonly Verdict[]) => readonly number[],
): Map<number, Glance> {
  const lines = new Map<number, Glance>();
  const targets = [...new Set(verdicts.map(({ target }) => target))];
  for (const target of targets) {
    const ofIt = verdicts.filter((verdict) => verdict.target === target);
    const glance = glanceOf(ofIt);
    // The base is worth nothing by itself: only that it leaks is of its lines.
    if (glance === undefined || (target === THE_BASE && glance !== 'leak')) continue;
    for (const line of linesOf(target, ofIt)) if (lines.get(line) !== 'leak') lines.set(line, glance);
  }
  return lines;
}

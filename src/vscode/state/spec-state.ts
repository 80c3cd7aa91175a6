/**
 * What is going on with a spec, decided once for every surface that shows it in a word: the tree, the status item. Pure, so
 * that the order of precedence is tested: what runs comes first, then what is broken, then what is known.
 */
import type { Report } from '../../report/schema.ts';
import type { EarlierPart } from './reports/results.ts';
import type { Change } from './reports/staleness.ts';
import { isEvaluated, type RunState } from './runs/run-state.ts';

export type SpecState = (
  | ({ kind: 'running' } & RunState)
  /** The spec does not parse. Its line is 0-based. */
  | { kind: 'broken'; sentence: string; line: number }
  /** Its last run failed. */
  | { kind: 'failed'; sentence: string; line: number | undefined }
  | { kind: 'new' }
  | { kind: 'done' }
) & {
  /** The last result of every source and model, also while something else goes on. `done` has one. */
  report: Report | undefined;
  /** The sources and models whose result is not of the newest run. */
  earlier: readonly EarlierPart[];
  /** Why the report no longer describes the spec. */
  stale: Change | undefined;
  /** Why the result of a source or a model no longer describes it, by its name; absent where it does. */
  staleParts: ReadonlyMap<string, Change>;
};

export interface SpecFacts {
  running: RunState | undefined;
  problem: { sentence: string; line: number } | undefined;
  failure: { sentence: string; line: number | undefined } | undefined;
  report: Report | undefined;
  earlier: readonly EarlierPart[];
  stale: Change | undefined;
  staleParts: ReadonlyMap<string, Change>;
}

export function specState({
  running,
  problem,
  failure,
  report,
  earlier,
  stale,
  staleParts,
}: SpecFacts): SpecState {
  const known = { report, earlier, stale, staleParts };
  if (running !== undefined) return { kind: 'running', ...running, ...known };
  if (problem !== undefined) return { kind: 'broken', ...problem, ...known };
  if (failure !== undefined) return { kind: 'failed', ...failure, ...known };
  return { kind: report === undefined ? 'new' : 'done', ...known };
}

/** Whether a source or a model of the spec is being evaluated now. */
export function isRunning(state: SpecState, part: string): boolean {
  return state.kind === 'running' && isEvaluated(state, part);
}

/** What a surface (CLI, compute process, library) asks of the core. */
import type { RunContext } from '../common/progress.ts';
import type { Report } from '../report/schema.ts';

/** What to evaluate, and how. */
export interface EvaluateRequest {
  /** Absolute path of the spec; relative paths inside it start from its folder. */
  specPath: string;
  /** The spec's text where it is not what the file holds (an unsaved editor). */
  specText?: string | undefined;
  /** Overrides the spec's number of seeds. */
  seeds?: number | undefined;
  /** Overrides the spec's half-width of the interval. */
  precision?: number | undefined;
  /** Evaluates only the sources of these names; all where absent. */
  sources?: string[] | undefined;
  /** Also redraws the labels from an additive user + item model, under which every LIS must vanish. */
  nullCheck?: boolean | undefined;
  /** Evaluation rows whose features are held at once, at most; by the memory setting where absent. No result depends on it. */
  rowsAtOnce?: number | undefined;
  /** What asks for it, as the report says it; absent for a program of the user's own. */
  origin?: Report['tool']['origin'];
  /** How it runs: how it is ended, who hears of its progress, and what it may use. */
  run: RunContext;
}

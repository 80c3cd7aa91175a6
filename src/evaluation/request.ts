/** What a surface (CLI, compute process, library) asks of the core. */
import type { RunContext } from '../report/progress.ts';

export interface EvaluateRequest {
  /** Absolute path of the spec; relative paths inside it start from its folder. */
  specPath: string;
  /** The spec's text where it is not what the file holds (an unsaved editor). */
  specText?: string | undefined;
  /** Overrides the spec's number of seeds. */
  seeds?: number | undefined;
  run: RunContext;
}

/** What is wrong with specs, for those who ask; `src/vscode/problems` finds it and shows it. */
import type { TextDocument } from 'vscode';
import type { Failure } from '../../common/failure.ts';
import type { SpecProblem } from '../../specfile/reading/problem.ts';

export interface Problems {
  /** What is wrong with a spec as it stands, its files included. */
  of(document: TextDocument): Promise<SpecProblem[]>;
  /** Marks the place of a failed run in its spec, where the failure names one. */
  showRun(document: TextDocument, failure: Failure): Promise<void>;
  /** The failure of the last run no longer describes the spec. */
  clearRun(document: TextDocument): void;
}

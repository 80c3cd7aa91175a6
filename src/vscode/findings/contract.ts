/**
 * What `findings.cjs` and the host give each other. A bundle of its own must not have a second time what holds state: it
 * gets that from the host, and each knows the other by these types alone.
 */
import type * as vscode from 'vscode';
import type { ParsedSpec } from '../../specfile/reading/parse.ts';
import type { BesideHost } from '../state/beside-host.ts';
import type { Hints } from '../state/hints.ts';
import type { EvaluateFor } from '../state/services.ts';
import type { stateOf } from '../state/spec-facts.ts';

/** What the host gives. */
export interface FindingsHost extends BesideHost {
  /** A spec as the editor holds it, else as its file does. */
  readSpec(path: string): Promise<ParsedSpec | undefined>;
  /** What is going on with a spec. */
  stateOf: typeof stateOf;
  mayLookAt(path: string): boolean;
  /** Evaluates a spec as the command does. */
  evaluate: EvaluateFor;
  /** The view, made before there was anything to show. */
  tree: vscode.TreeView<unknown>;
}

/** What the bundle gives, once it is started. */
export interface Findings extends vscode.Disposable {
  /** `LIS: Audit Dataset for Leakage…`. @param given a spec, a training config, data, or code; asked for where absent */
  audit(given?: vscode.Uri, selection?: readonly vscode.Uri[]): Promise<void>;
  /** Goes to the place of a node of the view, or of a finding that a link names. */
  goTo(node: unknown): Promise<void>;
  readonly view: vscode.TreeDataProvider<unknown>;
  readonly hints: Hints;
}

export interface FindingsBundle {
  start(host: FindingsHost): Findings;
}
